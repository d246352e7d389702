import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEvent } from "../../../provider/host/events";
import { buildPayload } from "../../../provider/host/payload";
import type { ObserveRequest } from "../../../provider/host/request";
import { Downloads } from "../../../provider/host/source/downloads";
import { readSource } from "../../../provider/host/source/readSource";
import { EMPTY_TRANSCRIPT, record } from "../../../provider/host/transcript";
import { serviceResource } from "../../../provider/resources/service/service";
import { Archive, type ValueMap } from "../../../provider/resources/value";
import { renderUnit } from "../../../provider/systemd/unit/render";
import { spreadOf } from "../../measure/spread";
import { cpuMsOf, type Part, repeat } from "./part";

const MANY_FILES = 10_000;
const FILES_PER_DIRECTORY = 100;
const OFTEN = 200;
const US_PER_MS = 1_000;

/** What needs no host. */
export async function planningParts(runs: number): Promise<Part[]> {
  const directory = mkdtempSync(join(tmpdir(), "psd-bench-micro-"));
  try {
    return [
      ...(await checkAndDiff(directory, runs)),
      ...(await rendering(runs)),
      ...(await hashing(directory, runs)),
      ...(await events(runs)),
      ...(await payloads(runs)),
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function part(what: string, unit: Part["unit"], values: readonly number[]): Part[] {
  const spread = spreadOf(values);
  return spread === undefined ? [] : [{ what, unit, spread }];
}

async function checkAndDiff(directory: string, runs: number): Promise<Part[]> {
  const app = join(directory, "app");
  mkdirSync(app);
  for (const name of ["app.py", "settings.json"]) writeFileSync(join(app, name), name);
  const resource = serviceResource();
  const urn = `urn:pulumi:dev::bench::${resource.type}::bench`;
  const news: ValueMap = {
    connection: { host: "203.0.113.7" },
    source: new Archive(undefined, { path: app }),
    unit: { execStart: ["/usr/bin/python3", "app.py"], user: "guest" },
  };
  const { inputs } = await resource.check(news, undefined, urn);
  const state = { id: "bench.service/token", inputs, outputs: {} };
  const each = await repeat(runs, async () => {
    const cpuMs = await cpuMsOf(async () => {
      for (let time = 0; time < OFTEN; time++)
        resource.diff(state, (await resource.check(news, inputs, urn)).inputs);
    });
    return cpuMs / OFTEN;
  });
  return part("check and diff of a resource with two files", "ms CPU", each);
}

async function rendering(runs: number): Promise<Part[]> {
  const spec = { execStart: ["/usr/bin/python3", "app.py"], user: "guest", watchdog: "15s" };
  const placement = { unitName: "bench.service", appDirectory: "/opt/bench/app", files: new Set(["app.py"]) };
  const each = await repeat(runs, async () => {
    const cpuMs = await cpuMsOf(() => {
      for (let time = 0; time < OFTEN; time++) renderUnit(spec, placement);
    });
    return (cpuMs / OFTEN) * US_PER_MS;
  });
  return part("rendering a unit", "µs CPU", each);
}

/** Each run makes files of its own, since what was hashed once is not hashed again. */
async function hashing(directory: string, runs: number): Promise<Part[]> {
  const first: number[] = [];
  const again: number[] = [];
  for (let run = 0; run < runs; run++) {
    const root = join(directory, `many-${run}`);
    for (let index = 0; index < MANY_FILES; index++) {
      const below = join(root, String(Math.floor(index / FILES_PER_DIRECTORY)));
      if (index % FILES_PER_DIRECTORY === 0) mkdirSync(below, { recursive: true });
      writeFileSync(join(below, `${index}.txt`), `${run} ${index} `.repeat(100));
    }
    await settled();
    first.push(await cpuMsOf(() => readSource({ kind: "tree", path: root }, new Downloads())));
    again.push(await cpuMsOf(() => readSource({ kind: "tree", path: root }, new Downloads())));
    rmSync(root, { recursive: true });
  }
  const files = `${MANY_FILES.toLocaleString("en")} files of 1 kB`;
  return [...part(`hashing ${files}`, "ms CPU", first), ...part(`… for the next host`, "ms CPU", again)];
}

/** What was written just now is never taken as known (provider/host/source/contentHash.ts). */
async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2_100));
}

async function events(runs: number): Promise<Part[]> {
  const lines = [
    "step name=judge",
    "state active=activating sub=start",
    "status -- 3 of 7 tables are loaded",
    "fact of=now name=active -- active",
  ];
  const perSecond = await repeat(runs, async () => {
    const cpuMs = await cpuMsOf(() => {
      let transcript = EMPTY_TRANSCRIPT;
      for (let time = 0; time < OFTEN; time++)
        for (const line of lines) transcript = record(transcript, parseEvent(line));
    });
    return (OFTEN * lines.length) / (cpuMs / 1000);
  });
  return part("events of the agent, read and recorded", "per second", perSecond);
}

async function payloads(runs: number): Promise<Part[]> {
  const request: ObserveRequest = {
    ...{ op: "observe", unit: "bench.service", name: "bench" },
    ...{ token: "token", urn: "urn:pulumi:dev::bench::x::bench", directory: "" },
  };
  const transaction = {
    ...request,
    op: "remove",
    transaction: "t",
    unitSha256: "",
    clean: [],
    lockTimeoutSeconds: 1,
  } as const;
  const each = await repeat(runs, async () => {
    const cpuMs = await cpuMsOf(async () => {
      for (let time = 0; time < OFTEN; time++) await buildPayload(transaction);
    });
    return cpuMs / OFTEN;
  });
  return [
    ...part("payload of a refresh", "bytes", [(await buildPayload(request)).length]),
    ...part("payload of a transaction, the release's files apart", "bytes", [
      (await buildPayload(transaction)).length,
    ]),
    ...part("building it", "ms CPU", each),
  ];
}
