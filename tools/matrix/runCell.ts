import { type Bench, UP } from "./bench";
import type { Cell } from "./cells";
import { endOf, startCli, untilEnded } from "./cli";
import {
  complaintsAboutRepetition,
  complaintsAfterFault,
  complaintsAtEnd,
  describe,
  runningVersion,
  type Versions,
} from "./complaints";
import { putOnSmallDisk, runAsSmallDisk, type SmallDisk } from "./disk";
import {
  asksHost,
  countsStarts,
  expectationOf,
  leavesLock,
  mayStayUntidy,
  type Version,
} from "./expectation";
import type { HostFacts } from "./hostFacts";
import { inflict } from "./inflict";
import { traces } from "./leftovers";
import { letGo, untilPaused } from "./pause";
import { reachOf } from "./places";
import { preparation } from "./preparation";
import type { ProgramVersion } from "./program";
import { exposures, processLists, records } from "./secrecy";
import type { StackName } from "./stack";
import { watchHost } from "./watchHost";

/** How a cell went. */
export interface CellResult {
  /** What the host ran when the dust had settled; undefined when it was neither. */
  readonly settledOn: Version | undefined;
  /** Empty: all went as it must. */
  readonly complaints: readonly string[];
  /** What the CLI printed and how the host looked, for whoever has to find out. */
  readonly story: string;
}

const UP_DEADLINE_MS = 300_000;
const SETTLE_DEADLINE_MS = 60_000;
const END_DEADLINE_MS = 20_000;
const PLUGIN_DEADLINE_MS = 15_000;
const OUTPUT_TAIL_LINES = 40;

/** Tries one cell on a bench. Whatever goes wrong is in the result; after that the bench is not to be trusted any more. */
export async function runCell(bench: Bench, cell: Cell): Promise<CellResult> {
  const trial = new Trial(bench, cell);
  try {
    await trial.run();
  } catch (error) {
    trial.complaints.push(error instanceof Error ? error.message : String(error));
  }
  return { settledOn: trial.settledOn, complaints: trial.complaints, story: trial.story.join("\n") };
}

class Trial {
  readonly complaints: string[] = [];
  readonly story: string[] = [];
  settledOn: Version | undefined;
  private printed = "";
  private readonly name: StackName;

  constructor(
    private readonly bench: Bench,
    private readonly cell: Cell,
  ) {
    this.name = cell.first ? "fresh" : "lasting";
  }

  async run(): Promise<void> {
    const { bench, cell } = this;
    const old = cell.first ? undefined : await this.versionBefore();
    const disk = await this.diskToFill();
    // Only there must the runtime be made anew, which takes its time.
    const fresh = bench.newVersion(this.name, cell.place === "runtime" ? Date.now() : (old?.runtime ?? 0));
    const versions: Versions = { name: this.name, old: old?.version, new: fresh.version };

    const settled = await this.interrupt(fresh, versions, disk);
    await disk?.free();
    const wanted = cell.next === "same" ? "new" : "old";
    const last = await this.upAgain(wanted === "new" ? fresh : (old ?? fresh), wanted, versions);
    if (this.settledOn === "new" && wanted === "new")
      this.complaints.push(...complaintsAboutRepetition(settled, last, versions, countsStarts(cell)));
    if (mayStayUntidy(cell)) await this.deployAnother(fresh);
    else if (!cell.first) bench.current = wanted === "new" ? fresh : old;
    await this.keepSecrets();
    await disk?.remove();
    if (cell.first) await this.destroy();
  }

  /** The version that is up and green: the one of the cell before, or a first one. */
  private async versionBefore(): Promise<ProgramVersion> {
    const { bench, name } = this;
    if (bench.current) return bench.current;
    const version = bench.newVersion(name);
    await this.mustSucceed([...UP], bench.environment(version));
    bench.current = version;
    return version;
  }

  private async diskToFill(): Promise<SmallDisk | undefined> {
    const { host } = this.bench;
    if (this.cell.fault !== "disk-full") return undefined;
    return reachOf(this.cell.place) === "uploading" ? runAsSmallDisk(host) : await putOnSmallDisk(host);
  }

