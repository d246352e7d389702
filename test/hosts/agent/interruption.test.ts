import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { poll } from "../../../tools/process/poll";
import { AgentOnHost, type AgentRun } from "./agentOnHost";
import { brokenDaemon, daemon } from "./daemons";
import { digestOf, type HandMadeRelease } from "./handMadePayload";
import { settled, traces } from "./leftovers";

let hosts: TestHosts;
let host: TestHost;
let app: AgentOnHost;
beforeAll(async () => {
  hosts = await startHosts();
  [host] = hosts.hosts as [TestHost];
  app = new AgentOnHost(host, "myapp");
});
afterAll(() => hosts?.stop());

const GOOD = daemon("good");
const NEXT = daemon("next");

beforeEach(async () => {
  const { transcript } = await app.apply(GOOD);
  expect(["committed", "unchanged"]).toContain(transcript.end?.outcome);
  await settled(host, "myapp");
});

/** Lets a transaction come to `place`, where it waits, and does something there. */
async function at(
  place: string,
  release: HandMadeRelease,
  act: (transaction: string) => Promise<unknown>,
): Promise<AgentRun> {
  const transaction = `at-${place.replace(":", "-")}-${Date.now()}`;
  let acted: Promise<unknown> | undefined;
  const run = await app.apply(release, { TX: transaction, PAUSE_AT: place }, ({ name, keys }) => {
    if (name === "paused" && keys.at === place) acted ??= act(transaction);
  });
  await acted;
  return run;
}

async function goOn(transaction: string): Promise<void> {
  await host.run(`touch /run/pulumi-systemd/myapp/${transaction}/go`);
}

/** Ends what the channel runs, as a broken connection does in the end. */
const loseChannel = (transaction: string) =>
  host.run(`kill -9 $(cat /run/pulumi-systemd/myapp/${transaction}/foreground)`);

const killAgent = (name = "myapp") =>
  host.run(`systemctl kill --kill-who=main -s KILL pulumi-systemd-${name}.service`);

async function expectGoodIsBack(): Promise<void> {
  expect(await app.show("ActiveState", "StatusText", "FragmentPath")).toEqual({
    ActiveState: "active",
    StatusText: "serving good",
    FragmentPath: "/etc/systemd/system/myapp.service",
  });
}

describe("an agent that is killed", () => {
  it.each(["stage", "verify", "trial", "judge"])("at %s leaves the old version running", async (step) => {
    const { transcript } = await at(step, NEXT, () => killAgent());
    expect(transcript.end).toMatchObject({ outcome: "interrupted", step });
    expect(transcript.now).toMatchObject({ release: digestOf(GOOD), ActiveState: "active" });
    await settled(host, "myapp");
    await expectGoodIsBack();
    expect((await app.apply(NEXT)).transcript.end?.outcome).toBe("committed");
  });

  it.each(["commit", "commit:text", "commit:criteria-written", "commit:room"])(
    "at %s, before the unit file is renamed, leaves the old version running and nothing half written",
    async (place) => {
      const { transcript } = await at(place, NEXT, () => killAgent());
      expect(transcript.end).toMatchObject({ outcome: "interrupted", step: "commit" });
      await settled(host, "myapp");
      await expectGoodIsBack();
      const halfWritten = "find /opt/myapp /etc/systemd/system -name '*.new' -o -name '*.pulumi-systemd'";
      expect((await host.run(halfWritten)).stdout).toBe("");
    },
  );

  it("after the unit file was renamed has committed", async () => {
    const { transcript } = await at("commit", NEXT, async (transaction) => {
      await host.run(
        `cp /run/pulumi-systemd/myapp/${transaction}/unit /etc/systemd/system/.x && mv /etc/systemd/system/.x /etc/systemd/system/myapp.service`,
      );
      await killAgent();
    });
    expect(transcript.end?.outcome).toBe("committed");
    expect(transcript.now).toMatchObject({ release: digestOf(NEXT), previous: digestOf(GOOD) });
    await settled(host, "myapp");
    expect(await app.show("StatusText", "NeedDaemonReload", "FragmentPath")).toEqual({
      StatusText: "serving next",
      NeedDaemonReload: "no",
      FragmentPath: "/etc/systemd/system/myapp.service",
    });
  });

  it("at prune has committed", async () => {
    const { transcript } = await at("prune", NEXT, async () => undefined);
    expect(transcript.end?.outcome).toBe("committed");
    await killAgent();
    await settled(host, "myapp");
    expect(await app.show("StatusText", "NeedDaemonReload")).toEqual({
      StatusText: "serving next",
      NeedDaemonReload: "no",
    });
  });

  it("in a first deployment leaves the host as it was", async () => {
    const first = new AgentOnHost(host, "first");
    let killed: Promise<unknown> | undefined;
    const { transcript } = await first.apply(NEXT, { PAUSE_AT: "judge" }, ({ name, keys }) => {
      if (name === "step" && keys.name === "judge") killed ??= killAgent("first");
    });
    await killed;
    expect(transcript.end?.outcome).toBe("interrupted");
    expect(transcript.now).toMatchObject({ LoadState: "not-found", owner: "" });
    await settled(host, "first");
    expect((await traces(host, "first")).replace("/run/pulumi-systemd/first", "")).toBe("");
  });
});

