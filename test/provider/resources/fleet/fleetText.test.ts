import { describe, expect, it } from "vitest";
import { notDepartedText } from "../../../../provider/resources/fleet/depart";
import { hostLine, table, unfinishedText } from "../../../../provider/resources/fleet/fleetText";
import { newRecord, withOutcome } from "../../../../provider/resources/fleet/hostRecord";
import type { Departure, Place } from "../../../../provider/resources/fleet/place";
import type { HostOutcome } from "../../../../provider/rollout/outcome";
import type { RolloutSettings } from "../../../../provider/rollout/settings";

const DIAGNOSIS =
  "myapp.service on 203.0.113.2 exited with status 1 before it sent READY=1.\n\n  meaning  It crashed.";

function place(name: string, address: string, outcome: HostOutcome, failure?: string): Place {
  const running = { status: "active (running)", readyAfter: 10.04, releaseDigest: "3b1fc2d4e5f60718293a" };
  const record = { ...newRecord(address), ...(outcome === "not-started" ? {} : running) };
  return {
    name,
    address,
    member: {},
    former: undefined,
    why: "is new",
    before: record,
    record: withOutcome(record, outcome, failure),
    ...(failure !== undefined && { failure }),
  };
}
const PLACES = [
  place("web1", "203.0.113.1", "updated"),
  place("web2", "203.0.113.2", "failed", DIAGNOSIS),
  place("web10", "203.0.113.10", "not-started"),
];
const RULES = { maxFailures: 0 } as RolloutSettings;

describe("a rollout that did not get everywhere", () => {
  it("says why, which host runs what, what went wrong there, and what to do", () => {
    expect(unfinishedText("myapp.service", { kind: "halted", because: "budget" }, PLACES, RULES)).toBe(
      `myapp.service: the rollout halted, since 1 of 3 hosts failed and 0 may (rollout.maxFailures); 1 of 3 hosts run the new release

  web1   203.0.113.1   updated      3b1fc2d4e5f6 active (running), READY=1 after 10.0s
  web2   203.0.113.2   failed       3b1fc2d4e5f6 active (running), READY=1 after 10.0s
  web10  203.0.113.10  not-started  nothing of ours

  myapp.service on 203.0.113.2 exited with status 1 before it sent READY=1.

    meaning  It crashed.

  to do    Correct what stands in the way and run \`pulumi up\` again: it works on the hosts that are not there yet, and on no others.`,
    );
  });

  it.each([
    [{ kind: "paused" }, "the canaries are healthy, and the rollout pauses"],
    [{ kind: "incomplete" }, "1 of 3 hosts failed, within the budget of 0"],
    [
      { kind: "halted", because: "same-machine" },
      "no host was touched, since two of them are the same machine",
    ],
    [{ kind: "halted", because: "canary" }, "since a canary failed"],
    [{ kind: "halted", because: "progress-deadline" }, "no host became healthy for too long"],
    [{ kind: "halted", because: "cancelled" }, "the rollout was cancelled"],
  ] as const)("%o", (verdict, words) => {
    expect(unfinishedText("myapp.service", verdict, PLACES, RULES)).toContain(words);
  });

  it("tells the hosts of a large fleet that are not there, and the others as a number", () => {
    const many = Array.from({ length: 200 }, (_, host) =>
      place(
        `web${host}`,
        `203.0.113.${host}`,
        host === 7 ? "unreachable" : "updated",
        host === 7 ? "no answer" : undefined,
      ),
    );
    expect(table(many).split("\n")).toEqual([
      expect.stringMatching(/^ {2}web7 {2}203\.0\.113\.7 {2}unreachable /),
      "  … and 199 hosts that run it",
    ]);
  });
});

describe("a line for a host", () => {
  it("says what runs, or why not", () => {
    expect(PLACES.slice(0, 2).map((each) => hostLine(each, each.record.outcome as HostOutcome))).toEqual([
      "web1 (203.0.113.1) updated: 3b1fc2d4e5f6 active (running), READY=1 after 10.0s",
      "web2 (203.0.113.2) failed, and runs what it ran before: myapp.service on 203.0.113.2 exited with status 1 before it sent READY=1.",
    ]);
  });
});

describe("a host that left the fleet and can't be reached", () => {
  it("comes with the words that forget it", () => {
    const departure = { name: "web7", address: "203.0.113.7" } as Departure;
    const text = notDepartedText("myapp.service", [{ departure, reason: "no answer within 5 s" }]);
    expect(text).toContain("  web7 (203.0.113.7): no answer within 5 s");
    expect(text).toContain('`retire: ["web7"]` and `pulumi up`');
  });
});
