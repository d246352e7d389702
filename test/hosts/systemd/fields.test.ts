import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shellQuote } from "../../../provider/host/quote";
import { parseTimeSpan } from "../../../provider/systemd/timeSpan";
import { renderUnit } from "../../../provider/systemd/unit/render";
import { validateUnit } from "../../../provider/systemd/unit/validate";
import { normalizeUnitName, unitNameProblems } from "../../../provider/systemd/unitName";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { Release, TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { hostileText } from "../../provider/systemd/unit/validText";
import { cases, PLAIN, placement, violations } from "./fieldViolations";
import { span, unitNames } from "./hostileFields";
import { loadedProperties } from "./loadedProperties";
import { SEED } from "./seed";

const VERSIONS: readonly (readonly [Release, number])[] = [
  ["bullseye", 247],
  ["bookworm", 252],
  ["trixie", 257],
];

/** Each run asks a host once for all that it tries; what fails is told with its seed, and is small enough as it is. */
const RUNS = { numRuns: 2, endOnFailure: true, seed: SEED };

/** Many values of one kind. */
const many = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { minLength: 30, maxLength: 30 });

describe.each(VERSIONS)("%s, systemd %d", (release) => {
  let hosts: TestHosts;
  let host: TestHost;
  beforeAll(async () => {
    hosts = await startHosts({ release });
    [host] = hosts.hosts as [TestHost];
  });
  afterAll(() => hosts?.stop());

  const lines = async (script: readonly string[]) =>
    (await host.run("sh -s", { input: script.join("\n") })).stdout.trim().split("\n");
  const write = (directory: string, name: string, text: string) =>
    `printf %s ${shellQuote(text)} >${directory}/${name}`;

  it("loads exactly what a field says and nothing else, or validation names the field", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (tried) => {
        expect(await violations(host, tried)).toEqual([]);
      }),
      RUNS,
    );
  });

  const off = (text: string) => parseTimeSpan(text) || Number.POSITIVE_INFINITY;

  it("arms the watchdog that `watchdog` says", async () => {
    await fc.assert(
      fc.asyncProperty(many(span), async (spans) => {
        const specs = spans
          .map((watchdog) => ({ ...PLAIN, watchdog }))
          // A shorter one would have killed its service before it could be asked for.
          .filter((spec) => validateUnit(spec).length === 0 && off(spec.watchdog) > 60_000_000);
        const names = specs.map((_, index) => `w${index}.service`);
        const shown = await lines([
          ...specs.map((spec, index) =>
            write(
              "/run/systemd/system",
              `w${index}.service`,
              renderUnit(spec, placement(`w${index}.service`)),
            ),
          ),
          `systemctl daemon-reload; systemctl start ${names.join(" ")} 2>/dev/null`,
          `systemctl show -P WatchdogUSec ${names.join(" ")} | grep .`,
          `systemctl stop ${names.join(" ")}; cd /run/systemd/system; rm -f ${names.join(" ")}`,
        ]);
        expect(shown.map(off)).toEqual(specs.map(({ watchdog }) => off(watchdog)));
        expect(specs.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });

  it("is wanted by whom `wantedBy` says, and nobody else", async () => {
    await fc.assert(
      fc.asyncProperty(many(unitNames), async (lists) => {
        const specs = lists
          .map((wantedBy) => ({ ...PLAIN, wantedBy }))
          .filter((spec) => validateUnit(spec).length === 0);
        const directory = "/run/enabled/etc/systemd/system";
        const links = await lines([
          `mkdir -p ${directory}`,
          ...specs.map((spec, index) =>
            write(directory, `e${index}.service`, renderUnit(spec, placement(`e${index}.service`))),
          ),
          `systemctl --root=/run/enabled --quiet enable ${specs.map((_, index) => `e${index}.service`).join(" ")} 2>/dev/null`,
          `cd ${directory}; find . -type l | sed 's/^..//'; rm -rf /run/enabled`,
        ]);
        const wanted = specs.flatMap(({ wantedBy }, index) =>
          wantedBy.map((unit) => `${unit}.wants/e${index}.service`),
        );
        expect(links.filter(Boolean).sort()).toEqual([...new Set(wanted)].sort());
        expect(wanted.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });

  it("knows a service by any name that validation lets pass, and the lock beside it", async () => {
    const name = fc.oneof(
      { weight: 4, arbitrary: fc.stringMatching(/^[A-Za-z0-9_.@-]{1,12}$/) },
      fc.stringMatching(/^[a-z.]{225,232}$/),
      hostileText,
    );
    await fc.assert(
      fc.asyncProperty(many(name), async (given) => {
        const names = [...new Set(given.map(normalizeUnitName))].filter(
          (unitName) => unitNameProblems(unitName, "name").length === 0,
        );
        const units = names.flatMap((unitName) => [unitName, `pulumi-systemd-${unitName}`]);
        const text = (unitName: string) => renderUnit(PLAIN, placement(unitName));
        const loaded = await loadedProperties(host, new Map(units.map((unit) => [unit, text(unit)])));
        expect(loaded.map(({ Id, LoadState }) => `${Id} ${LoadState}`)).toEqual(
          units.map((unit) => `${unit} loaded`),
        );
        expect(names.length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });
});
