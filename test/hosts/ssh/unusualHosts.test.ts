import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import { OPERATOR_PASSWORD, type TestHost, type TestHosts } from "../../../tools/hosts/testHost";
import { becomeRoot, connectToHost, conversation, specOf, sshErrorOf } from "./connectToHost";

/** What other distributions and other people have: the sudo of Ubuntu 25.10 and later, shells that are not POSIX. */
describe("a host with packages of its own taste", () => {
  let hosts: TestHosts;
  let host: TestHost;

  beforeAll(async () => {
    hosts = await startHosts({ release: "trixie" });
    const [first] = hosts.hosts;
    if (first === undefined) throw new Error("no host");
    host = first;
    await host.run("apt-get update -q && apt-get install -q -y --no-install-recommends sudo-rs csh fish");
  });
  afterAll(() => hosts?.stop());

  const asOperator = async (sudoPassword?: string) =>
    becomeRoot(await connectToHost(specOf(host, { user: "operator" })), sudoPassword);

  it.each(["/bin/csh", "/usr/bin/fish"])("%s as the login shell passes the boot script on", async (shell) => {
    await host.run(`usermod -s ${shell} operator`);
    onTestFinished(async () => void (await host.run("usermod -s /bin/bash operator")));
    expect(await conversation(await asOperator(OPERATOR_PASSWORD))).toEqual(["uid 0", "rest 5"]);
  });

  describe("whose sudo is sudo-rs", () => {
    beforeAll(async () => {
      await host.run("mv /usr/bin/sudo /usr/bin/sudo.c && ln -s sudo-rs /usr/bin/sudo");
    });

    it.each([
      ["deploy", undefined],
      ["deploy", OPERATOR_PASSWORD],
      ["operator", OPERATOR_PASSWORD],
    ])("%s becomes root with the password %j", async (user, sudoPassword) => {
      const shell = await becomeRoot(await connectToHost(specOf(host, { user })), sudoPassword);
      expect(await conversation(shell)).toEqual(["uid 0", "rest 5"]);
    });

    it.each([
      ["operator", "battery staple", "sudo refused the password"],
      ["operator", undefined, "sudo asks for a password, and connection.sudoPassword is not set"],
      ["guest", undefined, "the user may not become root with sudo"],
    ])("%s is refused with the password %j", async (user, sudoPassword, problem) => {
      const error = await sshErrorOf(
        connectToHost(specOf(host, { user })).then((connection) => becomeRoot(connection, sudoPassword)),
      );
      expect(error.shortMessage).toBe(`${user}@${host.address}:${host.port}: ${problem}`);
    });
  });
});
