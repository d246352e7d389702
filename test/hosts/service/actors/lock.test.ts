import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../../tools/hosts/testHost";
import { poll } from "../../../../tools/process/poll";
import { AgentOnHost, type AgentRun } from "../../agent/agentOnHost";
import { daemon } from "../../agent/daemons";
import { digestOf } from "../../agent/handMadePayload";
import { settled } from "../../agent/leftovers";

const RUN = "/run/pulumi-systemd/myapp";
const LOCK = "pulumi-systemd-myapp.service";

let hosts: TestHosts;
let host: TestHost;
let app: AgentOnHost;
let version = 0;
const next = () => daemon(`${++version}`, { seconds: 0.1 });
const sh = async (command: string) => (await host.run(command)).stdout.trim();
const soon = { waitingFor: "", deadlineMs: 30_000, intervalMs: 100 };
const until = (waitingFor: string, holds: () => Promise<boolean>) =>
  poll(async () => (await holds()) || undefined, { ...soon, waitingFor });

beforeAll(async () => {
  hosts = await startHosts();
  [host] = hosts.hosts as [TestHost];
  app = new AgentOnHost(host, "myapp", { MIN_HEALTHY_S: "0" });
  await app.apply(next());
});
afterAll(() => hosts?.stop());
afterEach(() => settled(host, "myapp"));

/** A transaction that holds the lock until it is let go. */
async function holding(transaction: string) {
  let said = () => {};
  const isHeld = new Promise<void>((resolve) => {
    said = resolve;
  });
  const run = app.apply(next(), { TX: transaction, PAUSE_AT: "judge" }, ({ name, keys }) => {
    if (name === "step" && keys.name === "judge") said();
  });
  await isHeld;
  return { run, letGo: () => sh(`touch ${RUN}/${transaction}/go`) };
}

/** Starts to wait for the lock; `isWaiting` when it has said for whom. */
function waiting(request: Record<string, string>, who = app) {
  let said = () => {};
  const isWaiting = new Promise<void>((resolve) => {
    said = resolve;
  });
  const run = who.apply(next(), request, ({ name }) => name === "lock" && said());
  return { run, isWaiting };
}

const endOf = async (run: Promise<AgentRun>) => (await run).transcript.end;
/** The brackets keep pgrep from finding itself. */
const waiters = () => sh("pgrep -f 'pulumi-systemd[.]' | wc -l");

