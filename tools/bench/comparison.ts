import { type Spread, spreadOf } from "../measure/spread";
import type { ContenderName, Phase } from "./contender";
import type { ControllerCost } from "./measure/controller";
import type { HostTraffic } from "./measure/hostTraffic";
import type { Machine } from "./measure/machine";

/** One contender in one phase of one run. */
export interface Sample extends ControllerCost {
  readonly contender: ContenderName;
  readonly phase: Phase;
  readonly run: number;
  readonly traffic: readonly HostTraffic[];
}

/** A contender that has no figures, and why. */
export interface Missing {
  readonly contender: ContenderName;
  readonly reason: string;
}

export interface Comparison {
  readonly at: string;
  readonly machine: Machine;
  readonly hosts: number;
  readonly runs: number;
  readonly versions: Readonly<Partial<Record<ContenderName, string>>>;
  readonly missing: readonly Missing[];
  readonly samples: readonly Sample[];
}

/** All runs of one contender in one phase. */
export interface Figures {
  readonly contender: ContenderName;
  readonly wallMs: Spread;
  /** Of the floor's wall time in the same run. */
  readonly ofFloor: Spread | undefined;
  /** What is left of the wall time when that of an empty run of the engine is taken off; of the engine's users alone. */
  readonly ownWallMs: Spread | undefined;
  readonly ownOfFloor: Spread | undefined;
  readonly cpuMsPerHost: Spread;
  readonly peakBytes: Spread;
  readonly connections: Spread;
  readonly channels: Spread;
  readonly bytes: Spread;
}

const FLOOR: ContenderName = "ssh";
const ENGINE: ContenderName = "empty";
const ON_ENGINE: readonly ContenderName[] = ["command", "resources", "systemd", "systemd-defaults"];

/** The figures of a phase, in the order in which contenders have samples. */
export function figuresOf({ samples, hosts }: Comparison, phase: Phase): Figures[] {
  const inPhase = samples.filter((sample) => sample.phase === phase);
  const wallOf = (contender: ContenderName, run: number) =>
    inPhase.find((sample) => sample.contender === contender && sample.run === run)?.wallMs;
  return [...new Set(inPhase.map(({ contender }) => contender))].flatMap((contender) => {
    const own = inPhase.filter((sample) => sample.contender === contender);
    const spread = (value: (sample: Sample) => number | undefined) =>
      spreadOf(own.flatMap((sample) => value(sample) ?? []));
    const perHost = (value: (traffic: HostTraffic) => number) =>
      spreadOf(own.flatMap(({ traffic }) => traffic.map(value)));
    const ownWall = ({ wallMs, run }: Sample) => minus(wallMs, wallOf(ENGINE, run));
    const isOnEngine = ON_ENGINE.includes(contender);
    const figures = {
      contender,
      wallMs: spread(({ wallMs }) => wallMs),
      ofFloor: spread(({ wallMs, run }) => over(wallMs, wallOf(FLOOR, run))),
      ownWallMs: isOnEngine ? spread(ownWall) : undefined,
      ownOfFloor: isOnEngine
        ? spread((sample) => over(ownWall(sample), wallOf(FLOOR, sample.run)))
        : undefined,
      cpuMsPerHost: spread(({ cpuMs }) => cpuMs / hosts),
      peakBytes: spread(({ peakBytes }) => peakBytes),
      connections: perHost(({ connections }) => connections),
      channels: perHost(({ channels }) => channels),
      bytes: perHost(({ bytes }) => bytes),
    };
    return isComplete(figures) ? [figures] : [];
  });
}

type Draft = { readonly [Name in keyof Figures]: Figures[Name] | undefined };

function isComplete(draft: Draft): draft is Figures {
  const { contender, wallMs, cpuMsPerHost, peakBytes, connections, channels, bytes } = draft;
  return [contender, wallMs, cpuMsPerHost, peakBytes, connections, channels, bytes].every(
    (figure) => figure !== undefined,
  );
}

function minus(value: number, other: number | undefined): number | undefined {
  return other === undefined ? undefined : value - other;
}

function over(value: number | undefined, other: number | undefined): number | undefined {
  return value === undefined || other === undefined ? undefined : value / other;
}
