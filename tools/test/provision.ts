import { provideDriver } from "../hosts/provideDriver";
import type { PythonVariant, Release } from "../hosts/testHost";
import { installPackages } from "../process/aptPackages";
import { hasCommand } from "../process/command";
import { providePulumi } from "../pulumi/providePulumi";
import type { Provision } from "./projects";

type Progress = (line: string) => void;

/** Every image that a test asks for, so that no test's time limit has to hold its making. */
const IMAGES: readonly (readonly [Release, PythonVariant])[] = [
  ["bookworm", "venv"],
  ["bookworm", "without-venv"],
  ["bookworm", "none"],
  ["bullseye", "venv"],
  ["trixie", "venv"],
];

export function provideImages(onProgress: Progress): Promise<Provision> {
  return attempt(async () => {
    const driver = await provideDriver(onProgress);
    for (const [release, python] of IMAGES) await driver.prepare({ release, python, onProgress });
  });
}

export function provideCli(onProgress: Progress): Promise<Provision> {
  return attempt(async () => {
    const { version, how } = await providePulumi({ onProgress });
    onProgress(`pulumi ${version} (${how})`);
  });
}

export function provideShellcheck(onProgress: Progress): Promise<Provision> {
  return attempt(async () => {
    if (await hasCommand("shellcheck")) return;
    if (process.getuid?.() !== 0 || !(await hasCommand("apt-get"))) {
      throw new Error("shellcheck is not installed, and only root on Debian can be helped with that here");
    }
    onProgress("installing shellcheck");
    await installPackages(["shellcheck"]);
  });
}

async function attempt(provide: () => Promise<void>): Promise<Provision> {
  try {
    await provide();
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
