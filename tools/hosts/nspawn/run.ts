import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../../cache";
import { mustRun, runCommand } from "../../process/command";
import { atDeath } from "../../process/deathWatch";
import { fromToken, identify, isAlive, toToken } from "../../process/identity";
import { changeSettings } from "./machineSettings";
import { RUN_NUMBERS, uplink } from "./network";
import { teardownScript } from "./teardown";

/**
 * A run's claim on its number: a directory in /run that names the owner and how to end the run. Names of interfaces and
 * tables are the machine's, so claims are the machine's too, wherever each user's cache is.
 */
export const CLAIMS = "/run/pulumi-systemd/hosts";

export interface Run {
  readonly number: number;
  readonly claim: string;
  /** Keys, logs and the hosts' disks. */
  readonly data: string;
  /** Ends all that belongs to the run. Twice is fine. */
  end(): Promise<void>;
}

/** Claims a number. The run ends by `end()`, or on its own in the moment this process is gone, for whatever reason. */
export async function beginRun(): Promise<Run> {
  await removeLeftovers();
  const owner = toToken(identify(process.pid));
  const { number, claim } = claimNumber(owner);
  const data = dataDirectory(number, owner);
  const script = teardownScript({ number, owner, claim, data });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  writeFileSync(join(claim, "teardown"), script);
  const watcher = atDeath(script);
  const settings = changeSettings(CLAIMS, await uplink());
  await mustRun(["flock", join(CLAIMS, ".lock"), "sh", "-c", settings]);
  const finish = async () => {
    await watcher.release();
    // The watcher itself may have been killed.
    if (existsSync(data)) await runCommand(["sh", "-c", script]);
    if (existsSync(data)) throw new Error(`test hosts of run ${number}: could not remove ${data}`);
  };
  // Once and no more: the number may be another run's by then, even of this same process.
  let ending: Promise<void> | undefined;
  const end = () => {
    ending ??= finish();
    return ending;
  };
  return { number, claim, data, end };
}

/** Runs whose owner is gone, and whose watcher is too: the machine's power failed, or someone killed both. */
export async function removeLeftovers(): Promise<void> {
  for (const name of listDirectory(CLAIMS)) {
    const claim = join(CLAIMS, name);
    const owner = ownerOf(claim);
    if (owner !== undefined && !isOwnerAlive(owner)) await runCommand(["sh", join(claim, "teardown")]);
  }
  const runs = join(cacheDirectory(), "runs");
  for (const name of listDirectory(runs)) {
    const owner = /^psd[0-9]+-(.+)$/.exec(name)?.[1];
    if (owner !== undefined && !isOwnerAlive(owner)) {
      rmSync(join(runs, name), { recursive: true, force: true });
    }
  }
}

function claimNumber(owner: string): { number: number; claim: string } {
  mkdirSync(CLAIMS, { recursive: true });
  const prepared = join(CLAIMS, `.claim-${owner}-${Math.random().toString(36).slice(2)}`);
  mkdirSync(prepared);
  writeFileSync(join(prepared, "owner"), owner);
  // Until the real one is there, ending the run is just giving the number back.
  writeFileSync(join(prepared, "teardown"), 'rm -rf -- "$(dirname "$0")"\n');
  for (let number = RUN_NUMBERS.first; number <= RUN_NUMBERS.last; number++) {
    const claim = join(CLAIMS, `${number}`);
    try {
      // A rename onto a directory that has something in it fails: one process gets the number, complete with its owner.
      renameSync(prepared, claim);
      return { number, claim };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
    }
  }
  rmSync(prepared, { recursive: true });
  throw new Error(`all ${RUN_NUMBERS.last} runs of test hosts are taken: see ${CLAIMS} for their owners`);
}

function dataDirectory(number: number, owner: string): string {
  return join(cacheDirectory(), "runs", `psd${number}-${owner}`);
}

function ownerOf(claim: string): string | undefined {
  try {
    return readFileSync(join(claim, "owner"), "utf8");
  } catch {
    return undefined;
  }
}

function isOwnerAlive(owner: string): boolean {
  const identity = fromToken(owner);
  return identity === undefined || isAlive(identity);
}

function listDirectory(path: string): string[] {
  return existsSync(path) ? readdirSync(path) : [];
}
