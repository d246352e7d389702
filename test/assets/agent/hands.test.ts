import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sandbox } from "./sandbox";
import { runWith, SHELL_NAMES } from "./shells";

describe.each(SHELL_NAMES)("in %s, a deployment that replaces what was put back by hand", (shell) => {
  /** Whose releases these deployments say that they replace: each is `WHO:RELEASE`, one after the other on one host. */
  const replaced = (deployments: string, record = "") => {
    const work = sandbox();
    writeFileSync(join(work, "state"), record);
    const script = `STATE=${work}/state STEP=commit
    for deployment in ${deployments}; do
      read_state
      BY_HAND=\${deployment%:*} DIGEST=\${deployment#*:} LEAVING=''
      [ -z "$BY_HAND" ] || LEAVING=$STATE_CURRENT
      mind_hands
      release_in_place
      write_state committed ''
    done`;
    const variables = { TOKEN: "t", URN: "urn", TX: "tx", UNIT: "app.service", UNIT_FILE: "u", COMMAND: "c" };
    const said = runWith(shell, ["base/events", "record/state", "plan/mindHands"], script, variables);
    return [...said.matchAll(/release (\w+) was put back by hand by (\w+)/g)].map(
      ([, release, who]) => `${who}:${release}`,
    );
  };

  it.each([
    ["says so", ":one :two alice:one :three", ["alice:one"]],
    ["and is that very release does not", ":one :two alice:one :one :two", []],
    ["which is what Pulumi had deployed does not", ":one :two alice:one alice:two :three", []],
    ["once more after it was put forth says so", ":one :two alice:one alice:two bob:one :three", ["bob:one"]],
  ])("%s", (_, deployments, expected) => {
    expect(replaced(deployments)).toEqual(expected);
  });

  it("knows what Pulumi had deployed where an earlier version of the agent wrote the record", () => {
    const record = "owner=t\ncurrent=two\nby_hand=\nprevious=one\n";
    expect(replaced("alice:one alice:two :three", record)).toEqual([]);
    expect(replaced("alice:one :three", record)).toEqual(["alice:one"]);
  });

  it("says so where a hand had been there before", () => {
    const record = "owner=t\ncurrent=one\nby_hand=alice\nprevious=two\n";
    expect(replaced("alice:two :three", record)).toEqual(["alice:two"]);
  });
});
