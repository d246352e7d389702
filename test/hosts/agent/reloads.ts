import type { TestHost } from "../../../tools/hosts/testHost";

/** How often process 1 has read all units anew, by its own log: "Reloading." and, since systemd 255, "Reloading...". */
export async function reloadsOf(host: TestHost): Promise<number> {
  const { stdout } = await host.run(
    "journalctl --sync; journalctl -o cat _PID=1 | grep -cE '^Reloading[.]+$'",
  );
  return Number(stdout);
}
