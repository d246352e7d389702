import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { appInputs, connectionTo, deployerOf } from "./deployer";

const SECOND_MS = 1000;

/** Every failure a first deployment can meet: what the user reads, how soon, and what is left on the host. */
describe.sequential("a first deployment that fails", () => {
  let hosts: TestHosts;
  let host: TestHost;
  const sh = async (command: string) => (await host.run(command)).stdout.trim();

  /** All that a deployment could leave behind; the event file in /run stays for whoever reconnects, until the next one. */
  const traces = () =>
    sh(
      "ls -d /opt/myapp /etc/systemd/system/*myapp* /etc/systemd/system/*/*myapp* /run/systemd/system*/*myapp* 2>/dev/null; systemctl list-units --all --plain --no-legend '*myapp*'",
    );

  beforeAll(async () => {
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
  });
  afterAll(async () => await hosts?.stop());

  const timed = async (attempt: () => Promise<Error>) => {
    const startMs = Date.now();
    const error = await attempt();
    return { message: error.message, error, tookMs: Date.now() - startMs };
  };

  const first = (...args: Parameters<typeof appInputs>) =>
    timed(() => deployerOf(host).upFails(appInputs(...args)));

  it("because the daemon never says READY=1 is told after the timeout, with its last STATUS=", async () => {
    const { message, tookMs } = await first({ does: "never ready" }, {}, { timeoutStart: "3s" });
    expect(message).toMatch(/READY=1/);
    expect(message).toContain("warming up");
    expect(message).toContain("starting");
    expect(tookMs).toBeGreaterThan(3 * SECOND_MS);
    expect(tookMs).toBeLessThan(15 * SECOND_MS);
    await expect.poll(traces).toBe("");
  });

  it("because the daemon exits is told at once, in its own words", async () => {
    const { message, tookMs } = await first({ startSeconds: 2, does: "exit" }, {}, { timeoutStart: "90s" });
    expect(message).toContain("cannot open the database");
    expect(message).toMatch(/exit(ed with)? (code|status) 1/i);
    expect(tookMs).toBeLessThan(12 * SECOND_MS);
    await expect.poll(traces).toBe("");
  });

  it("because the interpreter isn't there names it", async () => {
    const { message, tookMs } = await first({}, {}, { execStart: ["/usr/bin/python9", "app.py"] });
    expect(message).toContain("/usr/bin/python9");
    expect(tookMs).toBeLessThan(10 * SECOND_MS);
    await expect.poll(traces).toBe("");
  });

  it("because the user is missing says how to have it made", async () => {
    const { message } = await first({}, { createUser: false }, { user: "nobodyhere" });
    expect(message).toContain("nobodyhere");
    expect(message).toContain("createUser");
    await expect.poll(traces).toBe("");
  });

  it("because the unit is masked says how to unmask it, and leaves it masked", async () => {
    await sh("systemctl mask myapp.service");
    const { message } = await first();
    expect(message).toContain("masked");
    expect(message).toContain("systemctl unmask myapp.service");
    expect(await sh("readlink /etc/systemd/system/myapp.service")).toBe("/dev/null");
    await sh("systemctl unmask myapp.service");
    await expect.poll(traces).toBe("");
  });

  it("because the directory was made by hand leaves it alone", async () => {
    await sh("mkdir /usr/local/bin/myapp && echo mine > /usr/local/bin/myapp/app.py");
    const { message } = await first({}, { directory: "/usr/local/bin/myapp" });
    expect(message).toContain("/usr/local/bin/myapp");
    expect(await sh("cat /usr/local/bin/myapp/app.py; rm -r /usr/local/bin/myapp")).toBe("mine");
    await expect.poll(traces).toBe("");
  });

  it("for several reasons tells them all at once", async () => {
    await sh("mkdir /usr/local/bin/myapp; systemctl mask myapp.service");
    const { message } = await first(
      {},
      { directory: "/usr/local/bin/myapp", createUser: false },
      { user: "nobodyhere" },
    );
    expect(message).toContain("masked");
    expect(message).toContain("/usr/local/bin/myapp");
    expect(message).toContain("nobodyhere");
    await sh("rmdir /usr/local/bin/myapp; systemctl unmask myapp.service");
  });

  it.each([
    ["sudo refuses the user", { user: "guest" }, /guest.*sudo|sudo.*guest/s],
    ["sudo wants a password and has none", { user: "operator" }, /sudoPassword/],
    ["the sudo password is wrong", { user: "operator", sudoPassword: "HUSH-wrong" }, /sudo/],
    [
      "the key is wrong",
      { user: "operator", privateKey: undefined as never, password: "HUSH-wrong" },
      /password/,
    ],
    [
      "the host shows another key",
      { hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl" },
      /SHA256:.*SHA256:/s,
    ],
    ["nobody listens", { port: 2222, dialErrorLimit: 0 }, /connection refused/],
  ])("because %s says so, and gives no secret away", async (_, change, text) => {
    const { message } = await first({}, { connection: connectionTo(host, change) });
    expect(message).toMatch(text);
    expect(message).not.toContain("HUSH");
    expect(message).not.toContain("PRIVATE KEY");
    await expect.poll(traces).toBe("");
  });

  it("because the source's program doesn't become healthy after READY=1 is no success", async () => {
    const { message } = await first({ does: "crash when ready" }, { readiness: { minHealthyTime: "2s" } });
    expect(message).toMatch(/exit(ed with)? (code|status) 3|restarted/i);
    await expect.poll(traces).toBe("");
  });

  it("because no WATCHDOG=1 comes after READY=1 is no success", async () => {
    const { message } = await first({ does: "ready without pings" });
    expect(message).toMatch(/WATCHDOG=1|watchdog/i);
    await expect.poll(traces).toBe("");
  });

  it("leaves the failed release where it is, when told to", async () => {
    const deployer = deployerOf(host);
    const error = await deployer.upFails(appInputs({ does: "exit" }, { onFailure: "keep" }));
    expect(error.name).toBe("PartialFailure");
    expect(await sh("ls /opt/myapp/releases")).not.toBe("");
    await deployer.up(appInputs());
    expect(await sh("systemctl is-active myapp.service")).toBe("active");
    await deployer.destroy();
    await expect.poll(traces).toBe("");
  });
});

describe.sequential("a bad release on top of a good one", () => {
  let hosts: TestHosts;
  let host: TestHost;
  const sh = async (command: string) => (await host.run(command)).stdout.trim();

  beforeAll(async () => {
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
  });
  afterAll(async () => await hosts?.stop());

  it.each([
    ["never says READY=1", { does: "never ready" }, { timeoutStart: "3s" }, /READY=1/],
    ["exits", { does: "exit" }, {}, /cannot open the database/],
    ["crashes in the soak", { does: "crash when ready" }, {}, /exit|restart/],
    ["has no such interpreter", {}, { execStart: ["/usr/bin/python9", "app.py"] }, /python9/],
  ] as const)(
    "that %s: the good one is active again, and the error explains",
    async (_, behaviour, unit, text) => {
      const service = deployerOf(host);
      const { releaseDigest } = await service.up(appInputs({ mark: "good" }));
      const error = await service.upFails(appInputs({ ...behaviour, mark: "bad" }, {}, unit));
      expect(error.name).toBe("PartialFailure");
      expect(error.message).toMatch(text);
      expect(error.message).toMatch(/previous|old/i);
      expect(service.state?.outputs).toMatchObject({ status: "active (running)", releaseDigest });
      expect(await sh("systemctl show -P WorkingDirectory myapp.service")).toMatch(
        new RegExp(String(releaseDigest)),
      );
      expect(await sh("systemctl is-active myapp.service")).toBe("active");
      await service.up(appInputs({ mark: "mended" }));
      await service.destroy();
    },
  );
});
