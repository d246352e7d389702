import { spreadOf } from "../../measure/spread";
import { describeMachine, doubt, type Machine, machineLine } from "../measure/machine";
import { three } from "../report/tables";
import { handshakeParts } from "./handshakes";
import { hostParts } from "./onHost";
import type { Part } from "./part";
import { planningParts } from "./planning";
import { startPlugin } from "./pluginStart";

export interface MicroResult {
  readonly at: string;
  readonly machine: Machine;
  readonly runs: number;
  readonly parts: readonly Part[];
}

/** All parts, one after the other. */
export async function runMicro(
  runs: number,
  onProgress: (line: string) => void,
): Promise<{ result: MicroResult; text: string }> {
  const machine = await describeMachine();
  onProgress("starting the plugin");
  const parts = [...(await startParts(runs))];
  onProgress("planning");
  parts.push(...(await planningParts(runs)));
  onProgress("shaking hands");
  parts.push(...(await handshakeParts(runs)));
  onProgress("on a host");
  parts.push(...(await hostParts(runs, onProgress)));
  const result = { at: new Date().toISOString(), machine, runs, parts };
  return { result, text: describe(result) };
}

async function startParts(runs: number): Promise<Part[]> {
  const starts = [];
  for (let run = 0; run < runs; run++) starts.push(await startPlugin());
  const port = spreadOf(starts.map(({ portMs }) => portMs));
  const answer = spreadOf(starts.map(({ answerMs }) => answerMs));
  if (port === undefined || answer === undefined) return [];
  return [
    { what: "plugin: from its start to its port", unit: "ms", spread: port },
    { what: "… to its first answer", unit: "ms", spread: answer },
  ];
}

function describe({ machine, runs, parts }: MicroResult): string {
  const warning = doubt(machine);
  return [
    ...(warning === undefined ? [] : [`**${warning}**`, ""]),
    `${machineLine(machine)}. ${runs} runs; three figures are minimum, median and maximum.`,
    "",
    ...parts.map(
      ({ what, unit, spread }) =>
        `  ${what.padEnd(68)} ${three(spread, 1, digitsFor(spread.median))} ${unit}`,
    ),
  ].join("\n");
}

const digitsFor = (value: number) => (value >= 100 ? 0 : value >= 10 ? 1 : 2);
