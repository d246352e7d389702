import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../../tools/repository";

const ROOT = repositoryRoot();
const README = readFileSync(join(ROOT, "README.md"), "utf8");

/** Sources that hold the arguments of a NotifyService, and the interfaces they are in. */
const ARGUMENTS: readonly (readonly [file: string, ...interfaces: string[]])[] = [
  ["components/notifyService.ts", "NotifyServiceArgs"],
  ["provider/resources/service/inputs.ts", "ServiceSpec", "RuntimeSpec", "PythonSpec", "ReadinessSpec"],
  ["provider/systemd/unit/unitSpec.ts", "UnitSpec"],
  ["provider/ssh/connectionSpec.ts", "EndpointSpec", "ProxySpec", "ConnectionSpec"],
];

/** The names of an interface's own properties. */
function propertiesOf(file: string, interfaces: readonly string[]): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(ROOT, file), "utf8"),
    ts.ScriptTarget.ES2023,
    true,
  );
  const declared = source.statements.filter(ts.isInterfaceDeclaration);
  return interfaces.flatMap((name) => {
    const found = declared.find((declaration) => declaration.name.text === name);
    if (found === undefined) throw new Error(`${file} has no interface ${name}`);
    return found.members.flatMap((member) => (member.name ? [member.name.getText(source)] : []));
  });
}

/** What the tables name in their first columns, as `a` or `python.requirements`. */
function namedInTables(): string[] {
  const rows = README.matchAll(/^\| ((?:`[\w.]+`(?:, )?)+) \|/gm);
  return [...rows].flatMap(([, cell = ""]) => [...cell.matchAll(/[\w.]+/g)].map(([name]) => name));
}

describe("the README", () => {
  it("lists every argument there is, and none that isn't", () => {
    const inHeadings = [...README.matchAll(/^\*\*`(\w+)`\*\*/gm)].map(([, name = ""]) => name);
    const documented = [...namedInTables(), ...inHeadings].flatMap((name) => name.split("."));
    const existing = ARGUMENTS.flatMap(([file, ...interfaces]) => propertiesOf(file, interfaces));
    expect(new Set(documented)).toEqual(new Set(existing));
  });

  it("lists every output, and none that isn't", () => {
    const [, outputs = ""] = /^## Outputs\n([\s\S]*?)^## /m.exec(README) ?? [];
    const source = readFileSync(join(ROOT, "components/notifyService.ts"), "utf8");
    const existing = [...source.matchAll(/^ {2}readonly (\w+): pulumi\.Output/gm)].map(([, name]) => name);
    const documented = [...outputs.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    expect(new Set(documented)).toEqual(new Set(existing));
  });

  it("shows a program that the compiler accepts", () => {
    const programs = programsIn(README);
    expect(programs).toHaveLength(2);
    expect(complaintsAbout(programs.join("\n"))).toEqual([]);
    // The compiler looks, indeed.
    expect(complaintsAbout(programs.join("\n").replace("watchdog:", "watchdogs:"))).toEqual([
      expect.stringContaining("'watchdogs' does not exist"),
    ]);
  }, 60_000);
});

describe("the guide to fleets", () => {
  const guide = readFileSync(join(ROOT, "docs/fleet.md"), "utf8");

  it("names every argument that a service hasn't", () => {
    const file = "provider/resources/fleet/inputs.ts";
    for (const name of propertiesOf(file, ["FleetSpec", "FleetHostSpec", "RolloutSpec"]))
      expect(guide).toMatch(new RegExp(`^(\\| \`(hosts\\.<name>\\.)?${name}\` \\||\\*\\*\`${name}\`)`, "m"));
  });

  it("shows a program that the compiler accepts", () => {
    const head = 'import * as pulumi from "@pulumi/pulumi";\nconst config = new pulumi.Config();\n';
    const [program = "", ...others] = programsIn(guide);
    expect(others).toEqual([]);
    expect(complaintsAbout(head + program)).toEqual([]);
  }, 60_000);
});

function programsIn(text: string): string[] {
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, program = ""]) => program);
}

function complaintsAbout(program: string): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: ["node"],
    paths: { "pulumi-systemd": [join(ROOT, "components/index.ts")] },
  };
  const name = join(ROOT, "readme-program.ts");
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => file === name || fileExists(file);
  host.readFile = (file) => (file === name ? program : readFile(file));
  host.getSourceFile = (file, languageVersion, ...rest) =>
    file === name
      ? ts.createSourceFile(file, program, languageVersion)
      : getSourceFile(file, languageVersion, ...rest);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([name], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
