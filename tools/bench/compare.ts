import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHosts } from "../hosts/startHosts";
import type { TestHost } from "../hosts/testHost";
import { atDeath } from "../process/deathWatch";
import { poll } from "../process/poll";
import { providePulumi } from "../pulumi/providePulumi";
import type { CompareOptions } from "./commandLine";
import type { Comparison, Missing, Sample } from "./comparison";
import { Absent, type Arena, type Contender, type ContenderName, PHASES, type Phase } from "./contender";
import { setUp } from "./contenders/setUp";
import { layJob } from "./job";
import { type Meter, setUpMeter } from "./measure/controller";
import { difference, makeTalkative, trafficOf } from "./measure/hostTraffic";
import { describeMachine } from "./measure/machine";
import { providePeers } from "./peers";
import { shortcomings } from "./verdict";

type Progress = (line: string) => void;

interface Participant {
  readonly name: ContenderName;
  readonly directory: string;
  readonly contender: Contender;
}

const PEERS: readonly ContenderName[] = ["ansible", "ansible-pipelining", "ansible-mitogen", "pyinfra"];

/** Every contender in every phase, run after run, on the same hosts. */
export async function compare(
  { hosts: count, contenders: names, runs }: CompareOptions,
  onProgress: Progress,
): Promise<Comparison> {
  const machine = await describeMachine();
  const { binDir: pulumiBin, version: pulumiVersion } = await providePulumi({ onProgress });
  const peersBin = names.some((name) => PEERS.includes(name)) ? await providePeers(onProgress) : "";
  // Short: the path of a socket that Ansible makes below it has no more than a hundred characters.
  const place = mkdtempSync(join(tmpdir(), "psd-bench-"));
  // The keys of the hosts are in there.
  const watch = atDeath(`rm -rf ${place}`);
  try {
    await using meter = setUpMeter();
    await using started = await startHosts({ count, onProgress });
    const { hosts } = started;
    await Promise.all(hosts.map(makeTalkative));
    const { participants, missing } = await setUpAll(names, place, {
      hosts,
      pulumiBin,
      pulumiVersion,
      peersBin,
    });
    const samples: Sample[] = [];
    for (let run = 1; run <= runs; run++) {
      for (const participant of rotated(participants, run - 1)) {
        if (missing.some(({ contender }) => contender === participant.name)) continue;
        onProgress(`run ${run} of ${runs}: ${participant.name}`);
        const reason = await measureOne(participant, { run, hosts, meter, samples });
        if (reason !== undefined) missing.push({ contender: participant.name, reason });
      }
    }
    const failed = missing.map(({ contender }) => contender);
    return {
      at: new Date().toISOString(),
      machine,
      hosts: count,
      runs,
      versions: Object.fromEntries(participants.map(({ name, contender }) => [name, contender.version])),
      missing,
      samples: samples.filter(({ contender }) => !failed.includes(contender)),
    };
  } finally {
    await watch.release();
  }
}

/** Whoever can be had here, and why others can't. */
async function setUpAll(
  names: readonly ContenderName[],
  place: string,
  common: Omit<Arena, "directory">,
): Promise<{ participants: Participant[]; missing: Missing[] }> {
  const participants: Participant[] = [];
  const missing: Missing[] = [];
  for (const name of names) {
    const directory = join(place, name);
    mkdirSync(directory);
    try {
      participants.push({ name, directory, contender: await setUp(name, { directory, ...common }) });
    } catch (error) {
      if (!(error instanceof Absent)) throw error;
      missing.push({ contender: name, reason: error.message });
    }
  }
  return { participants, missing };
}

interface Round {
  readonly run: number;
  readonly hosts: readonly TestHost[];
  readonly meter: Meter;
  readonly samples: Sample[];
}

/** @returns why the contender has no figures, if it has none */
async function measureOne(
  { name, directory, contender }: Participant,
  { run, hosts, meter, samples }: Round,
): Promise<string | undefined> {
  try {
    for (const phase of PHASES) {
      const version = versionFor(phase, name, run);
      layJob(join(directory, "job"), version);
      await Promise.all(hosts.map(atRest));
      const before = await Promise.all(hosts.map(trafficOf));
      const { code, output, ...cost } = await meter.measure(contender.command(phase));
      if (code !== 0) return `${phase}: it ended with ${code}:\n${output}`;
      await Promise.all(hosts.map(atRest));
      const after = await Promise.all(hosts.map(trafficOf));
      if (contender.doesTheJob) {
        const wrong = await shortcomings(hosts, version);
        if (wrong.length > 0) return `${phase}: ${wrong.join("\n")}`;
      }
      const traffic = after.map((now, index) => difference(now, before[index] ?? now));
      samples.push({ contender: name, phase, run, ...cost, traffic });
    }
    return undefined;
  } finally {
    await contender.cleanUp();
  }
}

/** Only the last phase changes something, and only that. */
function versionFor(phase: Phase, name: ContenderName, run: number): string {
  return `${name} ${run}${phase === "change" ? " changed" : ""}`;
}

/** Not always the same one first, nor the same one behind the same other. */
function rotated<T>(items: readonly T[], by: number): T[] {
  const at = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

const RESTLESS = `systemctl list-units --plain --no-legend --state=activating,deactivating,reloading
systemctl list-units --plain --no-legend --state=active 'pulumi-systemd-*' 'run-*.service'
ss --tcp --numeric --no-header state established sport = :22`;

/** What a contender leaves to the host for afterwards (a second reload, say) is not to disturb the next one. */
async function atRest(host: TestHost): Promise<void> {
  let restless = "";
  const ask = async () => {
    restless = (await host.run(RESTLESS)).stdout;
    return restless.trim() === "" || undefined;
  };
  await poll(ask, {
    waitingFor: `${host.name} to come to rest`,
    deadlineMs: 60_000,
    intervalMs: 200,
    explain: () => restless,
  });
}
