import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pulumiEnvironment } from "../pulumi/environment";
import { repositoryRoot } from "../repository";

/** The passphrase of every recorded state. What it protects opens nothing: the key of a host that is long gone. */
export const PASSPHRASE = "recorded";

/** Somebody's program with this package among its modules, and a state of its own. */
export interface ProgramDirectory {
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Where the program that gets recorded is kept, and the records of each version beside it. */
export function recordedDirectory(): string {
  return join(repositoryRoot(), "test", "recorded");
}

/**
 * Lays a program out below `place`, as an installation would have it: `pulumi-systemd` among its modules is `packageRoot`,
 * a checkout that was built.
 */
export function layProgramOut(
  program: string,
  place: string,
  packageRoot: string,
  binDir: string,
): ProgramDirectory {
  const directory = join(place, "program");
  const modules = join(directory, "node_modules");
  const stateDir = join(place, "state");
  cpSync(program, directory, { recursive: true });
  for (const path of [modules, stateDir]) mkdirSync(path, { recursive: true });
  symlinkSync(join(repositoryRoot(), "node_modules", "@pulumi"), join(modules, "@pulumi"));
  symlinkSync(packageRoot, join(modules, "pulumi-systemd"));
  const env = pulumiEnvironment({ home: join(place, "home"), stateDir, binDir, passphrase: PASSPHRASE });
  return { directory, env };
}
