import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fleetResource } from "../../provider/resources/fleet/fleet";
import { recordsOf } from "../../provider/resources/fleet/hostRecord";
import { Archive, Asset, type ValueMap } from "../../provider/resources/value";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../tools/hosts/testHost";
import { connectionTo } from "../hosts/service/deployer";
import { type Driven, drivenBy } from "../hosts/service/driven";
import { dialsOf, tracesOn } from "./hostTraces";

const HOSTS = 20;
const NAME = "fleet";

/** A daemon that does what /etc/does says, where there is such a file: the same release goes well on one host and ill on another. */
const APP = (mark: string) => `# ${mark}
import os, socket, sys, time
def notify(text):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        s.connect(os.environ["NOTIFY_SOCKET"])
        s.send(text.encode())
does = open("/etc/does").read().split() if os.path.exists("/etc/does") else []
if "${mark}" not in does:
    does = []
time.sleep(4 if "slow" in does else 0.3)
if "exit" in does:
    print("cannot open the database", file=sys.stderr, flush=True)
    sys.exit(1)
notify("READY=1")
if "die" in does:
    time.sleep(0.5)
    sys.exit(3)
while True:
    time.sleep(1)
`;

/** Twenty real hosts, one fleet; each test goes on from where the last one left them. */
describe.sequential("a fleet of twenty hosts", () => {
  let started: TestHosts;
  let hosts: readonly TestHost[];
  let fleet: Driven;
  let untouched: string[][];

  const everywhere = <T>(ask: (host: TestHost) => Promise<T>) => Promise.all(hosts.map(ask));
  const at = (index: number) => hosts[index] ?? expect.fail(`there is no host ${index}`);
  const nameOf = (index: number) => `web${index + 1}`;
  const members = (without: readonly number[] = []) =>
    Object.fromEntries(
      hosts.flatMap((host, index) =>
        without.includes(index)
          ? []
          : [[nameOf(index), { connection: { host: host.address, hostKey: host.hostKey } }] as const],
      ),
    );
  const inputs = (mark: string, rollout: ValueMap = {}, change: ValueMap = {}): ValueMap => {
    const { user, privateKey } = connectionTo(at(0));
    return {
      connection: { user: user ?? "", privateKey: privateKey ?? "", dialErrorLimit: 0, perDialTimeout: 20 },
      hosts: members(),
      source: new Archive(undefined, { assets: { "app.py": new Asset(undefined, { text: APP(mark) }) } }),
      unit: { execStart: ["/usr/bin/python3", "app.py"], user: "guest", timeoutStart: "60s" },
      readiness: { minHealthyTime: "2s" },
      rollout: { canary: 2, maxParallel: "50%", ...rollout },
      ...change,
    };
  };
  const records = () => recordsOf(fleet.state?.outputs ?? {});
  const outcomes = () => hosts.map((_, index) => records().get(nameOf(index))?.outcome);
  const digests = () => hosts.map((_, index) => records().get(nameOf(index))?.releaseDigest);
  const statuses = () => hosts.map((_, index) => records().get(nameOf(index))?.status);
  const each = <T>(usual: T, others: Readonly<Record<number, T>> = {}) =>
    hosts.map((_, index) => others[index] ?? usual);
  /** The mark of the program that really runs, asked of each host itself. */
  const running = () =>
    everywhere(async (host) => {
      const { stdout } = await host.run(
        `head -n 1 "$(systemctl show -P WorkingDirectory ${NAME})/app.py"; systemctl is-active ${NAME}`,
      );
      return stdout.trim().split("\n").join(" ");
    });
  const does = (index: number, what: string) => at(index).run(`echo '${what}' >/etc/does`);
  const loginsOver = async (operation: () => Promise<unknown>) => {
    const before = await everywhere(dialsOf);
    await operation();
    const after = await everywhere(dialsOf);
    return after.map(({ accepted }, index) => accepted - (before[index]?.accepted ?? 0));
  };

  beforeAll(async () => {
    started = await startHosts({ count: HOSTS });
    hosts = started.hosts;
    untouched = await everywhere(tracesOn);
    fleet = drivenBy(fleetResource(), NAME);
  });
  afterAll(async () => {
    await started?.stop();
  });

  it("is rolled out, canaries first, and says a line for each host", async () => {
    // For the look and for the deployment.
    expect(await loginsOver(() => fleet.up(inputs("first")))).toEqual(each(1));
    expect(outcomes()).toEqual(each("updated"));
    expect(await running()).toEqual(each("# first active"));
    const canaries = fleet.rows.findIndex((row) => row.includes("canary 2/2") || row.includes("batch"));
    const early = fleet.rows.slice(0, canaries).filter((row) => /updated: /.test(row));
    expect(early.every((row) => /^info: web[12] /.test(row))).toBe(true);
    expect(fleet.rows.filter((row) => /^info: web\d+ \(.*\) updated: /.test(row))).toHaveLength(HOSTS);
    expect(fleet.rows).toContain("20/20 ready");
  });

  it("is left in peace when nothing has changed", async () => {
    expect(await fleet.changes(inputs("first"))).toEqual([]);
  });

  it("goes past hosts that are down, fail to start, or die in the soak, and waits for slow and lost ones", async () => {
    const before = digests();
    const [DOWN, EXIT, DIE, SLOW, LOST] = [3, 4, 5, 6, 7];
    await Promise.all([
      does(EXIT, "second exit"),
      does(DIE, "second die"),
      does(SLOW, "second slow"),
      does(LOST, "second slow"),
    ]);
    await at(DOWN).network("silent");
    const lose = fleet.whenRowSays(/batch/, () => at(LOST).dropConnections());
    const failure = await fleet.upFails(
      inputs(
        "second",
        { maxFailures: 3 },
        { connection: { ...(inputs("x").connection as ValueMap), perDialTimeout: 5 } },
      ),
    );
    await at(DOWN).network("up");
    await lose;
    // Nothing tells sshd there that the connection is dead; it would keep it for a quarter of an hour.
    await at(LOST).run("pkill -KILL -f '^sshd: deploy'");
    expect(outcomes()).toEqual(each("updated", { [DOWN]: "unreachable", [EXIT]: "failed", [DIE]: "failed" }));
    expect(await running()).toEqual(
      each("# second active", {
        [DOWN]: "# first active",
        [EXIT]: "# first active",
        [DIE]: "# first active",
      }),
    );
    expect(digests().map((digest, index) => digest === before[index])).toEqual(
      each(false, { [DOWN]: true, [EXIT]: true, [DIE]: true }),
    );
    expect(failure.message).toContain(
      "fleet.service: 3 of 20 hosts failed, within the budget of 3 (rollout.maxFailures); 17 of 20 hosts run the new release",
    );
    expect(failure.message).toContain(
      `fleet.service on ${at(EXIT).address} exited with status 1 before it sent READY=1`,
    );
    expect(failure.message).toContain("cannot open the database");
    for (const record of records().values())
      expect(Buffer.byteLength(String(record.failure ?? ""))).toBeLessThan(1_024);
  });

  it("is completed by the next up, which asks the three alone", async () => {
    await everywhere((host) => host.run("rm -f /etc/does"));
    const logins = await loginsOver(() => fleet.up(inputs("second", { maxFailures: 3 })));
    expect(logins).toEqual(each(0, { 3: 1, 4: 1, 5: 1 }));
    expect(await running()).toEqual(each("# second active"));
  });

  it("goes back as a whole when it halts and is to go back, each host judged again", async () => {
    const before = digests();
    await does(12, "third exit");
    const failure = await fleet.upFails(inputs("third", { autoRevert: "fleet" }));
    expect(failure.message).toContain(
      "the rollout halted, since 1 of 20 hosts failed and 0 may (rollout.maxFailures)",
    );
    const left = new Set(outcomes());
    expect(left.has("updated") || left.has("broken") || left.has("revert-failed")).toBe(false);
    expect(outcomes().filter((outcome) => outcome === "reverted").length).toBeGreaterThan(2);
    expect(outcomes()[12]).toBe("failed");
    expect(digests()).toEqual(before);
    expect(await running()).toEqual(each("# second active"));
    await everywhere((host) => host.run("rm -f /etc/does"));
  });

  it("is as the state has it, by a refresh over one connection each", async () => {
    expect(await loginsOver(() => fleet.refresh())).toEqual(each(1));
    expect([...records().values()].flatMap(({ drift }) => drift ?? [])).toEqual([]);
    expect(statuses()).toEqual(each("active (running)"));
  });

  it("has drift named by host, and repaired on those hosts alone", async () => {
    await at(1).run(`systemctl stop ${NAME}`);
    await at(9).run(`echo '# by hand' >>/etc/systemd/system/${NAME}.service; systemctl daemon-reload`);
    await fleet.refresh();
    expect(await fleet.changes(inputs("second"))).toEqual([
      "delete hosts.web2.drift",
      "delete hosts.web10.drift",
    ]);
    const logins = await loginsOver(() => fleet.up(inputs("second")));
    expect(logins).toEqual(each(0, { 1: 1, 9: 1 }));
    expect(await running()).toEqual(each("# second active"));
  });

  it("forgets a host that is gone when told so, and says before how", async () => {
    const GONE = 19;
    await at(GONE).network("silent");
    const smaller = {
      hosts: members([GONE, 18]),
      connection: { ...(inputs("x").connection as ValueMap), perDialTimeout: 5 },
    };
    const failure = await fleet.upFails(inputs("second", {}, smaller));
    expect(failure.message).toContain('`retire: ["web20"]` and `pulumi up`');
    expect(failure.message).toContain(`web20 (${at(GONE).address}): `);
    expect(await tracesOn(at(18))).toEqual(untouched[18]);
    await fleet.up(inputs("second", {}, { ...smaller, retire: ["web20"] }));
    await at(GONE).network("up");
    expect([...records().keys()]).not.toContain("web20");
    // Nobody removed it there, and whoever finds it again is the same resource.
    await fleet.up(inputs("second"));
    expect(outcomes()[GONE]).toBe("current");
  });

  it("is destroyed without a trace", async () => {
    await fleet.destroy();
    expect(await everywhere(tracesOn)).toEqual(untouched);
  });
});
