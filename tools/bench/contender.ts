import type { TestHost } from "../hosts/testHost";

/**
 * Who is compared. `ssh` is the floor: one connection, one exec. `empty` is the engine with nothing to do, without which
 * nobody sees what of an `up` is ours, and `resources` the engine with as many resources as ours that do nothing. `systemd`
 * does the same work as the others: ready is done. `systemd-defaults` also watches for ten seconds that the service stays up.
 */
export const CONTENDERS = [
  "ssh",
  "ansible",
  "ansible-pipelining",
  "ansible-mitogen",
  "pyinfra",
  "command",
  "empty",
  "resources",
  "systemd",
  "systemd-defaults",
] as const;
export type ContenderName = (typeof CONTENDERS)[number];

/** In this order, on hosts that have nothing of the service before. `refresh` asks whether all is as it should be. */
export const PHASES = ["first", "unchanged", "refresh", "change"] as const;
export type Phase = (typeof PHASES)[number];

export interface Command {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Where and with what a contender works. */
export interface Arena {
  /** A directory of its own, with the files of the job in `job/`. */
  readonly directory: string;
  readonly hosts: readonly TestHost[];
  /** Of Pulumi's CLI. */
  readonly pulumiBin: string;
  readonly pulumiVersion: string;
  /** Of the peers' virtual environment. */
  readonly peersBin: string;
}

/** One way to do the job, set up and ready to go. */
export interface Contender {
  readonly version: string;
  /** Empty does not do the job, and is not asked whether it did. */
  readonly doesTheJob: boolean;
  /** One command that brings all hosts where the phase wants them. */
  command(phase: Phase): Command;
  /** Takes the service from the hosts again, in whatever state they are. Not measured. */
  cleanUp(): Promise<void>;
}

/** Why a contender can't be had here. */
export class Absent extends Error {
  override readonly name = "Absent";
}
