import { describe, expect, it } from "vitest";
import type { Findings } from "../../../../provider/resources/decode/decoder";
import { decodeService } from "../../../../provider/resources/service/decodeService";
import { Archive, Asset, Secret, Unknown, type ValueMap } from "../../../../provider/resources/value";

const read = (inputs: ValueMap) => {
  const findings: Findings = { problems: [], unknown: [] };
  return { draft: decodeService(inputs, findings), ...findings };
};

const minimal: ValueMap = {
  connection: { host: "203.0.113.7" },
  source: new Archive("h", { path: "./app" }),
  unit: { execStart: ["python3", "app.py"] },
};

describe("the inputs of a service", () => {
  it("are read with secrets unwrapped, since the host needs them in clear", () => {
    const { draft, problems } = read({
      ...minimal,
      connection: new Secret({ host: "h", privateKey: new Secret("KEY"), proxy: { host: "jump" } }),
    });
    expect(problems).toEqual([]);
    expect(draft.connection).toEqual({ host: "h", privateKey: "KEY", proxy: { host: "jump" } });
  });

  it.each([
    ["dialErrorLimit", -1, []],
    ["dialErrorLimit", -2, ["connection.dialErrorLimit must be a whole number, -1 or more"]],
    ["perDialTimeout", 0, []],
    ["perDialTimeout", -1, ["connection.perDialTimeout must be a whole number, 0 or more"]],
  ])("take for connection.%s what @pulumi/command takes: %j", (field, value, expected) => {
    const { problems } = read({ ...minimal, connection: { host: "h", [field]: value } });
    expect(problems.map(({ path, reason }) => `${path} ${reason}`)).toEqual(expected);
  });

  it("may hold assets in archives in archives", () => {
    const source = new Archive("h", {
      assets: { "a.py": new Asset("1", { text: "x" }), lib: new Archive("2", { path: "./lib" }) },
    });
    expect(read({ ...minimal, source }).draft.source).toEqual({
      kind: "tree",
      members: { "a.py": { kind: "file", text: "x" }, lib: { kind: "tree", path: "./lib" } },
    });
  });

  it("are told wrong all at once, each with its path", () => {
    const { problems } = read({
      connection: { port: 70_000, user: 7 },
      unit: {
        exec_start: ["x"],
        restart: "sometimes",
        environment: { A: true },
        execStart: "python3 app.py",
      },
      revisionHistoryLimit: -1,
      onFailure: "explode",
    });
    expect(problems.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
      "source is required",
      "connection.host is required",
      "connection.port must be a whole number from 1 to 65535",
      "connection.user must be a string, not a number",
      expect.stringMatching(/^unit\.exec_start is no property here; there are description, after/),
      "unit.execStart must be a list, not a string",
      expect.stringMatching(/^unit\.restart must be one of "no", "always"/),
      "unit.environment.A must be a string, not a boolean",
      'onFailure must be one of "rollback", "keep"',
      "revisionHistoryLimit must be a whole number, 0 or more",
    ]);
  });

  it("that aren't known yet are no problem, and are told apart", () => {
    const { problems, unknown } = read({
      ...minimal,
      connection: { host: Unknown.value, privateKey: new Secret(Unknown.value) },
      unit: Unknown.value,
    });
    expect(problems).toEqual([]);
    expect(unknown).toEqual(["connection.host", "connection.privateKey", "unit"]);
  });

  it("never show a value that may be secret", () => {
    const { problems } = read({
      ...minimal,
      connection: { host: "h", privateKey: ["HUSH"], password: { x: "HUSH" } },
    });
    expect(problems).toHaveLength(2);
    expect(JSON.stringify(problems)).not.toContain("HUSH");
  });

  it("may have proxies behind proxies, told apart by their paths", () => {
    const innermost = { host: "c", port: 0 };
    const { draft, problems } = read({
      ...minimal,
      connection: { host: "a", config: true, proxy: { host: "b", proxy: innermost } },
    });
    expect(draft.connection).toEqual({ host: "a", config: true, proxy: { host: "b", proxy: { host: "c" } } });
    expect(problems.map(({ path }) => path)).toEqual(["connection.proxy.proxy.port"]);
  });

  it("keep lists of lists apart: two commands are not one", () => {
    const execStartPre = [
      ["mkdir", "-p", "a"],
      ["touch", "b"],
    ];
    expect(read({ ...minimal, unit: { execStart: ["x"], execStartPre } }).draft.unit?.execStartPre).toEqual(
      execStartPre,
    );
  });

  it("may hold one value or many where systemd takes both", () => {
    const directives = { Service: { Nice: "5", Environment: ["A=1", "B=2"] } };
    expect(read({ ...minimal, unit: { execStart: ["x"], directives } }).draft.unit?.directives).toEqual(
      directives,
    );
  });
});
