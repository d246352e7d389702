import fc from "fast-check";
import { describe, it } from "vitest";
import type { Action, Host, RolloutEvent } from "../../../provider/rollout/moves";
import { HOST_OUTCOMES } from "../../../provider/rollout/outcome";
import type { Rollout } from "../../../provider/rollout/rollout";
import { type Play, type Played, play } from "../../../tools/simulate/play";
import { anyPlay } from "./arbitraryFleet";

const RUNS = { numRuns: 500 };
type Step = RolloutEvent | Action;

/** Plays any rollout, and has `judge` look at each step and at the end; false or a throw is a counterexample. */
function always(
  judge: (given: Omit<Play, "onStep">) => {
    step?(step: Step, rollout: Rollout): boolean;
    end?(played: Played): boolean;
  },
) {
  fc.assert(
    fc.property(anyPlay, (given) => {
      const { step, end } = judge(given);
      let held = true;
      const played = play({
        ...given,
        onStep(_, each, rollout) {
          if (step && !step(each, rollout)) held = false;
        },
      });
      return held && (end?.(played) ?? true);
    }),
    RUNS,
  );
}

/** Updates and reverts that were begun and have not ended. */
function underWay() {
  const hosts = new Set<Host>();
  return {
    hosts,
    hear(step: Step) {
      if (step.kind === "update" || step.kind === "revert") hosts.add(step.host);
      if (["healthy", "failed", "reverted", "revert-failed"].includes(step.kind) && "host" in step)
        hosts.delete(step.host);
    },
  };
}

const isFailure = (step: Step) =>
  step.kind === "barred" || (step.kind === "failed" && step.how !== "cancelled");

describe("any rollout", () => {
  it("has never more hosts under way than maxParallel", () => {
    always(({ settings }) => {
      const { hosts, hear } = underWay();
      return {
        step(step) {
          hear(step);
          return hosts.size <= settings.maxParallel;
        },
      };
    });
  });

  it("touches no host before all of them have been looked at", () => {
    always(({ hosts }) => {
      const unseen = new Set(hosts.flatMap(({ isCurrent }, host) => (isCurrent ? [] : [host])));
      return {
        step(step) {
          if (step.kind === "cleared" || step.kind === "barred") unseen.delete(step.host);
          return step.kind !== "update" || unseen.size === 0;
        },
      };
    });
  });

  it("touches no host that preflight had something against, none that is there already, and none twice", () => {
    always(({ hosts }) => {
      const touched = new Set<Host>();
      return {
        step(step) {
          if (step.kind !== "update") return true;
          const host = hosts[step.host];
          const isFirst = !touched.has(step.host);
          touched.add(step.host);
          return isFirst && host?.preflight === "cleared" && !host.isCurrent;
        },
      };
    });
  });

  it("touches none at all when two names are one machine, whatever the budget", () => {
    always(({ hosts }) => {
      const isBarred = hosts.some(({ preflight, isCurrent }) => preflight === "same-machine" && !isCurrent);
      return { step: (step) => !isBarred || (step.kind !== "update" && step.kind !== "revert") };
    });
  });

  it("begins no batch before its canaries are healthy", () => {
    always(({ settings, hosts }) => {
      let healthy = hosts.filter(({ isCurrent }) => isCurrent).length;
      return {
        step(step, rollout) {
          if (step.kind === "healthy") healthy++;
          const isBatch = step.kind === "update" && rollout.roleOf(step.host) === "batch";
          return !isBatch || healthy >= settings.canary;
        },
      };
    });
  });

  it("begins nothing once the budget is spent or a canary failed, so that it is overrun by those under way at most", () => {
    always(({ settings }) => {
      const { hosts, hear } = underWay();
      let failures = 0;
      let atHalt: number | undefined;
      let failedCanary = false;
      return {
        step(step, rollout) {
          if (step.kind === "update" && (failures > settings.maxFailures || failedCanary)) return false;
          if (isFailure(step)) failures++;
          if (step.kind === "failed" && (step.how === "failed" || step.how === "broken"))
            failedCanary ||= rollout.roleOf(step.host) === "canary";
          if (failures > settings.maxFailures && step.kind === "failed") atHalt ??= failures + hosts.size - 1;
          hear(step);
          return atHalt === undefined || failures <= atHalt;
        },
      };
    });
  });

  it("ends, with exactly one final state for each host", () => {
    always(({ hosts }) => {
      const final = new Map<Host, string>();
      return {
        step(step, rollout) {
          for (const host of hosts.keys()) {
            const outcome = rollout.outcomeOf(host);
            const before = final.get(host);
            if (outcome !== undefined) final.set(host, outcome);
            // What was touched may still go back; everything else has said its last word.
            if (before !== undefined && before !== outcome && !["updated", "broken"].includes(before))
              return false;
          }
          return step.kind !== "end" || rollout.deadlineMs === undefined;
        },
        end: ({ rollout }) =>
          [...hosts.keys()].every((host) =>
            HOST_OUTCOMES.some((outcome) => outcome === rollout.outcomeOf(host)),
          ),
      };
    });
  });

  it("says succeeded only when every host runs the release", () => {
    always(() => ({
      end({ rollout, verdict }) {
        const { ready, hosts } = rollout.standing;
        return (verdict.kind === "succeeded") === (ready === hosts);
      },
    }));
  });

  it("takes every touched host back when the fleet is to go back, or says which it couldn't", () => {
    always(({ settings, hosts, cancelAtMs }) => ({
      end({ rollout, verdict }) {
        const isToGoBack =
          settings.autoRevert === "fleet" && verdict.kind === "halted" && verdict.because !== "cancelled";
        return [...hosts.entries()].every(([host, does]) => {
          const outcome = rollout.outcomeOf(host);
          if (!isToGoBack) return outcome !== "reverted" && outcome !== "revert-failed";
          if (outcome === "reverted") return does.revert === "reverted";
          if (outcome === "revert-failed") return does.revert === "revert-failed" || cancelAtMs !== undefined;
          return outcome !== "updated" && outcome !== "broken";
        });
      },
    }));
  });

  it("tells a host to stop once at most, and only one that is under way", () => {
    always(() => {
      const { hosts, hear } = underWay();
      const stopped = new Set<Host>();
      return {
        step(step) {
          hear(step);
          if (step.kind !== "stop") return true;
          const isFirst = !stopped.has(step.host);
          stopped.add(step.host);
          return isFirst && hosts.has(step.host);
        },
      };
    });
  });

  it("goes the same way each time it is played", () => {
    fc.assert(
      fc.property(anyPlay, (given) => {
        const told = () => {
          const steps: unknown[] = [];
          play({ ...given, onStep: (atMs, step) => void steps.push([atMs, step]) });
          return JSON.stringify(steps);
        };
        const first = told();
        return told() === first;
      }),
      { numRuns: 200 },
    );
  });
});
