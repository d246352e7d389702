import { startHosts } from "../../hosts/startHosts";
import type { TestHost } from "../../hosts/testHost";
import { spreadOf } from "../../measure/spread";
import { mustRun } from "../../process/command";
import { type DrivenService, driveService, readySentAtMs } from "./drivenService";
import type { Part } from "./part";

const NS_PER_MS = 1e6;
const RELOADS = `for i in 1 2 3 4 5; do a=$(date +%s%N); systemctl daemon-reload; b=$(date +%s%N); echo $((b - a)); done`;

/** What needs a host: how long the provider does not know what the host knows, and what is asked of the host. */
export async function hostParts(runs: number, onProgress: (line: string) => void): Promise<Part[]> {
  await using started = await startHosts({ onProgress });
  const [host] = started.hosts;
  if (host === undefined) throw new Error("no host was started");
  const service = driveService(host);
  const known: number[] = [];
  const done: number[] = [];
  for (let version = 1; version <= runs; version++) {
    const { knownAtMs, doneAtMs } = await service.up(version);
    const sentAtMs = await readySentAtMs(host);
    known.push(knownAtMs - sentAtMs);
    done.push(doneAtMs - sentAtMs);
  }
  const reloads = (await host.run(RELOADS)).stdout.trim().split("\n");
  return [
    ...part("from READY=1 on the host to the provider knowing", "ms", known),
    ...part("… to the operation's end", "ms", done),
    ...part(
      "a daemon-reload",
      "ms",
      reloads.map((ns) => Number(ns) / NS_PER_MS),
    ),
    ...part("to connect by `ssh` and run `true`, for comparison", "ms", await timesOfSsh(host, runs)),
    ...(await processParts(host, service, runs)),
  ];
}

function part(what: string, unit: Part["unit"], values: readonly number[]): Part[] {
  const spread = spreadOf(values);
  return spread === undefined ? [] : [{ what, unit, spread }];
}

async function timesOfSsh({ address, user, privateKeyPath }: TestHost, runs: number): Promise<number[]> {
  const options = [
    "-o",
    "BatchMode=yes",
    "-o",
    "StrictHostKeyChecking=no",
    "-o",
    "UserKnownHostsFile=/dev/null",
  ];
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    await mustRun(["ssh", "-F", "none", "-i", privateKeyPath, ...options, `${user}@${address}`, "true"]);
    times.push(performance.now() - began);
  }
  return times;
}

/** How many processes (and threads) the host starts for an operation, sshd's and systemd's own among them. */
async function processParts(host: TestHost, service: DrivenService, runs: number): Promise<Part[]> {
  const asked = await processesDuring(host, async () => {});
  const counts = { same: [] as number[], refresh: [] as number[], change: [] as number[] };
  for (let run = 1; run <= runs; run++) {
    counts.same.push((await processesDuring(host, () => service.up(runs))) - asked);
    counts.refresh.push((await processesDuring(host, () => service.refresh())) - asked);
  }
  for (let run = 1; run <= runs; run++)
    counts.change.push((await processesDuring(host, () => service.up(runs + run))) - asked);
  return [
    ...part("on the host, for a refresh", "processes", counts.refresh),
    ...part("… for an update that finds nothing to do", "processes", counts.same),
    ...part("… for a new release", "processes", counts.change),
  ];
}

/** The host has a PID namespace of its own, in which numbers are given out in order. */
async function processesDuring(host: TestHost, act: () => Promise<unknown>): Promise<number> {
  const newest = async () => Number((await host.run("exec sh -c 'echo $$'")).stdout);
  const before = await newest();
  await act();
  return (await newest()) - before;
}
