import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { ConnectionSpec } from "../../../provider/ssh/connectionSpec";
import { startHosts } from "../../../tools/hosts/startHosts";
import { OPERATOR_PASSWORD, RELEASES, type TestHost, type TestHosts } from "../../../tools/hosts/testHost";
import { becomeRoot, connectToHost, conversation, specOf, sshErrorOf } from "./connectToHost";

/** Three versions of sudo, the last of which gives every command a pseudo-terminal where it can. */
describe.each(RELEASES)("real sudo on %s", (release) => {
  let hosts: TestHosts;
  let host: TestHost;

  beforeAll(async () => {
    hosts = await startHosts({ release });
    const [first] = hosts.hosts;
    if (first === undefined) throw new Error("no host");
    host = first;
  });
  afterAll(() => hosts?.stop());

  const root = async (spec: Partial<ConnectionSpec>, sudoPassword?: string) =>
    becomeRoot(await connectToHost(specOf(host, spec)), sudoPassword);

  /** Changes something on the host for one test. */
  const during = async (change: string, undo: string): Promise<void> => {
    await host.run(change);
    onTestFinished(async () => void (await host.run(undo)));
  };

  it.each([
    ["root", "root", undefined],
    ["a user with NOPASSWD", "deploy", undefined],
    ["a user with NOPASSWD, though a password is set", "deploy", OPERATOR_PASSWORD],
    ["a user with a password", "operator", OPERATOR_PASSWORD],
  ])("%s becomes root, and no byte too many or too few arrives", async (_what, user, sudoPassword) => {
    const shell = await root({ user }, sudoPassword);
    expect(await conversation(shell)).toEqual(["uid 0", "rest 5"]);
    expect(await shell.exit).toEqual({ code: 7 });
    expect(shell.stderrTail()).toBe("");
    const { stdout } = await host.run("ls -d /run/pulumi-systemd.* 2>/dev/null || true");
    expect(stdout).toBe("");
  });

  it("a noisy .bashrc is no matter", async () => {
    await during(
      "(echo 'echo Welcome; printf no-newline; echo oops >&2'; cat ~deploy/.bashrc) >/tmp/noisy; cp ~deploy/.bashrc /tmp/quiet; cp /tmp/noisy ~deploy/.bashrc",
      "cp /tmp/quiet ~deploy/.bashrc",
    );
    expect(await conversation(await root({ user: "deploy" }))).toEqual(["uid 0", "rest 5"]);
  });

  it.each([
    ["operator", "battery staple", "sudo refused the password"],
    ["operator", undefined, "sudo asks for a password, and connection.sudoPassword is not set"],
    ["guest", undefined, "sudo asks for a password, and connection.sudoPassword is not set"],
    ["guest", "a guest's", "the user may not become root with sudo"],
  ])("%s with the password %j is refused", async (user, sudoPassword, problem) => {
    await host.run('echo "guest:a guest\'s" | chpasswd');
    const error = await sshErrorOf(root({ user }, sudoPassword));
    expect(error.stage).toBe("sudo");
    expect(error.shortMessage).toBe(`${user}@${host.address}:${host.port}: ${problem}`);
    if (sudoPassword !== undefined) expect(error.message).not.toContain(sudoPassword);
  });

  it("requiretty is named", async () => {
    await during("echo 'Defaults:deploy requiretty' >/etc/sudoers.d/zz-tty", "rm /etc/sudoers.d/zz-tty");
    const error = await sshErrorOf(root({ user: "deploy" }));
    expect(error.shortMessage).toContain("sudo wants a terminal (requiretty in its sudoers)");
  });

  it("a host without sudo is told from one that refuses", async () => {
    await during("mv /usr/bin/sudo /usr/bin/sudo.away", "mv /usr/bin/sudo.away /usr/bin/sudo");
    const error = await sshErrorOf(root({ user: "deploy" }));
    expect(error.shortMessage).toContain("the user is not root, and sudo is not installed");
  });

  it("an account without a shell says what its shell says", async () => {
    await during("usermod -s /usr/sbin/nologin guest", "usermod -s /bin/bash guest");
    const error = await sshErrorOf(root({ user: "guest" }));
    expect(error.stage).toBe("exec");
    expect(error.message).toContain("It said: This account is currently not available.");
  });
});
