import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestHost } from "../hosts/testHost";
import { ansiToSvg } from "../picture/ansiToSvg";
import type { PulumiStep } from "./chapter";
import { Interrupted, type Interruption } from "./interruption";
import { momentsOf } from "./moments";
import type { DemoProject } from "./project";
import type { Stage } from "./tell";
import { runRecorded, runShown } from "./terminal";

export interface StageParts {
  readonly project: DemoProject;
  readonly host: TestHost;
  readonly hostName: string;
  readonly colours: boolean;
  /** Where pictures go, if any are wanted. */
  readonly record: string | undefined;
  readonly interruption: Interruption;
}

/** Wide enough for a journal line with its label, so that no row of a picture is broken. */
const PICTURE_COLUMNS = 136;

/** The real project, engine and host as a story acts on them. */
export function stageOf({ project, host, hostName, colours, record, interruption }: StageParts): Stage {
  const { directory: cwd, env } = project;
  const { signal } = interruption;
  const show = async (step: PulumiStep) => {
    const pulumi = ["pulumi", ...step.arguments, "--color"];
    if (record !== undefined && step.picture !== undefined) {
      const argv = [...pulumi, "always"];
      const { code, recording } = await runRecorded({ argv, cwd, env, signal }, PICTURE_COLUMNS);
      if (!signal.aborted) draw(record, step.picture, recording);
      return code;
    }
    const argv = [
      ...pulumi,
      colours ? "always" : "never",
      ...(process.stdout.isTTY ? [] : ["--non-interactive"]),
    ];
    return await runShown({ argv, cwd, env, signal });
  };
  return {
    hostName,
    async pulumi(step) {
      const code = await show(step);
      if (signal.aborted) throw new Interrupted();
      return code;
    },
    edit: project.edit,
    async host(command) {
      const { stdout, stderr } = await interruption.orEnd(host.run(command));
      return `${stdout}${stderr}`.trimEnd();
    },
  };
}

function draw(
  directory: string,
  { file, moments }: NonNullable<PulumiStep["picture"]>,
  recording: string,
): void {
  const shown = momentsOf(recording, moments);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, file), ansiToSvg(shown, { title: "pulumi up", columns: PICTURE_COLUMNS }));
}
