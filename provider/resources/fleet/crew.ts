import { serviceDirectory } from "../../host/release";
import type { SourceTree } from "../../host/source/sourceTree";
import { Cancelled } from "../../host/transaction";
import { type Crew, type PreflightEnd, Stopped, type UpdateEnd } from "../../rollout/drive";
import type { Host } from "../../rollout/moves";
import { PhaseClock } from "../../rollout/phaseClock";
import type { RolloutSettings } from "../../rollout/settings";
import type { Phase } from "../../rollout/timeline";
import { SshError } from "../../ssh/sshError";
import { directoryName } from "../../systemd/unitName";
import type { Operation } from "../resource";
import { carryOut, type Ended } from "../service/carryOut";
import type { HostOperation } from "../service/onHost";
import { recordedRelease } from "../service/recordedRelease";
import { remove } from "../service/remove";
import { type HostRecord, memberState, newRecord, textOf, withFound } from "./hostRecord";
import { lookAt } from "./lookAt";
import { Machines, sameMachineText } from "./machines";
import { fieldsOf } from "./member";
import { phaseOf } from "./phaseOf";
import { type Departure, deployedTo, idOf, type Place, ranBefore, stateOf } from "./place";
import { putBack } from "./revert";
import { stopText } from "./stopText";
import { updateEnd } from "./updateEnd";

export interface Task {
  readonly unit: string;
  readonly tree: SourceTree;
  readonly places: readonly Place[];
  readonly departures: readonly Departure[];
  readonly settings: RolloutSettings;
  readonly operation: Operation;
  /** Milliseconds since the rollout began. */
  now(): number;
}

/** Carries a rollout's actions out on real hosts, and keeps what is learnt of each in its place. */
export class FleetCrew implements Crew {
  readonly #clocks: readonly PhaseClock[];
  readonly #machines: Machines;

  constructor(private readonly task: Task) {
    this.#clocks = task.places.map(() => new PhaseClock(task.now));
    this.#machines = new Machines(task.places);
  }

  phasesOf(host: Host) {
    return this.#clocks[host]?.spans ?? [];
  }

  async preflight(host: Host, signal: AbortSignal): Promise<PreflightEnd> {
    const place = this.#place(host);
    return await this.#during(host, "preflight", async () => {
      const look = await lookAt(this.#deployment(place), this.#operation(place, signal));
      const other = look.transcript && this.#machines.meet(place, look.transcript);
      if (other !== undefined) {
        place.failure = sameMachineText(place, other);
        return "same-machine";
      }
      if (look.kind === "cleared") return "cleared";
      place.failure = look.reason;
      return look.how;
    });
  }

  async update(host: Host, signal: AbortSignal): Promise<UpdateEnd> {
    const place = this.#place(host);
    const end = await this.#during(host, "connect", () => this.#deploy(host, signal));
    const { reason } = signal;
    const why = reason instanceof Stopped ? stopText(reason.because, this.task.settings) : undefined;
    if (end.kind === "failed" && why !== undefined)
      place.failure = `${place.name}: ${why}\n${place.failure ?? ""}`;
    return end;
  }

  async revert(host: Host): Promise<boolean> {
    const place = this.#place(host);
    return await this.#during(host, "revert", async () => {
      // What has begun to go back is not stopped half-way.
      const operation = this.#operation(place, new AbortController().signal);
      const before = ranBefore(place);
      return before ? await this.#putBack(place, before, operation) : await this.#takeAway(place, operation);
    });
  }

  async #deploy(host: Host, signal: AbortSignal): Promise<UpdateEnd> {
    const place = this.#place(host);
    try {
      const ended = await carryOut(this.#deployment(place), {
        ...this.#operation(place, signal),
        heard: (transcript) => this.#enter(host, phaseOf(transcript)),
      });
      return this.#settle(place, ended);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      place.failure = error.message;
      if (error instanceof SshError) return { kind: "failed", how: "unreachable" };
      if (error instanceof Cancelled) return { kind: "failed", how: "cancelled" };
      // The source changed under our hands, say: nothing was begun with it.
      return { kind: "failed", how: "refused" };
    }
  }

  #settle(place: Place, ended: Ended): UpdateEnd {
    const { settlement, outputs, reason, transcript } = ended;
    const { adopted } = transcript.now;
    const left = this.task.departures.find(({ record }) => record.token === adopted);
    if (left !== undefined && settlement !== "nothing") place.tookOver = left.record;
    if (settlement === "done") {
      place.adopted = !ranBefore(place) && transcript.asides.length > 0;
      place.record = deployedTo(place, outputs);
      delete place.failure;
    } else {
      place.failure = reason;
      if (settlement === "partial") place.record = withFound(place.record, outputs);
    }
    return updateEnd(ended, textOf(ranBefore(place)?.releaseDigest));
  }

  async #putBack(place: Place, before: HostRecord, operation: HostOperation): Promise<boolean> {
    const { isBack, outputs, reason } = await putBack(
      {
        id: idOf(this.task.unit, place),
        news: place.member,
        former: place.former,
        outputs: place.record,
        to: textOf(fieldsOf(before.deployed).digest),
        from: recordedRelease(place.member).digest,
      },
      operation,
    );
    if (outputs !== undefined) place.record = withFound(place.record, outputs);
    if (isBack) {
      const { deployed, settings } = before;
      place.record = {
        ...place.record,
        ...(deployed !== undefined && { deployed }),
        ...(settings !== undefined && { settings }),
      };
    } else place.failure = reason;
    return isBack;
  }

  async #takeAway(place: Place, operation: HostOperation): Promise<boolean> {
    if (place.adopted) {
      place.failure = `${place.name}: what was made by hand can't be put back by itself; it is in ${serviceDirectory(directoryName(this.task.unit))}/set-aside on ${place.address}, and the new release runs on`;
      return false;
    }
    try {
      await remove(memberState(this.task.unit, place.member, place.record), operation);
      place.record = newRecord(place.address);
      return true;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      place.failure = error.message;
      return false;
    }
  }

  #deployment(place: Place) {
    const { unit, tree } = this.task;
    return { news: place.member, tree, id: idOf(unit, place), deployed: stateOf(unit, place) };
  }

  /** The fleet's row has no room for what each host says meanwhile. */
  #operation({ name }: Place, signal: AbortSignal): HostOperation {
    const { operation } = this.task;
    return {
      ...operation,
      signal,
      progress: () => undefined,
      inform: (text) => operation.inform(`${name}: ${text}`),
      warn: (text) => operation.warn(`${name}: ${text}`),
    };
  }

  #enter(host: Host, phase: Phase | undefined): void {
    if (phase !== undefined) this.#clocks[host]?.enter(phase);
  }

  async #during<Result>(host: Host, phase: Phase, work: () => Promise<Result>): Promise<Result> {
    this.#enter(host, phase);
    try {
      return await work();
    } finally {
      this.#clocks[host]?.leave();
    }
  }

  #place(host: Host): Place {
    const place = this.task.places[host];
    if (place === undefined) throw new Error(`the fleet has no host ${host}`);
    return place;
  }
}
