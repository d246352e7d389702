import { describe, expect, it } from "vitest";
import { nextSteps } from "../../../../provider/rollout/report/nextStep";
import { failed, host, timeline } from "./timelines";

const LEFT = [failed("b", "exited."), host("c", { outcome: "not-started" })];

describe("what to do now", () => {
  it("is nothing after a success", () => {
    expect(nextSteps(timeline({ hosts: [host("a")] }))).toEqual([]);
  });

  it.each([
    [
      { kind: "incomplete" },
      /^Correct what the failures below name; `pulumi up` then works only on the 2 hosts/,
    ],
    [{ kind: "paused" }, /the next `pulumi up` goes on with the 2 hosts that are not there yet\.$/],
    [
      { kind: "halted", because: "canary" },
      /^Correct what the failures below name, in the program or on the hosts;/,
    ],
    [
      { kind: "halted", because: "budget" },
      /^Correct what the failures below name, in the program or on the hosts;/,
    ],
    [
      { kind: "halted", because: "progress-deadline" },
      /^See below what the hosts were busy with when time ran out; the next `pulumi up`/,
    ],
    [{ kind: "halted", because: "cancelled" }, /^The next `pulumi up` works only on the 2 hosts/],
  ] as const)("after %j", (verdict, words) => {
    expect(nextSteps(timeline({ verdict, hosts: [host("a"), ...LEFT] })).join(" ")).toMatch(words);
  });

  it("is first to look where nothing is known to run well", () => {
    const broken = Array.from({ length: 7 }, (_, at) =>
      failed(`web-${at}`, "exited.", { outcome: "broken" }),
    );
    const [first] = nextSteps(timeline({ verdict: { kind: "incomplete" }, hosts: broken }));
    expect(first).toBe(
      "Look at web-0, web-1, web-2, web-3, web-4 and 2 more first: `systemctl status myapp.service` there says what runs.",
    );
  });

  it("speaks of one host as of one", () => {
    const hosts = [host("a"), failed("b", "exited.")];
    expect(nextSteps(timeline({ verdict: { kind: "incomplete" }, hosts }))).toEqual([
      "Correct what the failures below name; `pulumi up` then works only on the host that is not there yet.",
    ]);
  });
});
