import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pulumiEnvironment } from "../../../tools/pulumi/environment";
import { providePulumi } from "../../../tools/pulumi/providePulumi";
import { runPulumi } from "../../../tools/pulumi/runPulumi";
import { buildPlugin } from "./builtPlugin";

export interface Box {
  readonly content: string;
  readonly behaviour?: string;
  /** Name of the file. @default "box" */
  readonly name?: string;
}

/** What the state file says of the box: everything that is secret in it is encrypted. */
export interface BoxState {
  readonly id: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, unknown>;
  readonly initErrors?: string[];
}

const pulumiYaml = `
name: boxes
main: index.js
runtime: { name: nodejs, options: { typescript: false } }
plugins: { providers: [{ name: systemd, path: ../plugin/provider }] }
`;

/** One box of the resource that boxPlugin.ts serves, as the environment describes it. */
const program = `
const pulumi = require("@pulumi/pulumi");
const { content, ...box } = JSON.parse(process.env.BOX);
const { AssetArchive, FileAsset, StringAsset } = pulumi.asset;
const files = new AssetArchive({ "empty.py": new StringAsset(""), "index.js": new FileAsset("index.js") });
class Box extends pulumi.CustomResource {}
const made = new Box("systemd:test:Box", "box", {
  ...box, content: pulumi.secret(content), files, writtenBy: undefined,
});
exports.writtenBy = made.writtenBy;
`;

/** A stack with one box, in a directory of its own, and the real CLI to run it. */
export class BoxProject {
  readonly #room = mkdtempSync(join(tmpdir(), "boxes-"));
  readonly directory = join(this.#room, "program");
  #env: NodeJS.ProcessEnv = {};

  async prepare(): Promise<void> {
    const stateDir = join(this.#room, "state");
    for (const directory of [stateDir, this.directory]) mkdirSync(directory);
    buildPlugin(join(this.#room, "plugin"), "boxPlugin");
    writeFileSync(join(this.directory, "Pulumi.yaml"), pulumiYaml);
    writeFileSync(join(this.directory, "package.json"), "{}");
    writeFileSync(join(this.directory, "index.js"), program);
    symlinkSync(resolve(__dirname, "../../../node_modules"), join(this.directory, "node_modules"));
    const { binDir } = await providePulumi({ onProgress: (line) => console.error(line) });
    this.#env = pulumiEnvironment({ home: join(this.#room, "home"), stateDir, binDir, passphrase: "box" });
    await this.run(["stack", "init", "dev"]);
  }

  remove(): void {
    rmSync(this.#room, { recursive: true });
  }

  path(box: Pick<Box, "name">): string {
    return join(this.#room, box.name ?? "box");
  }

  env(box: Box): NodeJS.ProcessEnv {
    const { name, ...properties } = box;
    return { ...this.#env, BOX: JSON.stringify({ ...properties, path: this.path(box) }) };
  }

  /** Everything the CLI printed, and its exit code. */
  async run(args: readonly string[], box: Box = { content: "" }): Promise<{ code: number; shown: string }> {
    const { code, stdout, stderr } = await runPulumi(args, { cwd: this.directory, env: this.env(box) });
    return { code, shown: stdout + stderr };
  }

  up(box: Box): Promise<{ code: number; shown: string }> {
    return this.run(["up", "--skip-preview"], box);
  }

  stateText(): string {
    return readFileSync(join(this.#room, "state/.pulumi/stacks/boxes/dev.json"), "utf8");
  }

  state(): BoxState | undefined {
    const resources: (BoxState & { type: string })[] =
      JSON.parse(this.stateText()).checkpoint.latest.resources ?? [];
    return resources.find(({ type }) => type === "systemd:test:Box");
  }
}