describe("a host that goes down during the trial", () => {
  it.each(["hard", "orderly"] as const)(
    "(%s) boots the old version, and the next apply goes green",
    async (how) => {
      const transaction = `reboot-${how}`;
      const slow = daemon("next", { seconds: 30 });
      let rebooted: Promise<void> | undefined;
      await app.apply(slow, { TX: transaction, READY_TIMEOUT_S: "60" }, ({ name, text }) => {
        if (name !== "status" || text !== "warming up next" || rebooted) return;
        rebooted = loseChannel(transaction).then(() => host.reboot(how));
      });
      await rebooted;
      await poll(async () => ((await app.show("ActiveState")).ActiveState === "active" ? true : undefined), {
        waitingFor: "the old version to come up with its host",
        deadlineMs: 20_000,
      });
      await expectGoodIsBack();
      const { transcript } = await app.run("follow", { TX: transaction });
      expect(transcript.end?.outcome).toBe("interrupted");
      expect(transcript.now.release).toBe(digestOf(GOOD));
      expect((await app.apply(NEXT)).transcript.end?.outcome).toBe("committed");
      await settled(host, "myapp");
    },
  );
});

describe("a channel that is lost", () => {
  it("is no end: the same transaction can be followed from its first event", async () => {
    let followed: Promise<AgentRun> | undefined;
    const lost = await at("judge", NEXT, async (transaction) => {
      await loseChannel(transaction);
      followed = app.run("follow", { TX: transaction }, undefined, ({ name, keys }) => {
        if (name === "step" && keys.name === "judge") void goOn(transaction);
      });
    });
    expect(lost.transcript.end).toBeUndefined();
    const { events, transcript } = (await followed) ?? lost;
    expect(events.slice(0, 3).map(({ name, keys }) => keys.name ?? name)).toEqual(["host", "stage", "plan"]);
    expect(transcript.end?.outcome).toBe("committed");
    const strays = "no process of the lost channel to be left";
    await poll(
      async () =>
        (await host.run("pgrep -x tail; pgrep -f 'agent/main.[s]h'")).stdout === "" ? true : undefined,
      {
        waitingFor: strays,
        deadlineMs: 6_000,
      },
    );
  });

  it("can be followed when all is over", async () => {
    const transaction = `over-${Date.now()}`;
    const told = await app.apply(NEXT, { TX: transaction });
    await settled(host, "myapp");
    const followed = await app.run("follow", { TX: transaction });
    expect(followed.transcript.end).toEqual(told.transcript.end);
    expect(followed.transcript.now).toEqual(told.transcript.now);
    await host.run("rm -rf /run/pulumi-systemd/myapp");
    const recorded = await app.run("follow", { TX: transaction });
    expect(recorded.transcript.end?.outcome).toBe("committed");
    const unknown = await app.run("follow", { TX: "never-heard-of" });
    expect(unknown.transcript.end).toMatchObject({ outcome: "interrupted", code: "lost" });
    expect(unknown.transcript.now.release).toBe(digestOf(NEXT));
  });
});

describe("two transactions at once", () => {
  it("go one after the other, and the second says whom it waits for", async () => {
    let second: Promise<AgentRun> | undefined;
    const first = await at("judge", NEXT, async (transaction) => {
      second = app.apply(daemon("third"), {}, ({ name }) => {
        if (name === "lock") void goOn(transaction);
      });
    });
    expect(first.transcript.end?.outcome).toBe("committed");
    const waited = await second;
    expect(waited?.events.find(({ name }) => name === "lock")?.text).toContain("at-judge-");
    expect(waited?.transcript.end?.outcome).toBe("committed");
    expect(waited?.transcript.now.StatusText).toBe("serving third");
  });

  it("end in `busy` when the first doesn't make room in time", async () => {
    let second: AgentRun | undefined;
    await at("judge", NEXT, async (transaction) => {
      second = await app.apply(daemon("third"), { LOCK_TIMEOUT_S: "1" });
      await goOn(transaction);
    });
    expect(second?.transcript.end).toMatchObject({
      outcome: "busy",
      text: expect.stringContaining("at-judge-"),
    });
  });
});

describe("a cancelled transaction", () => {
  const cancel = (transaction: string) => app.run("cancel", { TX: transaction });

  it("has touched nothing before the trial", async () => {
    const { transcript } = await at("stage", NEXT, async (transaction) => {
      await cancel(transaction);
      await goOn(transaction);
    });
    expect(transcript.end).toMatchObject({ outcome: "failed", code: "cancelled", step: "stage" });
    await expectGoodIsBack();
  });

  it("rolls back from the trial", async () => {
    const never = brokenDaemon('notify("STATUS=waiting"); time.sleep(60)');
    const { transcript } = await at("judge", never, async (transaction) => {
      await goOn(transaction);
      await cancel(transaction);
    });
    expect(transcript.end).toMatchObject({ outcome: "rolled-back", code: "cancelled", step: "judge" });
    await expectGoodIsBack();
  });
});
