import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sinceVersion } from "../../../provider/systemd/unit/directives/known";
import { describeFinding, lintUnitText } from "../../../provider/systemd/unit/lint";
import { valueObjections } from "../../../provider/systemd/unit/lint/valueObjection";
import { lineObjection } from "../../../provider/systemd/unit/literalText";
import { minimumSystemd } from "../../../provider/systemd/unit/minimumSystemd";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { Release, TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { hostileText } from "../../provider/systemd/unit/validText";
import { complaints } from "./complaints";
import { oddUnit } from "./oddUnits";
import { valuePairs } from "./valueTable";

const VERSIONS: readonly (readonly [Release, number])[] = [
  ["bullseye", 247],
  ["bookworm", 252],
  ["trixie", 257],
];

describe.each(VERSIONS)("%s, systemd %d", (release, version) => {
  let hosts: TestHosts;
  let host: TestHost;

  beforeAll(async () => {
    hosts = await startHosts({ release });
    [host] = hosts.hosts as [TestHost];
  });
  afterAll(() => hosts?.stop());

  it("drops the values that our forms object to, and no others", async () => {
    const pairs = valuePairs().filter(
      ({ section, name }) => (sinceVersion(section as "Unit", name) ?? 0) <= version,
    );
    const units = pairs.map(({ section, name, value }) => `${HEAD}[${section}]\n${name}=${value}\n`);
    const theirs = await complaints(host, units);
    const assignments = pairs.map(({ name, value }) => `${name}=${value}`);
    const dropped = assignments.filter((_, index) => theirs[index]?.length !== 0);
    const objected = assignments.filter((_, index) => {
      const { name = "", value = "" } = pairs[index] ?? {};
      return valueObjections(name, value).length > 0;
    });
    expect(objected).toEqual(dropped);
    expect(dropped.length).toBeGreaterThan(120);
  });

  it("drops no value of any text that our forms let pass", async () => {
    const pair = fc
      .constantFrom(
        ...valuePairs().filter(({ section, name, value }) => isJudged(section, name, value, version)),
      )
      .chain((known) =>
        fc
          .oneof(
            hostileText,
            fc
              .tuple(
                fc.constantFrom("", " ", ",", ":", "=", "%", "%%", "\\", "'", "."),
                fc.oneof(hostileText, fc.constant(known.value)),
              )
              .map(([between, more]) => known.value + between + more),
          )
          .filter((value) => value !== "" && lineObjection(value) === undefined)
          .map((value) => ({ ...known, value })),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { minLength: 150, maxLength: 150 }), async (pairs) => {
        const theirs = await complaints(
          host,
          pairs.map(({ section, name, value }) => `${HEAD}[${section}]\n${name}=${value}\n`),
        );
        const missed = pairs.filter(
          ({ name, value }, index) =>
            theirs[index]?.length !== 0 && valueObjections(name, value).length === 0,
        );
        expect(missed).toEqual([]);
        expect(theirs.filter((numbers) => numbers.length > 0).length).toBeGreaterThan(50);
      }),
      { numRuns: 2, endOnFailure: true, seed: version },
    );
  });

  it("complains about the lines that the linter names, whatever the shape of the file", async () => {
    const units = fc.sample(oddUnit, { numRuns: 120, seed: version });
    const theirs = await complaints(
      host,
      units.map(({ text }) => text),
    );
    const lines = (numbers: readonly number[] = []) => [...new Set(numbers)].sort((a, b) => a - b).join();
    const verdicts = units.map(({ text }, index) => ({
      text,
      theirs: lines(theirs[index]),
      ours: lines(lintUnitText(text).map(({ line }) => line)),
    }));
    expect(verdicts.filter(({ theirs, ours }) => theirs !== ours)).toEqual([]);
    expect(verdicts.filter(({ ours }) => ours !== "").length).toBeGreaterThan(30);
  });

  it("has nothing against the notify services that the host's own packages ship", async () => {
    const { stdout } = await host.run(
      `cd /lib/systemd/system && grep -lE '^Type=notify' *.service | while read -r unit; do
         echo "==> $unit"; cat "$unit"; echo; done`,
    );
    const units = stdout.split(/^==> /m).slice(1);
    const findings = units.flatMap((unit) =>
      lintUnitText(unit.slice(unit.indexOf("\n") + 1)).map(
        (found) => `${unit.split("\n")[0]}: ${describeFinding(found)}`,
      ),
    );
    expect(findings).toEqual([]);
    expect(units.length).toBeGreaterThanOrEqual(5);
  });

  it("knows the specifiers that it needs no newer version for", async () => {
    const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"];
    const units = letters.map((letter) => `${HEAD}SyslogIdentifier=a%${letter}\n`);
    const theirs = await complaints(host, units);
    const ours = units.map((text, index) => {
      const unknown = valueObjections("SyslogIdentifier", `%${letters[index]}`).length > 0;
      return unknown || minimumSystemd(text).version > version;
    });
    expect(letters.filter((_, index) => (theirs[index]?.length ?? 0) > 0)).toEqual(
      letters.filter((_, index) => ours[index]),
    );
  });
});

/** Whether a program exists, and what single system calls are called, is left to the host's own `verify`. */
function isJudged(section: string, name: string, value: string, version: number): boolean {
  const isKnown = (sinceVersion(section as "Unit", name) ?? 0) <= version;
  return isKnown && value !== "" && !/^(?:Exec|SystemCallFilter)/.test(name);
}

const HEAD = "[Service]\nType=oneshot\nExecStart=/bin/true\n";
