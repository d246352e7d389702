import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheDirectory } from "../cache";
import { buildOnce } from "../process/buildOnce";
import { hasCommand, mustRun, runCommand } from "../process/command";
import { unpackOfficialArchive } from "./archive";
import { CLI, goBuild, LANGUAGE_HOST } from "./goBuild";
import { isNewEnough, officialRelease, PULUMI_VERSION } from "./release";

export interface ProvidedPulumi {
  /** Has `pulumi` and `pulumi-language-nodejs`. */
  readonly binDir: string;
  readonly version: string;
  readonly how: "path" | "archive" | "go-build";
}

/** Pulumi's CLI: the one on PATH, else the official archive, else our own build of the same version. */
export async function providePulumi(options: {
  onProgress: (line: string) => void;
}): Promise<ProvidedPulumi> {
  const tried: string[] = [];
  // What was had once is asked for first: where nothing can be downloaded, it can take long to learn that again.
  for (const attempt of [fromPath, fromCache, fromArchive, fromGo]) {
    try {
      return await attempt(options.onProgress);
    } catch (error) {
      tried.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    [
      `Pulumi's CLI ${PULUMI_VERSION} or later could not be had:`,
      ...tried.map((reason) => `  - ${reason.split("\n").join("\n    ")}`),
      "Install it (pulumi.com/docs/install) so that `pulumi` is on PATH, or install Go 1.21 or later.",
    ].join("\n"),
  );
}

async function fromPath(): Promise<ProvidedPulumi> {
  const found = await runCommand(["/bin/sh", "-c", "command -v pulumi"]);
  if (found.code !== 0) throw new Error("on PATH: there is no `pulumi`");
  const version = await versionOf("pulumi");
  if (!isNewEnough(version)) throw new Error(`on PATH: \`pulumi\` is ${version}, too old`);
  if (!(await hasCommand(LANGUAGE_HOST.name)))
    throw new Error(`on PATH: no \`${LANGUAGE_HOST.name}\` beside it`);
  return { binDir: dirname(found.stdout.trim()), version, how: "path" };
}

async function fromCache(): Promise<ProvidedPulumi> {
  const how = (["archive", "go-build"] as const).find((way) => existsSync(cached(way)));
  if (how === undefined) throw new Error(`in ${cacheDirectory()}: nothing yet`);
  return { binDir: cached(how), version: await versionOf(join(cached(how), CLI.name)), how };
}

async function fromArchive(onProgress: (line: string) => void): Promise<ProvidedPulumi> {
  const release = officialRelease(process.platform, process.arch);
  if (release === undefined) throw new Error("official archive: none for this kind of machine");
  try {
    const binDir = await buildOnce(cached("archive"), onProgress, async (directory) => {
      onProgress(`pulumi ${PULUMI_VERSION}: downloading the official archive`);
      await unpackOfficialArchive(release, directory);
    });
    return { binDir, version: await versionOf(join(binDir, CLI.name)), how: "archive" };
  } catch (error) {
    throw new Error(`official archive: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function fromGo(onProgress: (line: string) => void): Promise<ProvidedPulumi> {
  if (!(await hasCommand("go"))) throw new Error("building it: there is no `go` on PATH");
  try {
    const binDir = await buildOnce(cached("go-build"), onProgress, async (directory) => {
      onProgress(
        `pulumi ${PULUMI_VERSION}: no archive to be had, building it takes 5 to 10 minutes on two cores`,
      );
      await goBuild(LANGUAGE_HOST, directory, onProgress);
      await goBuild(CLI, directory, onProgress);
    });
    return { binDir, version: await versionOf(join(binDir, CLI.name)), how: "go-build" };
  } catch (error) {
    throw new Error(`building it: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function cached(how: ProvidedPulumi["how"]): string {
  return join(cacheDirectory(), "pulumi", `${PULUMI_VERSION}-${how}`);
}

async function versionOf(pulumi: string): Promise<string> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  return (await mustRun([pulumi, "version"], { env })).trim().replace(/^v/, "");
}
