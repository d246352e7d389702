import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { COMMAND_VERSION, findCommandPlugin } from "../../../tools/pulumi/commandPlugin";
import { repositoryRoot } from "../../../tools/repository";

const room = mkdtempSync(join(tmpdir(), "command-plugin-"));
afterAll(() => rmSync(room, { recursive: true }));

function install(...place: string[]): string {
  const directory = join(room, ...place);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "pulumi-resource-command"), "");
  return directory;
}

it("the plugin of @pulumi/command is found where the CLI installs it, in this version, or on PATH", () => {
  const installed = install("pulumi", "plugins", `resource-command-v${COMMAND_VERSION}`);
  install("old", "plugins", "resource-command-v0.9.2");
  const onPath = install("bin");
  const found = (env: NodeJS.ProcessEnv) => findCommandPlugin({ HOME: room, ...env });

  expect(found({ PULUMI_HOME: join(room, "pulumi"), PATH: onPath })).toBe(installed);
  expect(found({ PULUMI_HOME: join(room, "old"), PATH: ["", "/nowhere", onPath].join(delimiter) })).toBe(
    onPath,
  );
  expect(found({ PULUMI_HOME: join(room, "old"), PATH: "" })).toBeUndefined();
});

it("is looked for in the version that the package is pinned to", () => {
  const { dependencies } = JSON.parse(readFileSync(join(repositoryRoot(), "package.json"), "utf8"));
  expect(dependencies["@pulumi/command"]).toBe(COMMAND_VERSION);
});
