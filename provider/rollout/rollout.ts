import { Canaries } from "./canaries";
import type { Action, Host, Member, RolloutEvent, StopReason } from "./moves";
import type { HaltReason, HostOutcome, Verdict } from "./outcome";
import { Preflight } from "./preflight";
import { Queue } from "./queue";
import type { RolloutSettings } from "./settings";
import type { Stage, Standing } from "./standing";
import { Tally } from "./tally";
import { Turns } from "./turns";
import { goesBack, toTakeBack } from "./wayBack";

/**
 * A rollout over a fleet: events in, actions out. It does nothing and knows no clock, so that whatever may happen can be
 * played to it; each event costs the same in a fleet of ten and of 100,000. That is also why it changes in place.
 */
export class Rollout {
  readonly #tally: Tally;
  readonly #preflight: Preflight;
  readonly #canaries: Canaries;
  readonly #turns: Turns;
  readonly #actions: Action[] = [];
  #atMs = 0;
  #stage: Stage = "preflight";
  /** Those that preflight cleared. */
  #updates = new Queue();
  #reverts = new Queue();
  #revertsEnded = 0;
  #progressAtMs = 0;
  #halted: HaltReason | undefined;
  #isCancelled = false;

  constructor(
    private readonly settings: RolloutSettings,
    members: readonly Member[],
  ) {
    this.#tally = new Tally(members);
    this.#preflight = new Preflight(this.#tally.pending());
    // Hosts that run the release already have proved it.
    this.#canaries = new Canaries(Math.max(0, settings.canary - this.#tally.ready));
    this.#turns = new Turns(settings.healthyDeadlineMs);
  }

