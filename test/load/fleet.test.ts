import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../tools/hosts/testHost";
import { connectionsTo } from "../../tools/measure/descriptors";
import { connectionTo } from "../hosts/service/deployer";
import { notifyApp } from "../hosts/service/notifyApp";
import { type FleetStack, fleetStack, type Member } from "./fleetStack";
import { dialsOf, tracesOn } from "./hostTraces";
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
  const ONCE = { accepted: 1, dropped: 0 };
  const NEVER = { accepted: 0, dropped: 0 };

  const member = (host: TestHost, mark: string): Member => ({
    name: host.name,
    connection: connectionTo(host),
    app: notifyApp({ startSeconds: 1, mark }),
  });
  const declareAll = (mark: string) => stack.declare(hosts.map((host) => member(host, mark)));
  const outputs = async (name: string) => {
    const all = await stack.outputs();
    return hosts.map((host) => all[host.name]?.[name]);
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
    expect(await outputs("status")).toEqual(onEach("active (running)"));
  });

  it("are updated", async () => {
    const before = await outputs("invocationId");
    declareAll("second");
    expect(await dialsOver(() => stack.pulumi("up"))).toEqual(onEach(ONCE));
    const after = await outputs("invocationId");
    expect(new Set([...before, ...after]).size).toBe(2 * HOSTS);
  });

  it("are refreshed, and show no drift", async () => {
    expect(await dialsOver(() => stack.pulumi("refresh"))).toEqual(onEach(ONCE));
    expect(await outputs("drift")).toEqual(onEach(undefined));
  });

  it("are left in peace when nothing has changed", async () => {
    expect(await dialsOver(() => stack.pulumi("up", "--expect-no-changes"))).toEqual(onEach(NEVER));
  });

  it("are destroyed without a trace", async () => {
    expect(await dialsOver(() => stack.pulumi("destroy"))).toEqual(onEach(ONCE));
    expect(await everywhere(tracesOn)).toEqual(untouched);
  });
});
