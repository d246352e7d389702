import { describe, expect, it } from "vitest";
import type { Cell } from "../../../tools/matrix/cells";
import {
  complaintsAboutRepetition,
  complaintsAfterFault,
  complaintsAtEnd,
  runningVersion,
} from "../../../tools/matrix/complaints";
import type { HostFacts } from "../../../tools/matrix/hostFacts";
import { wantedBy } from "../../../tools/matrix/program";
import { facts } from "./facts";

const UPDATE = { name: "lasting", old: 6, new: 7 };
const FIRST = { name: "fresh", old: undefined, new: 7 };
const at = (version: number): Partial<HostFacts> => ({
  ...{
    process: version,
    loadedFiles: version,
    loadedUnit: version,
    writtenFiles: version,
    writtenUnit: version,
    wantedBy: wantedBy(version),
  },
});
const nothing = facts({
  ...{ active: "inactive", process: undefined, loadedFiles: undefined, loadedUnit: undefined },
  ...{ writtenFiles: undefined, writtenUnit: undefined, link: undefined, recorded: undefined },
  ...{ wantedBy: [], command: "none" },
});

describe("the version that runs", () => {
  it.each([
    ["the new one", facts(), UPDATE, "new"],
    ["the old one", facts(at(6)), UPDATE, "old"],
    ["a third one", facts(at(5)), UPDATE, undefined],
    ["one that is down", facts({ active: "failed" }), UPDATE, undefined],
    ["old files under the new unit", facts({ loadedFiles: 6 }), UPDATE, undefined],
    ["a process older than what is written", facts({ process: 6 }), UPDATE, undefined],
    ["a trial that was never committed", facts({ writtenFiles: 6, writtenUnit: 6 }), UPDATE, undefined],
    ["none yet", nothing, FIRST, "old"],
    ["none any more", nothing, UPDATE, undefined],
    ["none, and a unit file all the same", { ...nothing, writtenUnit: 7 }, FIRST, undefined],
  ] as const)("%s", (_, seen, versions, expected) => {
    expect(runningVersion(seen, versions)).toBe(expected);
  });
});

describe("complaints", () => {
  const cell: Cell = { fault: "agent-killed", place: "judge", next: "same", first: false };
  const after = (seen: HostFacts, of = cell) =>
    complaintsAfterFault(of, { host: ["old"], up: "red" }, seen, UPDATE);

  it("are none about a host that is as it may be", () => {
    expect(after(facts({ ...at(6), paths: ["/opt/lasting", "/opt/lasting/state"] }))).toEqual([]);
    expect(complaintsAtEnd(facts(), "new", UPDATE)).toEqual([]);
  });

  it.each([
    ["the wrong version", facts(), /^new runs, and old should/],
    [
      "a lock that is still held",
      facts({ ...at(6), transientUnits: ["pulumi-systemd-lasting.service"] }),
      /^transient/,
    ],
    ["a link of the version that failed", facts({ ...at(6), wantedBy: wantedBy(7) }), /^wanted by “again-7/],
    ["a command for nothing", facts({ ...at(6), command: "broken" }), /^the command for people/],
    ["a process that goes on", facts({ ...at(6), agents: ["17 sh main.sh"] }), /^still runs: 17/],
    [
      "a release half made",
      facts({ ...at(6), paths: ["/opt/lasting/.incoming"] }),
      /^left behind: .*incoming$/,
    ],
  ])("right after the fault: %s", (_, seen, complaint) => {
    expect(after(seen)).toEqual([expect.stringMatching(complaint)]);
  });

  it("are none about what a power cut left, as long as nobody has deployed again", () => {
    const seen = facts({ ...at(6), link: 6, recorded: 6, paths: ["/srv/.lasting.pulumi-systemd"] });
    expect(after(seen, { ...cell, fault: "rebooted" })).toEqual([]);
    expect(complaintsAtEnd(seen, "old", UPDATE)).toEqual(["left behind: /srv/.lasting.pulumi-systemd"]);
    expect(complaintsAtEnd(seen, "old", UPDATE, true)).toEqual([]);
  });

  it.each([
    ["a link that lags behind", { link: 6 }],
    ["a record that lags behind", { recorded: 6 }],
    ["a unit that will not come up with its host", { enabled: "disabled" }],
    ["a unit that systemd has to read again", { needsReload: true }],
    ["a target that wants an earlier version", { wantedBy: [...wantedBy(7), "version-6.target"].sort() }],
    ["a target that does not want it", { wantedBy: ["multi-user.target"] }],
    ["a command that leads nowhere", { command: "broken" } as const],
    ["a trial", { fragment: "/run/systemd/system.control/lasting.service" }],
    ["a process that is suspect", { paths: ["/run/pulumi-systemd/lasting/suspect"] }],
  ])("at the end: %s", (_, overrides) => {
    expect(complaintsAtEnd(facts(overrides), "new", UPDATE)).toHaveLength(1);
  });

  it.each([
    ["done once", facts(), 0],
    ["restarted by the next up", facts({ invocation: "another", starts: new Map([[7, 2]]) }), 2],
  ])("about a deployment that was %s", (_, last, count) => {
    expect(complaintsAboutRepetition(facts(), last, UPDATE, true)).toHaveLength(count);
  });
});