  /** The first actions. */
  begin(): Action[] {
    for (const host of this.#preflight.hosts) this.#actions.push({ kind: "preflight", host });
    if (this.#preflight.isOver) this.#end();
    return this.#actions.splice(0);
  }

  handle(event: RolloutEvent): Action[] {
    if (this.#stage === "ended") return [];
    this.#atMs = event.atMs;
    this.#take(event);
    this.#mindDeadlines();
    this.#goOn();
    return this.#actions.splice(0);
  }

  /** The latest moment at which the rollout wants to be told the time. */
  get deadlineMs(): number | undefined {
    if (this.#stage !== "canary" && this.#stage !== "batch" && this.#stage !== "draining") return undefined;
    const progress = this.#halted ? undefined : this.#progressAtMs + this.settings.progressDeadlineMs;
    const turn = this.#turns.deadlineMs;
    if (progress === undefined || turn === undefined) return progress ?? turn;
    return Math.min(progress, turn);
  }

  /** How a host ended; undefined while it hasn't. */
  outcomeOf(host: Host): HostOutcome | undefined {
    return this.#tally.outcomeOf(host);
  }

  roleOf(host: Host): "canary" | "batch" {
    return this.#canaries.has(host) ? "canary" : "batch";
  }

  get standing(): Standing {
    const canaries = this.#canaries.begun;
    return {
      stage: this.#stage,
      hosts: this.#tally.hosts,
      ready: this.#tally.ready,
      failures: this.#tally.failures,
      preflighted: this.#preflight.looked,
      toPreflight: this.#preflight.hosts.length,
      canaries: { healthy: this.#canaries.healthy, wanted: this.#canaries.wanted },
      batch: { begun: this.#updates.taken - canaries, of: this.#updates.length - canaries },
      reverts: { ended: this.#revertsEnded, of: this.#reverts.length },
    };
  }

  #take(event: RolloutEvent): void {
    switch (event.kind) {
      case "cleared":
        this.#preflight.answered(event.host, true);
        return;
      case "barred":
        this.#barred(event);
        return;
      case "healthy":
        this.#endTurn(event.host, event.isNew ? "updated" : "current");
        this.#canaries.becameHealthy(event.host);
        this.#progressAtMs = this.#atMs;
        return;
      case "failed":
        this.#failed(event);
        return;
      case "reverted":
      case "revert-failed":
        this.#endTurn(event.host, event.kind);
        this.#revertsEnded++;
        return;
      case "cancel":
        this.#isCancelled = true;
        if (this.#stage !== "reverting") this.#halt("cancelled");
        return;
      case "time":
        return;
    }
  }

  #barred({ host, how }: Extract<RolloutEvent, { kind: "barred" }>): void {
    this.#preflight.answered(host, false);
    if (this.#isCancelled) {
      this.#tally.end(host, "not-started");
      return;
    }
    if (how === "same-machine") this.#halt(how);
    this.#tally.end(host, how === "same-machine" ? "refused" : how);
  }

  #failed({ host, how }: Extract<RolloutEvent, { kind: "failed" }>): void {
    if (how === "cancelled") {
      // Stopped because its time was up, or the rollout's: the release did not become healthy.
      this.#endTurn(host, this.#isCancelled ? "cancelled" : "failed");
      if (this.#isCancelled) return;
    } else this.#endTurn(host, how);
    const isTouched = how !== "unreachable" && how !== "refused";
    if (!isTouched) this.#canaries.giveUp(host);
    else if (this.#canaries.has(host)) this.#halted ??= "canary";
  }

  #endTurn(host: Host, outcome: HostOutcome): void {
    if (!this.#turns.end(host)) throw new Error(`host ${host} has ended, and was not under way`);
    this.#tally.end(host, outcome);
  }

  #mindDeadlines(): void {
    if (this.#stage === "preflight" || this.#stage === "reverting") return;
    for (const host of this.#turns.takeDue(this.#atMs)) this.#stop(host, "healthy-deadline");
    const isOverdue = this.#atMs >= this.#progressAtMs + this.settings.progressDeadlineMs;
    if (!this.#halted && this.#turns.count > 0 && isOverdue) this.#halt("progress-deadline");
  }

  /** Nothing is begun any more. Whoever is under way is told to stop, for there is no time left. */
  #halt(because: HaltReason): void {
    this.#halted ??= because;
    if (this.#stage === "preflight") return;
    for (const host of this.#turns.hosts()) this.#stop(host, because);
  }

  #stop(host: Host, because: StopReason): void {
    if (this.#turns.stop(host)) this.#actions.push({ kind: "stop", host, because });
  }

  #goOn(): void {
    if (this.#stage === "preflight") {
      if (!this.#preflight.isOver) return;
      this.#updates = new Queue(this.#preflight.cleared);
      this.#progressAtMs = this.#atMs;
      this.#stage = "canary";
    }
    if (this.#tally.failures > this.settings.maxFailures) this.#halted ??= "budget";
    if (this.#stage === "reverting") {
      this.#beginReverts();
      return;
    }
    if (this.#halted) this.#stage = "draining";
    else this.#beginUpdates();
    if (this.#turns.count === 0) this.#conclude();
  }

  #beginUpdates(): void {
    while (this.#stage === "canary" && !this.#canaries.areAllBegun) {
      const host = this.#beginNext("update", this.#updates);
      if (host === undefined) break;
      this.#canaries.add(host);
    }
    if (this.#stage === "canary" && this.#areCanariesHealthy()) {
      if (this.settings.pauseAfterCanary && this.#canaries.begun > 0 && !this.#updates.isEmpty) return;
      this.#stage = "batch";
    }
    if (this.#stage !== "batch" || (this.settings.waitForBatch && this.#turns.count > 0)) return;
    while (this.#beginNext("update", this.#updates) !== undefined);
  }

  /** All that are wanted, or all that there are. */
  #areCanariesHealthy(): boolean {
    return (this.#canaries.areAllBegun || this.#updates.isEmpty) && this.#canaries.areAllHealthy;
  }

  /** Undefined: as many as may be are under way, or nobody is left. */
  #beginNext(kind: "update" | "revert", queue: Queue): Host | undefined {
    const host = this.#turns.count < this.settings.maxParallel ? queue.take() : undefined;
    if (host === undefined) return undefined;
    this.#turns.begin(host, this.#atMs);
    this.#actions.push({ kind, host });
    return host;
  }

  /** No update is under way, and none will be. */
  #conclude(): void {
    // Told to stop when they had committed already, hosts may all have got there in spite of a halt.
    if (this.#tally.ready === this.#tally.hosts) this.#halted = undefined;
    if (!goesBack(this.settings.autoRevert, this.#halted)) {
      this.#end();
      return;
    }
    this.#reverts = toTakeBack(this.#updates.takenHosts(), (host) => this.#tally.outcomeOf(host));
    this.#stage = "reverting";
    this.#beginReverts();
  }

  #beginReverts(): void {
    if (this.#isCancelled)
      for (const host of this.#reverts.takeAll()) {
        this.#tally.end(host, "revert-failed");
        this.#revertsEnded++;
      }
    while (this.#beginNext("revert", this.#reverts) !== undefined);
    if (this.#turns.count === 0) this.#end();
  }

  #end(): void {
    this.#stage = "ended";
    const verdict = this.#verdict();
    for (const host of this.#updates.takeAll()) this.#tally.end(host, "not-started");
    this.#actions.push({ kind: "end", verdict });
  }

  #verdict(): Verdict {
    if (this.#halted) return { kind: "halted", because: this.#halted };
    if (!this.#updates.isEmpty) return { kind: "paused" };
    return { kind: this.#tally.failures > 0 ? "incomplete" : "succeeded" };
  }
}
