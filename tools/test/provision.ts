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

/** What the fast tests run, each a package of its own name: a check of the agent, and one of the shells that may run it. */
const COMMANDS = ["shellcheck", "busybox"];

export function provideCommands(onProgress: Progress): Promise<Provision> {
  return attempt(async () => {
    const there = await Promise.all(COMMANDS.map((name) => hasCommand(name)));
    const missing = COMMANDS.filter((_, index) => !there[index]);
    if (missing.length === 0) return;
    const names = missing.join(" and ");
    if (process.getuid?.() !== 0 || !(await hasCommand("apt-get"))) {
      throw new Error(`${names}: not installed, and only root on Debian can be helped with that here`);
    }
    onProgress(`installing ${names}`);
    await installPackages(missing);
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
