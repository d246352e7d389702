import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sandbox } from "./sandbox";
import { runWith, SHELL_NAMES } from "./shells";

const USED = 'echo "$UNIT_TYPE|$READY_TIMEOUT_S|$MIN_HEALTHY_S|$WATCHDOG_PING"';

describe.each(SHELL_NAMES)("the criteria of a release, in %s", (shell) => {
  const use = (criteria: string) => {
    const releases = sandbox();
    mkdirSync(join(releases, "d1"));
    writeFileSync(join(releases, "d1/criteria"), criteria);
    const variables = { RELEASES: releases, READY_TIMEOUT_S: "120", MIN_HEALTHY_S: "10", UNIT_TYPE: "exec" };
    return runWith(shell, ["record/criteria"], `use_criteria_of d1; ${USED}`, variables).trim();
  };

  it("are those that were kept", () => {
    const release = sandbox();
    const variables = {
      RUN: release,
      RELEASE: join(release, "d1"),
      RELEASES: release,
      UNIT_TYPE: "notify-reload",
      READY_TIMEOUT_S: "90",
      MIN_HEALTHY_S: "0",
      WATCHDOG_PING: "1",
    };
    mkdirSync(variables.RELEASE);
    const script = `point() { :; }; keep_criteria; UNIT_TYPE=x READY_TIMEOUT_S=x MIN_HEALTHY_S=x; use_criteria_of d1; ${USED}`;
    expect(runWith(shell, ["record/criteria"], script, variables)).toBe("notify-reload|90|0|1\n");
  });

  it("of version 0.1.0 are understood", () => {
    const kept = "UNIT_TYPE='notify'\nREADY_TIMEOUT_S='60'\nMIN_HEALTHY_S='5'\nWATCHDOG_PING=''\n";
    expect(use(kept)).toBe("notify|60|5|");
  });

  it("are never run, whoever wrote them", () => {
    const witness = join(sandbox(), "witness");
    const run = `$(touch ${witness})`;
    const hostile = [
      `UNIT_TYPE='x'; touch ${witness}`,
      `READY_TIMEOUT_S=a[${run}]`,
      `MIN_HEALTHY_S=${run}`,
      `WATCHDOG_PING=${run}`,
      `touch ${witness}`,
      "PATH=/tmp",
    ];
    expect(use(hostile.join("\n"))).toBe("|120|10|");
    expect(existsSync(witness)).toBe(false);
  });
});
