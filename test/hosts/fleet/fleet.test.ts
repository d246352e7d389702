import { describe, expect, it } from "vitest";
import { fleetResource } from "../../../provider/resources/fleet/fleet";
import type { ValueMap } from "../../../provider/resources/value";
import { drivenBy } from "../service/driven";
import { fleetScene, NAME } from "./fleetScene";

const SHARED = "HUSH-shared-51f0";
const OWN = "HUSH-own-62a1";
const ROTATED = "HUSH-rotated-73b2";
const RULES = { canary: 1, maxParallel: 1 };

/** Three hosts and a spare one; each test goes on from where the last one left them. */
describe.sequential("a fleet", () => {
  const scene = fleetScene(4, 3);
  const { fleet, at, inputs, record, running, invocations, loginsOver, connection } = scene;
  /** web3 is at first known by a name that web2 alone can resolve. */
  const alias = { jump: 1, address: "old-web3" };
  const hosts = (change: ValueMap = {}) => ({ ...(inputs("").hosts as ValueMap), ...change });
  const given = (mark: string, token: string, change: ValueMap = {}) =>
    inputs(mark, {
      hosts: hosts({
        web2: { connection: connection(1), secrets: { token: OWN } },
        web3: { connection: connection(2, alias) },
      }),
      secrets: { token },
      rollout: RULES,
      ...change,
    });
  const secretOn = async (index: number) => {
    const unit = `${NAME}.service`;
    return (await at(index).run(`cat /run/credentials/${unit}/token`)).stdout;
  };

  it("is asked by a preview, each host, and left as it is; one that is silent is said to be so", async () => {
    await at(1).run(`echo '${at(2).address} old-web3' >>/etc/hosts`);
    await at(0).network("silent");
    const said = await fleet.preview(given("first", SHARED));
    await at(0).network("up");
    const [foreseen, unasked, ...others] = said;
    expect(foreseen).toBe(
      "info: would touch 3 of 3 hosts: web1, web2, web3 are new\n  web2, web3: would install: fleet.service is new here",
    );
    expect(unasked).toMatch(/^warning: what would happen is not known of 1 host\n {2}web1 \([\d.]+\): /);
    expect(others).toEqual([]);
    expect(fleet.rows.at(-1)).toBe("1 not reached · 2 install");
    expect((await at(1).run("ls /opt")).stdout).toBe("");
  });

  it("has the secrets that all share and those of one host, in no row and no output", async () => {
    await fleet.up(given("first", SHARED));
    expect([await secretOn(0), await secretOn(1), await secretOn(2)]).toEqual([SHARED, OWN, SHARED]);
    expect(record("web1").releaseDigest).toBe(record("web3").releaseDigest);
    expect(record("web2").releaseDigest).not.toBe(record("web1").releaseDigest);
    expect(JSON.stringify([fleet.rows, fleet.state?.outputs])).not.toContain("HUSH");
    expect(await fleet.changes(given("first", SHARED))).toEqual([]);
  });

  it("is rotated half-way, and the next up works on the host that is not there alone", async () => {
    const before = await invocations();
    await at(2).network("silent");
    const failure = await fleet.upFails(given("first", ROTATED, { rollout: { ...RULES, maxFailures: 1 } }));
    await at(2).network("up");
    expect(failure.message).toContain("2 of 3 hosts run the new release");
    expect([await secretOn(0), await secretOn(1), await secretOn(2)]).toEqual([ROTATED, OWN, SHARED]);
    expect(await loginsOver(() => fleet.up(given("first", ROTATED)))).toEqual([0, 1, 1]);
    expect(await secretOn(2)).toBe(ROTATED);
    // The jump host is logged in to as well; nothing was done there.
    expect((await invocations())[1]).toBe(before[1]);
    expect(failure.message).not.toContain("HUSH");
  });

  it("says which host could not be taken back, what runs there, and goes on from there", async () => {
    const digests = () => ["web1", "web2", "web3"].map((name) => record(name).releaseDigest);
    const before = digests();
    await at(0).run("echo first exit >/etc/does");
    await at(2).run("echo second exit >/etc/does");
    const failure = await fleet.upFails(
      given("second", ROTATED, { rollout: { ...RULES, autoRevert: "fleet" } }),
    );
    expect(await running()).toEqual(["# second active", "# first active", "# first active"]);
    expect(digests().map((digest, index) => digest === before[index])).toEqual([false, true, true]);
    expect(["web1", "web2", "web3"].map((name) => record(name).outcome)).toEqual([
      "revert-failed",
      "reverted",
      "failed",
    ]);
    const [runs] = digests();
    expect(failure.message).toMatch(
      new RegExp(`web1 +[\\d.]+ +revert-failed +${String(runs).slice(0, 12)} active \\(running\\)`),
    );
    expect(failure.message).toContain(`fleet.service on ${at(0).address} exited with status 1`);
    await Promise.all([0, 2].map((index) => at(index).run("rm /etc/does")));
    // web2 is the way to web3, too.
    expect(await loginsOver(() => fleet.up(given("second", ROTATED)))).toEqual([0, 2, 1]);
    expect(await running()).toEqual(["# second active", "# second active", "# second active"]);
  });

  it("pauses after its canary where it is to, and the next up goes on with the others", async () => {
    const failure = await fleet.upFails(
      given("third", ROTATED, { rollout: { ...RULES, pauseAfterCanary: true } }),
    );
    expect(failure.message).toContain("the canaries are healthy, and the rollout pauses");
    expect(await running()).toEqual(["# third active", "# second active", "# second active"]);
    expect(await loginsOver(() => fleet.up(given("third", ROTATED)))).toEqual([0, 2, 1]);
    expect(await running()).toEqual(["# third active", "# third active", "# third active"]);
  });

  it("finds a host again whose address moved: nothing restarts, and nobody asks for the old address", async () => {
    const before = await invocations();
    await at(1).run("sed -i /old-web3/d /etc/hosts");
    const moved = given("third", ROTATED, {
      hosts: hosts({ web2: { connection: connection(1), secrets: { token: OWN } } }),
    });
    await fleet.up(moved);
    expect(record("web3")).toMatchObject({ address: at(2).address, outcome: "current" });
    expect(fleet.state?.outputs.leftBehind).toBeUndefined();
    expect(await invocations()).toEqual(before);
    expect(await fleet.changes(moved)).toEqual([]);
  });

  const now = (change: ValueMap = {}, more: ValueMap = {}) =>
    given("third", ROTATED, {
      hosts: hosts({ web2: { connection: connection(1), secrets: { token: OWN } }, ...change }),
      ...more,
    });

  it("is refused when two names are one machine, before anything is touched, by its preview too", async () => {
    const before = await invocations();
    const self = { connection: connection(0, { jump: 0, address: "127.0.0.1" }) };
    const twice = now({ web9: self, web8: { connection: connection(3) } }, { rollout: { maxFailures: 9 } });
    const both = `web9 (127.0.0.1) and web1 (${at(0).address}) are the same machine`;
    expect((await fleet.preview(twice)).join("\n")).toContain(both);
    const failure = await fleet.upFails(twice);
    expect(failure.message).toContain("no host was touched, since two of them are the same machine");
    expect(failure.message).toContain(both);
    expect(await invocations()).toEqual(before);
    expect((await at(3).run("ls /opt")).stdout).toBe("");

    const other = drivenBy(fleetResource(), "twins");
    const fresh = await other.upFails(
      inputs("first", { hosts: { a: { connection: connection(0) }, b: self } }),
    );
    expect(fresh.message).toMatch(/\ba \([\d.]+\).* and .*\bb \(|\bb \([\d.]+\) and a \(/);
    expect((await at(0).run("ls /opt")).stdout.trim()).toBe(NAME);
    await fleet.up(now());
  });

  it("names a machine that is another one under the same name, and installs everything there again", async () => {
    await at(2).run(
      `systemctl disable --now ${NAME}; rm -rf /opt/${NAME} /etc/systemd/system/${NAME}.service; systemctl daemon-reload; tr -d - </proc/sys/kernel/random/uuid >/etc/machine-id`,
    );
    await fleet.refresh();
    expect(record("web3").drift).toEqual([
      expect.stringMatching(/^This is another machine, or it was installed anew: its machine-id was /),
      "Nothing of fleet.service is on the host.",
    ]);
    expect(await fleet.changes(now())).toEqual(["delete hosts.web3.drift"]);
    const before = await invocations();
    await fleet.up(now());
    expect(await running()).toEqual(["# third active", "# third active", "# third active"]);
    expect((await invocations()).map((invocation, index) => invocation === before[index])).toEqual([
      true,
      true,
      false,
    ]);
    expect(record("web3").drift).toBeUndefined();
  });

  it("goes on with another machine in place of one that is gone for good, once told to forget that", async () => {
    await at(2).network("silent");
    const known = record("web3");
    await fleet.refresh();
    expect(fleet.rows.join("\n")).toMatch(
      /warning: web3 [\s\S]*\n {2}What is known of it stays as it was\.$/,
    );
    expect(record("web3")).toEqual(known);
    const replaced = { web3: { connection: connection(3) } };
    const failure = await fleet.upFails(now(replaced));
    expect(failure.message).toContain('`retire: ["web3"]` and `pulumi up`');
    expect((await at(3).run(`systemctl is-active ${NAME}`)).stdout.trim()).toBe("active");
    await fleet.up(now(replaced, { retire: ["web3"] }));
    await at(2).network("up");
    expect(record("web3")).toMatchObject({ address: at(3).address });
    expect(await fleet.changes(now(replaced))).toEqual([]);
  });
});