  /** The `up` that is interrupted, until its CLI is gone and its host has settled. */
  private async interrupt(
    fresh: ProgramVersion,
    versions: Versions,
    disk: SmallDisk | undefined,
  ): Promise<HostFacts> {
    const { bench, cell, name } = this;
    const { host, stack } = bench;
    await this.mustRun(preparation(cell, name));
    const env = { ...bench.environment(fresh), PULUMI_SYSTEMD_PAUSE_AT: cell.place };
    const cli = startCli([...UP, "--stack", name], { cwd: stack.directory, env });
    try {
      await untilPaused(host, cli);
      const plugins = cli.plugins();
      this.complaints.push(...exposures(stack.secrets, await processLists(host)));
      const mend = await inflict(cell.fault, { host, cli, place: cell.place, name, disk });
      const stop = letGo(host);
      try {
        const [code] = await Promise.all([endOf(cli, UP_DEADLINE_MS), mend()]);
        this.judgeUp(code);
        await untilEnded(plugins, PLUGIN_DEADLINE_MS);
        return await this.settle(versions);
      } finally {
        await stop();
      }
    } finally {
      cli.killGroup();
      this.printed += cli.output();
      this.story.push(`pulumi up, paused at ${cell.place}:`, tail(cli.output()));
    }
  }

  private async mustRun(command: string): Promise<void> {
    const { code, stderr } = await this.bench.host.run(command);
    if (code !== 0) throw new Error(`\`${command}\` ended with ${code}: ${stderr}`);
  }

  private judgeUp(code: number): void {
    const { up } = expectationOf(this.cell);
    if (up !== undefined && (code === 0) !== (up === "green"))
      this.complaints.push(`the interrupted up ended with ${code}, and should be ${up}`);
  }

  private async settle(versions: Versions): Promise<HostFacts> {
    const expectation = expectationOf(this.cell);
    const facts = await this.watch(SETTLE_DEADLINE_MS, (seen) =>
      complaintsAfterFault(this.cell, expectation, seen, versions),
    );
    this.settledOn = runningVersion(facts, versions);
    this.story.push(`then: ${describe(facts)}`);
    return facts;
  }

  /** What the user does next. */
  private async upAgain(program: ProgramVersion, wanted: Version, versions: Versions): Promise<HostFacts> {
    if (leavesLock(this.cell)) await this.mustSucceed(["cancel", "--yes"]);
    await this.mustSucceed(
      [...UP, ...(asksHost(this.cell) ? ["--refresh"] : [])],
      this.bench.environment(program),
    );
    const facts = await this.watch(END_DEADLINE_MS, (seen) =>
      complaintsAtEnd(seen, wanted, versions, mayStayUntidy(this.cell)),
    );
    this.story.push(`at the end: ${describe(facts)}`);
    return facts;
  }

  /** The deployment after the one that found nothing to do. */
  private async deployAnother(before: ProgramVersion): Promise<void> {
    const { bench, name } = this;
    const version = bench.newVersion(name, before.runtime);
    await this.mustSucceed([...UP], bench.environment(version));
    const versions = { name, old: before.version, new: version.version };
    await this.watch(END_DEADLINE_MS, (seen) => complaintsAtEnd(seen, "new", versions));
    if (!this.cell.first) bench.current = version;
  }

  private async destroy(): Promise<void> {
    await this.mustSucceed(
      ["destroy", "--yes", "--skip-preview"],
      this.bench.environment(this.bench.newVersion(this.name)),
    );
    await this.watch(END_DEADLINE_MS, ({ paths }) =>
      traces(this.name, paths).map((path) => `destroyed, and left behind: ${path}`),
    );
  }

  private async keepSecrets(): Promise<void> {
    const { host, stack } = this.bench;
    const sights = await records(host, stack, this.name, this.printed);
    this.complaints.push(...exposures(stack.secrets, sights));
  }

  private async mustSucceed(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<void> {
    const { code, output } = await this.bench.pulumi(this.name, args, env);
    this.printed += output;
    this.story.push(`pulumi ${args.join(" ")}:`, tail(output));
    if (code !== 0) throw new Error(`\`pulumi ${args.join(" ")}\` ended with ${code}`);
  }

  /** Complains of whatever is still wrong when time is up. */
  private async watch(deadlineMs: number, judge: (facts: HostFacts) => string[]): Promise<HostFacts> {
    const { facts, complaints } = await watchHost(this.bench.host, this.name, deadlineMs, judge);
    this.complaints.push(...complaints);
    return facts;
  }
}

function tail(output: string): string {
  const lines = output.trimEnd().split("\n").slice(-OUTPUT_TAIL_LINES);
  return lines.map((line) => `  ${line}`).join("\n");
}
