import { exitStatus } from "./exitStatus";
import type { Failure } from "./failure";
import { signal } from "./signals";

/** What systemd recorded of the failed invocation, in its own terms, as one would ask `systemctl show`. */
export function systemdSaid({ failed }: Failure): string[] {
  const { Result, ActiveState, SubState, NRestarts, StatusText, StatusErrno, LoadError } = failed;
  return [
    Result && Result !== "success" ? `Result=${Result}` : "",
    ActiveState ? `${ActiveState} (${SubState ?? ""})` : "",
    ended(failed.ExecMainCode, failed.ExecMainStatus),
    NRestarts && NRestarts !== "0" ? `restarted ${NRestarts} times` : "",
    StatusText ? `STATUS=${StatusText}` : "",
    StatusErrno && StatusErrno !== "0" ? `ERRNO=${StatusErrno}` : "",
    LoadError ? `LoadError=${LoadError}` : "",
  ].filter((fact) => fact !== "");
}

/** `ExecMainCode=` is a CLD_… number: 1 exited, 2 killed, 3 dumped core (sigaction(2)). */
function ended(code: string | undefined, status: string | undefined): string {
  if (status === undefined) return "";
  if (code === "1") return `main process exited, status ${exitStatus(Number(status)).name}`;
  if (code === "2") return `main process killed by ${signal(Number(status)).name}`;
  if (code === "3") return `main process dumped core by ${signal(Number(status)).name}`;
  return "";
}
