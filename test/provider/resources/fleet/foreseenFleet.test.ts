import { describe, expect, it } from "vitest";
import {
  type Foreseen,
  foreseenLines,
  foreseenRow,
  refusedText,
  unaskedText,
} from "../../../../provider/resources/fleet/foreseenFleet";

const RESTART = "would restart: the release changed; 1 file changed";
const foreseen = (kind: Foreseen["kind"], text: string, names: readonly string[], action = ""): Foreseen[] =>
  names.map((name) => ({ place: { name, address: `${name}.test` }, kind, action, text }));
const many = (count: number) => Array.from({ length: count }, (_, at) => `web${at + 1}`);

const FLEET = [
  ...foreseen("plan", RESTART, many(17), "restart"),
  ...foreseen("plan", "would install: myapp.service is new here", ["web18", "web19"], "install"),
  ...foreseen("refused", "myapp.service on web20.test cannot be deployed.\n\n  user x does not exist", [
    "web20",
  ]),
  ...foreseen("unasked", "web21.test: no answer within 5 s\nand more", ["web21"]),
  ...foreseen("unknown", "not known yet: connection.host", ["web22"]),
];

describe("what the hosts of a fleet say of a deployment", () => {
  it("is a line for each plan, the commonest by the number of its hosts", () => {
    expect(foreseenLines(FLEET)).toEqual([
      `  17 hosts: ${RESTART}`,
      "  web18, web19: would install: myapp.service is new here",
      "  web22: not known yet: connection.host",
    ]);
  });

  it("names the hosts of a small fleet", () => {
    expect(foreseenLines(foreseen("plan", RESTART, many(3)))).toEqual([`  web1, web2, web3: ${RESTART}`]);
    expect(foreseenLines([])).toEqual([]);
  });

  it("is short in the row", () => {
    expect(foreseenRow([...FLEET, ...foreseen("plan", "would not touch", ["web23"], "none")])).toBe(
      "17 restart · 2 install · 1 would be refused · 1 not reached · 1 not known yet · 1 untouched",
    );
  });

  it("has a warning for those that would refuse it, with the whole reason", () => {
    expect(refusedText(FLEET)).toBe(
      `\`pulumi up\` would fail: 1 host of 22 can't take the release: web20

  myapp.service on web20.test cannot be deployed.

    user x does not exist`,
    );
    expect(refusedText(foreseen("plan", RESTART, many(3)))).toBeUndefined();
    expect(refusedText(foreseen("refused", "no", many(5)))).toMatch(/ {2}… and 2 hosts more$/);
  });

  it("has a warning for those that could not be asked, a line each", () => {
    expect(unaskedText(FLEET)).toBe(
      "what would happen is not known of 1 host\n  web21 (web21.test): web21.test: no answer within 5 s",
    );
    expect(unaskedText(foreseen("plan", RESTART, many(3)))).toBeUndefined();
    expect(unaskedText(foreseen("unasked", "no", many(200)))?.split("\n")).toHaveLength(12);
  });
});
