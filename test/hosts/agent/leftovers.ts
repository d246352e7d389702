import type { TestHost } from "../../../tools/hosts/testHost";
import { poll } from "../../../tools/process/poll";

/** Waits until the transaction is over: the reload after a commit, and pruning, come after the outcome is told. */
export async function settled(host: TestHost, name: string): Promise<void> {
  await poll(async () => ((await leftovers(host, name)) === "" ? true : undefined), {
    waitingFor: `the transaction on ${name} to leave nothing behind`,
    deadlineMs: 10_000,
    explain: () => leftovers(host, name),
  });
}

/** What a transaction must not leave behind, as paths and units; empty when all is well. */
async function leftovers(host: TestHost, name: string): Promise<string> {
  const { stdout } = await host.run(
    [
      "ls -d /run/pulumi-systemd.* 2>/dev/null",
      `ls -d /run/systemd/system.control/${name}.service /run/systemd/system.control/.* 2>/dev/null | grep -v '/\\.*$'`,
      `ls -d /etc/systemd/system/.${name}* 2>/dev/null`,
      `ls -A /opt/${name}/.incoming 2>/dev/null`,
      `ls -d /run/pulumi-systemd/${name}/suspect 2>/dev/null`,
      `ls -d /run/pulumi-systemd/${name}/*/agent 2>/dev/null`,
      "systemctl list-units --all --plain --no-legend 'pulumi-systemd-*'",
    ].join("; "),
  );
  return stdout.trim();
}

/** Everything of a service that would still be there after it was removed. */
export async function traces(host: TestHost, name: string): Promise<string> {
  const { stdout } = await host.run(
    [
      `ls -d /opt/${name} /run/pulumi-systemd/${name} 2>/dev/null`,
      `find /etc/systemd /run/systemd/system.control -name '*${name}*' 2>/dev/null`,
      `systemctl list-units --all --plain --no-legend '${name}.service'`,
    ].join("; "),
  );
  return stdout.trim();
}
