import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../tools/hosts/testHost";
import { connectionsTo } from "../../tools/measure/descriptors";
import { growthPerStep } from "../../tools/measure/trend";
import { appInputs, connectionTo } from "../hosts/service/deployer";
import { type FakeEngine, startEngine } from "../provider/adaptor/fakeEngine";
import { type EngineCalls, engineCalls } from "./engineCalls";
import { type Dials, dialsOf, tracesOn } from "./hostTraces";
import { type MeasuredPlugin, type Memory, startMeasuredPlugin } from "./measuredPlugin";

const UPDATES = 50;
/** By then modules are loaded, most code is compiled, and the history of releases is full. */
const WARM_UP = 20;
const HISTORY_LIMIT = 3;

/**
 * Per update. V8 goes on compiling for hundreds of updates, 5 to 10 kB each (snapshots of the heap: nothing but code);
 * resident memory goes up and down by megabytes.
 */
const LIVE_GROWTH_LIMIT_BYTES = 30_000;
const RESIDENT_GROWTH_LIMIT_BYTES = 75_000;

/** One host, one plugin process; each test looks at what the first one left. */
describe.sequential("fifty updates in a row", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let engine: FakeEngine;
  let plugin: MeasuredPlugin;
  let service: EngineCalls;
  let untouched: string[];
  let dialled: Dials;
  let warm: {
    readonly traces: string[];
    readonly descriptors: string[];
    readonly managerDescriptors: number;
  };
  const memory: Memory[] = [];

  const managerDescriptors = async () => Number((await host.run("ls /proc/1/fd | wc -l")).stdout);
  const up = (mark: string) =>
    service.up(
      appInputs(
        { mark, startSeconds: 0 },
        {
          connection: connectionTo(host),
          createUser: false,
          readiness: { minHealthyTime: "0s", watchdogPing: false },
          revisionHistoryLimit: HISTORY_LIMIT,
        },
        { user: "guest" },
      ),
    );

  beforeAll(async () => {
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
    untouched = await tracesOn(host);
    dialled = await dialsOf(host);
    engine = await startEngine();
    plugin = await startMeasuredPlugin(engine.address);
    service = engineCalls(plugin.port, "busy");
  });
  afterAll(async () => {
    service?.close();
    await plugin?.stop();
    engine?.close();
    await hosts?.stop();
  });

  it("all succeed, over one connection each", async () => {
    await up("first deployment");
    for (let update = 1; update <= UPDATES; update++) {
      expect(await up(`update ${update}`)).toMatchObject({ status: "active (running)" });
      memory.push(await plugin.memory());
      if (update === WARM_UP) {
        const [traces, descriptors] = [await tracesOn(host), plugin.descriptors()];
        warm = { traces, descriptors, managerDescriptors: await managerDescriptors() };
      }
    }
    const { accepted, dropped } = dialled;
    expect(await dialsOf(host)).toEqual({ accepted: accepted + 1 + UPDATES, dropped });
  });

  it("leave the plugin's memory as it was", async ({ annotate }) => {
    const later = memory.slice(WARM_UP);
    expect(later).toHaveLength(UPDATES - WARM_UP);
    const live = growthPerStep(later.map(({ liveBytes }) => liveBytes));
    const resident = growthPerStep(later.map(({ rssBytes }) => rssBytes));
    const last = memory.at(-1) ?? expect.fail("nothing was measured");
    await annotate(`alive: ${last.liveBytes} bytes, ${Math.round(live)} more with each update`);
    await annotate(`resident: ${last.rssBytes} bytes, ${Math.round(resident)} more with each update`);
    expect(live).toBeLessThan(LIVE_GROWTH_LIMIT_BYTES);
    expect(resident).toBeLessThan(RESIDENT_GROWTH_LIMIT_BYTES);
  });

  it("leave no descriptor and no connection open", async () => {
    await expect.poll(() => plugin.descriptors()).toEqual(warm.descriptors);
    await expect.poll(() => connectionsTo(host.address)).toEqual([]);
  });

  it("let nothing pile up on the host, and keep as many releases as asked", async () => {
    expect(await tracesOn(host)).toEqual(warm.traces);
    const releases = warm.traces.filter((line) => line === "file: /opt/busy/releases/*");
    expect(releases).toHaveLength(1 + HISTORY_LIMIT);
    await expect.poll(managerDescriptors).toBeLessThanOrEqual(warm.managerDescriptors);
  });

  it("are forgotten by a destroy", async () => {
    await service.destroy();
    expect(await tracesOn(host)).toEqual(untouched);
    await expect.poll(() => plugin.descriptors()).toEqual(warm.descriptors);
  });
});
