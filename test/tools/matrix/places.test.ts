import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PLACE_NAMES, PLACES_OF_ADOPTION, PLACES_OF_DISPLACEMENT } from "../../../tools/matrix/places";

const AGENT = join(__dirname, "../../../assets/agent");
const sources = readdirSync(AGENT, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".sh"))
  .map((name) => readFileSync(join(AGENT, name), "utf8"));

/** The names that `command` is called with in the agent: `point text`, `… && point link-made && …`. */
function calls(command: string): string[] {
  const pattern = new RegExp(`(?:^|&& )\\s*${command} ([a-z-]+)`, "gm");
  return sources.flatMap((source) => [...source.matchAll(pattern)].map(([, name = ""]) => name));
}

const ALL = [...PLACE_NAMES, ...PLACES_OF_ADOPTION, ...PLACES_OF_DISPLACEMENT];

describe("the places of the matrix, and of the tests beside it", () => {
  it("are every point of the agent: one that was added is cut at, too", () => {
    const points = ALL.flatMap((place) => place.split(":").slice(1));
    expect([...new Set(points)].sort()).toEqual([...new Set(calls("point"))].sort());
  });

  it("are steps that the agent has", () => {
    const steps = calls("step");
    for (const place of ALL) expect(steps).toContain(place.split(":")[0]);
  });

  it("are described where people look for them", () => {
    const protocol = readFileSync(join(__dirname, "../../../docs/agent-protocol.md"), "utf8");
    for (const place of ALL) expect(protocol).toContain(`\`${place}\``);
  });
});
