import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ValueMap } from "../../provider/resources/value";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../tools/hosts/testHost";
import { connectionsTo } from "../../tools/measure/descriptors";
import { connectionTo } from "../hosts/service/deployer";
import { notifyApp } from "../hosts/service/notifyApp";
import { type FleetStack, fleetStack, type Member } from "./fleetStack";
import { type Dials, dialsOf, tracesOn } from "./hostTraces";
import { type MeasuredPlugin, startMeasuredPlugin } from "./measuredPlugin";

const HOSTS = 20;

/** One stack, one plugin process, twenty hosts; each test goes on from where the last one left them. */
describe.sequential("twenty hosts at once", () => {
  let started: TestHosts;
  let hosts: readonly TestHost[];
  let plugin: MeasuredPlugin;
  let stack: FleetStack;
  let idle: string[];
  let untouched: string[][];

  const everywhere = <T>(ask: (host: TestHost) => Promise<T>) => Promise.all(hosts.map(ask));
  const dials = () => everywhere(dialsOf);
  /** On each host: how many logins an operation took, and how many dials were broken off. */
  const dialsOver = async (operation: () => Promise<unknown>) => {
    const before = await dials();
    await operation();
    const after = await dials();
    return after.map(({ accepted, dropped }, host) => ({
      accepted: accepted - (before[host]?.accepted ?? 0),
      dropped: dropped - (before[host]?.dropped ?? 0),
    }));
  };
  const onEach = <T>(what: T) => hosts.map(() => what);
  const ONCE: Dials = { accepted: 1, dropped: 0 };
  const NEVER: Dials = { accepted: 0, dropped: 0 };

  const connection = (host: TestHost, overrides: ValueMap = {}) =>
    connectionTo(host, { perDialTimeout: 60, dialErrorLimit: 0, ...overrides });
  const member = (host: TestHost, mark: string): Member => ({
    name: host.name,
    connection: connection(host),
    app: notifyApp({ startSeconds: 1, mark }),
  });
  const declareAll = (mark: string) => stack.declare(hosts.map((host) => member(host, mark)));
  const outputs = (name: string) => {
    const all = stack.outputs(name);
    return hosts.map((host) => all.get(host.name));
  };

  beforeAll(async () => {
    started = await startHosts({ count: HOSTS });
    hosts = started.hosts;
    // It is told of each engine when that attaches.
    plugin = await startMeasuredPlugin("127.0.0.1:1");
    stack = await fleetStack(plugin.port);
    idle = plugin.descriptors();
    untouched = await everywhere(tracesOn);
  });
  afterAll(async () => {
    stack?.remove();
    await plugin?.stop();
    await started?.stop();
  });

  afterEach(async () => {
    const network = hosts[0]?.address.replace(/\d+$/, "0/24") ?? "";
    await expect.poll(() => plugin.descriptors(), { timeout: 15_000 }).toEqual(idle);
    expect(await connectionsTo(network)).toEqual([]);
    const sessions =
      "ss --tcp --numeric --no-header sport = :22; pgrep --list-full '^sshd$' | grep -v listener";
    const open = () => everywhere(async (host) => (await host.run(sessions)).stdout);
    await expect.poll(open, { timeout: 15_000 }).toEqual(onEach(""));
  });

  it("are deployed to, over one connection each", async () => {
    declareAll("first");
    expect(await dialsOver(() => stack.pulumi("up"))).toEqual(onEach(ONCE));
    expect(outputs("status")).toEqual(onEach("active (running)"));
  });

  it("are updated", async () => {
    const before = outputs("invocationId");
    declareAll("second");
    expect(await dialsOver(() => stack.pulumi("up"))).toEqual(onEach(ONCE));
    const after = outputs("invocationId");
    expect(new Set([...before, ...after]).size).toBe(2 * HOSTS);
  });

  it("are refreshed, and show no drift", async () => {
    expect(await dialsOver(() => stack.pulumi("refresh"))).toEqual(onEach(ONCE));
    expect(outputs("drift")).toEqual(onEach(undefined));
  });

  it("are left in peace when nothing has changed", async () => {
    expect(await dialsOver(() => stack.pulumi("up", "--expect-no-changes"))).toEqual(onEach(NEVER));
  });

  it("are all reached through one of them, which drops no dial, and nothing restarts", async () => {
    const [jumpHost = expect.fail("there are no hosts"), ...behind] = hosts;
    const proxy = connection(jumpHost);
    stack.declare([
      member(jumpHost, "second"),
      ...behind.map((host) => ({ ...member(host, "second"), connection: connection(host, { proxy }) })),
    ]);
    const before = outputs("invocationId");
    const logins = await dialsOver(() => stack.pulumi("up"));
    expect(logins).toEqual(onEach(ONCE));
    expect(outputs("invocationId")).toEqual(before);
  });

  describe("of which one is down, and one has a release that doesn't start", () => {
    const [DOWN, BAD] = [3, 11];
    const each = <T>(ofDown: T, ofBad: T, ofOthers: T) =>
      hosts.map((_, host) => (host === DOWN ? ofDown : host === BAD ? ofBad : ofOthers));

    it("are updated but for these two, and the errors name host and reason", async () => {
      const [down, bad] = [hosts[DOWN], hosts[BAD]] as [TestHost, TestHost];
      const before = outputs("releaseDigest");
      await down.network("silent");
      const broken = notifyApp({ does: "exit", mark: "third" });
      stack.declare([
        ...hosts.filter((host) => host !== down && host !== bad).map((host) => member(host, "third")),
        { ...member(down, "third"), connection: connection(down, { perDialTimeout: 3 }) },
        { ...member(bad, "third"), app: broken },
      ]);
      const shown = await stack.upFails();
      await down.network("up");
      expect(shown).toContain(`deploy@${down.address}:22: no answer within 3 s`);
      expect(shown).toContain(`fleet.service on ${bad.address} exited with status 1 before it sent READY=1`);
      expect(shown).toContain("cannot open the database");
      const rowOf = ({ name }: TestHost) =>
        new RegExp(` ${name} (updated|\\*\\*updating failed\\*\\*) `).exec(shown)?.[1];
      expect(hosts.map(rowOf)).toEqual(each("**updating failed**", "**updating failed**", "updated"));
      const kept = outputs("releaseDigest").map((digest, host) => digest === before[host]);
      expect(kept).toEqual(each(true, true, false));
      expect(outputs("status")).toEqual(onEach("active (running)"));
    });

    it("are brought up to date by the next up, which asks these two alone", async () => {
      declareAll("third");
      expect(await dialsOver(() => stack.pulumi("up"))).toEqual(each(ONCE, ONCE, NEVER));
      const running = "cat $(systemctl show -P WorkingDirectory fleet)/app.py";
      const third = notifyApp({ startSeconds: 1, mark: "third" });
      expect(await everywhere(async (host) => (await host.run(running)).stdout)).toEqual(onEach(third));
    });
  });

  it("are destroyed without a trace", async () => {
    expect(await dialsOver(() => stack.pulumi("destroy"))).toEqual(onEach(ONCE));
    expect(await everywhere(tracesOn)).toEqual(untouched);
  });
});
