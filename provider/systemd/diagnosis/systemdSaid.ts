import type { Failure } from "./failure";
import { describeEnd, mainProcessEnd } from "./processEnd";

/** What systemd recorded of the failed invocation, in its own terms, as one would ask `systemctl show`. */
export function systemdSaid(failure: Failure): string[] {
  const { Result, ActiveState, SubState, NRestarts, StatusText, StatusErrno, LoadError } = failure.failed;
  const end = mainProcessEnd(failure);
  return [
    Result && Result !== "success" ? `Result=${Result}` : "",
    ActiveState ? `${ActiveState} (${SubState ?? ""})` : "",
    end ? `main process ${describeEnd(end)}` : "",
    NRestarts && NRestarts !== "0" ? `restarted ${NRestarts} times` : "",
    StatusText ? `STATUS=${StatusText}` : "",
    StatusErrno && StatusErrno !== "0" ? `ERRNO=${StatusErrno}` : "",
    LoadError ? `LoadError=${LoadError}` : "",
  ].filter((fact) => fact !== "");
}
