import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { providePulumi } from "../../tools/pulumi/providePulumi";
import { runPulumi } from "../../tools/pulumi/runPulumi";
import { layProgramOut, type ProgramDirectory } from "../../tools/record/programDirectory";
import { repositoryRoot } from "../../tools/repository";

/** A program of somebody's, with this package as its module and a stack of its own. */
export interface ProgramStack extends ProgramDirectory, Disposable {
  /** What a command printed; rejects with it when the command fails. */
  pulumi(args: readonly string[], input?: string): Promise<string>;
  /** All that a command shows; rejects when it fails. With `--diff` the CLI says on stderr what resources have to say. */
  shown(args: readonly string[]): Promise<string>;
  /** What a command printed that must fail. */
  fails(args: readonly string[]): Promise<string>;
  exported(...options: string[]): Promise<ExportedStack>;
}

export interface ExportedStack {
  readonly deployment: {
    readonly resources: readonly {
      readonly urn: string;
      readonly type: string;
      readonly id?: string;
      readonly delete?: boolean;
      readonly inputs?: Record<string, unknown>;
      readonly outputs?: Record<string, unknown>;
    }[];
  };
}

/** @param program the directory of its Pulumi.yaml, which is copied */
export async function programStack(program: string, stack: string): Promise<ProgramStack> {
  const { binDir } = await providePulumi({ onProgress: () => {} });
  const place = mkdtempSync(join(tmpdir(), "pulumi-systemd-program-"));
  const laidOut = layProgramOut(program, place, repositoryRoot(), binDir);
  const run = (args: readonly string[], input?: string) =>
    runPulumi(args, { cwd: laidOut.directory, env: laidOut.env, input });
  const pulumi = async (args: readonly string[], input?: string) => {
    const { code, stdout, stderr } = await run(args, input);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
    return stdout;
  };
  await pulumi(["stack", "init", stack]);
  return {
    ...laidOut,
    pulumi,
    async shown(args) {
      const { code, stdout, stderr } = await run(args);
      if (code !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
      return stdout + stderr;
    },
    async fails(args) {
      const { code, stdout, stderr } = await run(args);
      if (code === 0) throw new Error(`pulumi ${args.join(" ")} succeeded:\n${stdout}`);
      return stdout + stderr;
    },
    exported: async (...options) =>
      JSON.parse(await pulumi(["stack", "export", ...options])) as ExportedStack,
    [Symbol.dispose]: () => rmSync(place, { recursive: true, force: true }),
  };
}