describe.sequential("the lock of a unit", () => {
  it("makes one transaction wait for the other, and says for which resource and since when", async () => {
    const first = await holding("first");
    const second = waiting({ TX: "second" });
    await second.isWaiting;
    await first.letGo();
    expect(await endOf(first.run)).toMatchObject({ outcome: "committed" });
    const { events, transcript } = await second.run;
    const said = events.find(({ name }) => name === "lock");
    expect(said?.text).toBe("transaction first of urn:pulumi:test::agent::systemd:index:Service::myapp");
    expect(Number(said?.keys.age_s)).toBeLessThan(60);
    expect(events.filter(({ name }) => name === "turn").length).toBeGreaterThan(0);
    expect(transcript.end).toMatchObject({ outcome: "committed" });
  });

  it("is not waited for by who was cancelled", async () => {
    const first = await holding("kept");
    const before = await waiters();
    const second = waiting({ TX: "given-up" });
    await second.isWaiting;
    await app.run("cancel", { TX: "given-up" });
    expect(await endOf(second.run)).toMatchObject({ outcome: "busy", code: "cancelled" });
    expect([await sh(`ls -d ${RUN}/given-up 2>/dev/null`), await waiters()]).toEqual(["", before]);
    await first.letGo();
    await first.run;
  });

  it("is not given to who isn't there any more: nothing begins that was reported as not begun", async () => {
    const first = await holding("long");
    const ghost = new AgentOnHost(host, "myapp", { TOKEN: app.token });
    ghost.answersTurns = false;
    const lost = waiting({ TX: "ghost" }, ghost);
    await lost.isWaiting;
    await first.letGo();
    const { transcript } = await first.run;
    expect(await endOf(lost.run)).toMatchObject({ outcome: "busy", code: "lost" });
    expect(await sh(`ls -d ${RUN}/ghost 2>/dev/null`)).toBe("");
    expect((await app.run("observe")).transcript.now.release).toBe(transcript.now.release);
  });

  it("is waited for by one channel of a transaction: a new one takes the place of the lost one", async () => {
    const first = await holding("slow");
    const lost = waiting({ TX: "again" });
    await lost.isWaiting;
    const resumed = waiting({ TX: "again" });
    await resumed.isWaiting;
    expect(await endOf(lost.run)).toBeUndefined();
    await first.letGo();
    expect(await endOf(resumed.run)).toMatchObject({ outcome: "committed" });
  });

  it("leads back to a transaction that began while its channel was lost", async () => {
    const release = next();
    const first = await app.apply(release, { TX: "begun" });
    const again = await app.apply(release, { TX: "begun" });
    expect(again.transcript.end).toEqual(first.transcript.end);
    expect(again.events.filter(({ name }) => name === "plan")).toHaveLength(1);
  });

  it("has one owner: two first deployments at once are one deployment and a refusal that names the other", async () => {
    const other = new AgentOnHost(host, "shared", {
      URN: "urn:pulumi:prod::other::systemd:index:Service::shared",
    });
    const mine = new AgentOnHost(host, "shared");
    let detached = () => {};
    const isDetached = new Promise<void>((resolve) => {
      detached = resolve;
    });
    const first = other.apply(next(), { TX: "theirs", PAUSE_AT: "stage" }, ({ name, keys }) => {
      if (name === "step" && keys.name === "stage") detached();
    });
    await isDetached;
    const second = mine.apply(next(), {}, ({ name }) => {
      if (name === "lock") void sh("touch /run/pulumi-systemd/shared/theirs/go");
    });
    expect(await endOf(first)).toMatchObject({ outcome: "committed" });
    const { transcript } = await second;
    expect(transcript.end).toMatchObject({ outcome: "refused" });
    expect(transcript.findings).toMatchObject([
      { code: "owner-conflict", text: expect.stringContaining("urn:pulumi:prod::other::") },
    ]);
    expect((await mine.show("StatusText")).StatusText).toMatch(/^serving/);
    await settled(host, "shared");
    await other.run("remove");
  });

  it("is followed by as many as like", async () => {
    const first = await holding("watched");
    const readers = [app.run("follow", { TX: "watched" }), app.run("follow", { TX: "watched" })];
    await first.letGo();
    const ends = await Promise.all([first.run, ...readers].map(endOf));
    expect(new Set(ends.map((end) => JSON.stringify(end))).size).toBe(1);
    expect(ends[0]).toMatchObject({ outcome: "committed" });
  });

  it.each([
    ["its agent is killed with all its processes", `systemctl kill --kill-who=all -s KILL ${LOCK}`],
    [
      "its agent is killed, and its recovery too",
      `systemctl kill --kill-who=all -s KILL ${LOCK}; sleep 0.3; systemctl kill --kill-who=all -s KILL ${LOCK}`,
    ],
  ])("ends with its owner: %s", async (_, kill) => {
    const first = await holding("killed");
    await sh(kill);
    await first.run;
    await until("the lock to be free", async () => (await sh(`systemctl is-active ${LOCK}`)) === "inactive");
    const release = next();
    const { transcript } = await app.apply(release);
    expect(transcript.end).toMatchObject({ outcome: "committed" });
    expect(transcript.now.release).toBe(digestOf(release));
  });

  it("ends with its host", async () => {
    const first = await holding("rebooted");
    await host.reboot("hard");
    await first.run.catch(() => undefined);
    expect((await app.apply(next())).transcript.end).toMatchObject({ outcome: "committed" });
  });
});
