import type { TestHost } from "../../../tools/hosts/testHost";
import { poll } from "../../../tools/process/poll";

/** `argument …` and `environment …` lines, each once. They are kept where no test looks for secrets in files. */
const SPY = `while [ ! -e /mnt/enough ]; do
  cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n' | sed 's/^/argument /'
  cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | sed 's/^/environment /'
done | awk '!seen[$0]++' > /mnt/spying; mv /mnt/spying /mnt/spied`;

/**
 * Watches the argument lists and environments of all processes that there ever are on a host, as root sees them.
 * @returns what ends it, and gives the lines
 */
export async function spyOnProcesses(host: TestHost): Promise<() => Promise<string[]>> {
  await host.run(`(${SPY}) >/dev/null 2>&1 &`);
  return async () => {
    await host.run("touch /mnt/enough");
    await poll(async () => (await host.run("test -e /mnt/spied")).code === 0 || undefined, {
      deadlineMs: 30_000,
      waitingFor: "the spy to end",
    });
    return (await host.run("cat /mnt/spied")).stdout.split("\n");
  };
}
