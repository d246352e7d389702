import { describe, expect, it } from "vitest";
import { parseUnitFile } from "../../../../provider/systemd/unit/unitFile";

const assignments = (text: string) =>
  parseUnitFile(text).assignments.map(({ section, name, value }) => `${section}.${name}=${value}`);

describe("parseUnitFile", () => {
  it("reads sections and assignments, and where they stand", () => {
    expect(parseUnitFile("[Unit]\nDescription = A service \n\n[Service]\nType=notify\n")).toEqual({
      sections: [
        { name: "Unit", line: 1 },
        { name: "Service", line: 4 },
      ],
      assignments: [
        { section: "Unit", name: "Description", value: "A service", line: 2 },
        { section: "Service", name: "Type", value: "notify", line: 5 },
      ],
      skipped: [],
    });
  });

  it.each([
    ["a comment only where the line begins with it", "[Unit]\n# a\n  ; b\nA=c # d\n", ["Unit.A=c # d"]],
    [
      "a continued line with a blank in the backslash's place",
      "[S]\nA=b \\\n  c\nD=e",
      ["S.A=b    c", "S.D=e"],
    ],
    ["comments inside a continuation as nothing", "[S]\nA=b \\\n# x\n; y\nc\n", ["S.A=b  c"]],
    ["an escaped backslash at the end as no continuation", "[S]\nA=b\\\\\nC=d", ["S.A=b\\\\", "S.C=d"]],
    ["an empty line as the end of a continuation", "[S]\nA=b \\\n\nC=d", ["S.A=b", "S.C=d"]],
    ["a continuation that the file ends in", "[S]\nA=b \\", ["S.A=b"]],
    ["CR LF and a lone CR as line ends", "[S]\r\nA=b\rC=d\r\n", ["S.A=b", "S.C=d"]],
    ["a byte order mark as nothing", "\ufeff[S]\nA=b", ["S.A=b"]],
    ["an equals sign in a value as part of it", "[S]\nEnvironment=A=b", ["S.Environment=A=b"]],
    ["an empty value", "[S]\nA=", ["S.A="]],
    ["a no-break space as part of the value", "[S]\nA=\u00a0b\u00a0", ["S.A=\u00a0b\u00a0"]],
  ])("takes %s", (_, text, expected) => {
    expect(assignments(text)).toEqual(expected);
  });

  it("tells the lines that systemd skips", () => {
    expect(parseUnitFile("A=b\n[Unit\n[Service]\njust words\n").skipped).toEqual([
      { line: 1, why: "outside-section" },
      { line: 2, why: "bad-section" },
      { line: 4, why: "no-equals" },
    ]);
  });
});
