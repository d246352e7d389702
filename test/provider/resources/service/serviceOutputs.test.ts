import { describe, expect, it } from "vitest";
import type { Report } from "../../../../provider/host/transaction";
import { EMPTY_TRANSCRIPT, type Transcript } from "../../../../provider/host/transcript";
import {
  foreseenOutputs,
  outputsOf,
  plannedOutputs,
  plannedUpdateOutputs,
} from "../../../../provider/resources/service/serviceOutputs";
import { Unknown, type ValueMap } from "../../../../provider/resources/value";

const running = {
  ActiveState: "active",
  SubState: "running",
  InactiveExitTimestampMonotonic: "1000000",
  ActiveEnterTimestampMonotonic: "11040000",
  ActiveEnterTimestamp: "Sun 2026-11-22 09:14:03 UTC",
  InvocationID: "4a1c",
  release: "0d8be4486f25911e004b",
};

function reported(transcript: Partial<Transcript>): Report {
  return {
    endpoint: "deploy@h:22",
    hostKey: "ssh-ed25519 AAAA",
    transcript: { ...EMPTY_TRANSCRIPT, host: { systemd: "252", machine: "c0ffee" }, ...transcript },
  };
}

function outputs(transcript: Partial<Transcript>): ValueMap {
  return outputsOf(reported(transcript), "myapp.service");
}

describe("the outputs of a service", () => {
  it("tell what runs", () => {
    expect(outputs({ now: running, plan: { action: "restart", why: "the release changed" } })).toEqual({
      status: "active (running)",
      readyAfter: 10.04,
      activeSince: "Sun 2026-11-22 09:14:03 UTC",
      invocationId: "4a1c",
      releaseDigest: "0d8be4486f25911e004b",
      unitPath: "/etc/systemd/system/myapp.service",
      systemdVersion: "252",
      machineId: "c0ffee",
      hostKey: "ssh-ed25519 AAAA",
      changes: ["restart: the release changed"],
    });
  });

  it("of a service that is down have no readyAfter: an earlier run's would be a lie", () => {
    const down = outputs({ now: { ...running, ActiveState: "failed", SubState: "failed" } });
    expect(down).toMatchObject({ status: "failed (failed)", activeSince: "" });
    expect(down).not.toHaveProperty("readyAfter");
  });

  it("of a host that said nothing are all there, and claim nothing", () => {
    expect(outputs({ host: {} })).toEqual({
      status: "unknown",
      activeSince: "",
      invocationId: "",
      releaseDigest: "",
      unitPath: "/etc/systemd/system/myapp.service",
      systemdVersion: "",
      machineId: "",
      hostKey: "ssh-ed25519 AAAA",
      changes: [],
    });
  });

  it.each<[string, Partial<Transcript>, string[]]>([
    ["nothing, when nothing was done", { plan: { action: "none", why: "it runs already" } }, []],
    [
      "what was moved out of the way",
      { plan: { action: "restart", why: "drop-ins" }, asides: ["/a is now /b"] },
      ["restart: drop-ins", "set aside: /a is now /b"],
    ],
    ["an action without a reason", { plan: { action: "start", why: "" } }, ["start"]],
    [
      "an adoption, though nothing else was done",
      { plan: { action: "none", why: "it runs already" }, now: { ...running, adopted: "5f2c" } },
      ["adopt: this very resource deployed the service here before"],
    ],
  ])("name as changes %s", (_, transcript, changes) => {
    expect(outputs(transcript).changes).toEqual(changes);
  });
});

describe("the outputs in a preview that the host has answered", () => {
  const foreseen = (digest: string, transcript: Partial<Transcript>) =>
    foreseenOutputs(reported({ now: running, ...transcript }), digest, "myapp.service");
  const restart = { plan: { action: "restart", why: "" } };

  it("are those of now, where what runs is not touched", () => {
    expect(foreseen(running.release, { plan: { action: "none", why: "" } })).toEqual(
      outputs({ now: running }),
    );
  });

  it("are unknown where another run of the service brings them", () => {
    expect(foreseen(running.release, restart)).toEqual({
      ...outputs({ now: running }),
      status: Unknown.value,
      readyAfter: Unknown.value,
      activeSince: Unknown.value,
      invocationId: Unknown.value,
      changes: Unknown.value,
    });
    expect(foreseen("another", restart)).toMatchObject({
      releaseDigest: Unknown.value,
      systemdVersion: "252",
      machineId: "c0ffee",
      hostKey: "ssh-ed25519 AAAA",
    });
  });

  it("don't guess the name under which something is set aside", () => {
    const effects = [{ kind: "aside", text: "/etc/x" }];
    expect(foreseen(running.release, { plan: { action: "none", why: "" }, effects })).toMatchObject({
      status: "active (running)",
      changes: Unknown.value,
    });
  });

  it("are left to others where the host is against it, or made no plan", () => {
    const findings = [{ code: "masked", keys: {}, text: "" }];
    expect(foreseen("another", { ...restart, findings })).toBeUndefined();
    expect(foreseen("another", {})).toBeUndefined();
  });
});

describe("the outputs in a preview that asked nobody", () => {
  it("of a create are unknown, but for the place of the unit", () => {
    const { unitPath, ...others } = plannedOutputs("myapp.service");
    expect(unitPath).toBe("/etc/systemd/system/myapp.service");
    expect(Object.keys(others).sort()).toEqual(
      Object.keys(outputs({ now: running }))
        .filter((name) => name !== "unitPath")
        .sort(),
    );
    expect(new Set(Object.values(others))).toEqual(new Set([Unknown.value]));
  });

  it("of an update that restarts nothing stay, without the drift that it repairs", () => {
    const old = outputs({ now: running });
    expect(
      plannedUpdateOutputs(
        { ...old, drift: ["The link is gone."], toSetAside: ["/x"] },
        "myapp.service",
        false,
      ),
    ).toEqual(old);
  });

  it("of an update that restarts are unknown, but for the host's own", () => {
    expect(plannedUpdateOutputs(outputs({ now: running }), "myapp.service", true)).toMatchObject({
      status: Unknown.value,
      readyAfter: Unknown.value,
      releaseDigest: Unknown.value,
      systemdVersion: "252",
      machineId: "c0ffee",
      hostKey: "ssh-ed25519 AAAA",
    });
  });

  it("of an update after a create that told nothing are unknown throughout", () => {
    expect(plannedUpdateOutputs({ status: "unknown" }, "myapp.service", true)).toMatchObject({
      systemdVersion: Unknown.value,
      hostKey: Unknown.value,
    });
  });
});
