import type { Action, Host, Member, RolloutEvent } from "./moves";
import type { HaltReason, HostOutcome, Verdict } from "./outcome";
import type { RolloutSettings } from "./settings";
import type { Stage, Standing } from "./standing";
import { Turns } from "./turns";

/**
 * A rollout over a fleet: events in, actions out. It does nothing and knows no clock, so that whatever may happen can be
 * played to it; each event costs the same in a fleet of ten and of 100,000. That is also why it changes in place.
 */
export class Rollout {
  readonly #outcomes: (HostOutcome | undefined)[];
  readonly #canaries = new Set<Host>();
  readonly #stopped = new Set<Host>();
  readonly #turns: Turns;
  readonly #wanted: number;
  readonly #actions: Action[] = [];
  #atMs = 0;
  #stage: Stage = "preflight";
  /** Those that preflight cleared, in the order of the fleet; `#next` is whose turn comes. */
  #queue: Host[] = [];
  #next = 0;
  readonly #looking = new Set<Host>();
  #participants = 0;
  #ready = 0;
  #failures = 0;
  #healthyCanaries = 0;
  #progressAtMs = 0;
  #halted: HaltReason | undefined;
  #isCancelled = false;
  #reverts: Host[] = [];
  #nextRevert = 0;
  #revertsEnded = 0;

  constructor(
    private readonly settings: RolloutSettings,
    members: readonly Member[],
  ) {
    this.#turns = new Turns(settings.healthyDeadlineMs);
    this.#outcomes = members.map(({ isCurrent }) => (isCurrent ? "current" : undefined));
    this.#ready = members.filter(({ isCurrent }) => isCurrent).length;
    // Hosts that run the release already have proved it.
    this.#wanted = Math.max(0, settings.canary - this.#ready);
  }

  /** The first actions. */
  begin(): Action[] {
    for (const [host, outcome] of this.#outcomes.entries())
      if (outcome === undefined) {
        this.#looking.add(host);
        this.#actions.push({ kind: "preflight", host });
      }
    this.#participants = this.#looking.size;
    if (this.#participants === 0) this.#end();
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
    return this.#outcomes[host];
  }

  roleOf(host: Host): "canary" | "batch" {
    return this.#canaries.has(host) ? "canary" : "batch";
  }

  get standing(): Standing {
    const canaries = Math.min(this.#canaries.size, this.#next);
    return {
      stage: this.#stage,
      hosts: this.#outcomes.length,
      ready: this.#ready,
      failures: this.#failures,
      preflighted: this.#participants - this.#looking.size,
      toPreflight: this.#participants,
      canaries: { healthy: this.#healthyCanaries, wanted: this.#wanted },
      batch: { begun: this.#next - canaries, of: this.#queue.length - canaries },
      reverts: { ended: this.#revertsEnded, of: this.#reverts.length },
    };
  }

  #take(event: RolloutEvent): void {
    switch (event.kind) {
      case "cleared":
      case "barred":
        this.#preflighted(event);
        return;
      case "healthy":
        this.#healthy(event);
        return;
      case "failed":
        this.#failed(event);
        return;
      case "reverted":
      case "revert-failed":
        this.#endTurn(event.host);
        this.#revertsEnded++;
        if (this.#outcomes[event.host] === "updated") this.#ready--;
        this.#outcomes[event.host] = event.kind;
        return;
      case "cancel":
        this.#isCancelled = true;
        if (this.#stage !== "reverting") this.#halt("cancelled");
        return;
      case "time":
        return;
    }
  }

  #preflighted(event: Extract<RolloutEvent, { kind: "cleared" | "barred" }>): void {
    const { host } = event;
    if (!this.#looking.delete(host)) throw new Error(`host ${host} was not being looked at`);
    if (event.kind === "cleared") this.#queue.push(host);
    else if (this.#isCancelled) this.#outcomes[host] = "not-started";
    else {
      this.#outcomes[host] = event.how;
      this.#failures++;
    }
  }

  #healthy({ host, isNew }: Extract<RolloutEvent, { kind: "healthy" }>): void {
    this.#endTurn(host);
    this.#outcomes[host] = isNew ? "updated" : "current";
    this.#ready++;
    if (this.#canaries.has(host)) this.#healthyCanaries++;
    this.#progressAtMs = this.#atMs;
  }

  #failed({ host, how }: Extract<RolloutEvent, { kind: "failed" }>): void {
    this.#endTurn(host);
    if (how === "cancelled" && this.#isCancelled) {
      this.#outcomes[host] = "cancelled";
      return;
    }
    // Stopped because its time was up, or the rollout's: the release did not become healthy.
    this.#outcomes[host] = how === "cancelled" ? "failed" : how;
    this.#failures++;
    const touched = how !== "unreachable" && how !== "refused";
    if (!this.#canaries.has(host)) return;
    if (touched) this.#halted ??= "canary";
    // A host that could not even be asked says nothing of the release: the next one takes its place.
    else this.#canaries.delete(host);
  }

  #endTurn(host: Host): void {
    if (!this.#turns.end(host)) throw new Error(`host ${host} has ended, and was not under way`);
  }

  #mindDeadlines(): void {
    if (this.#stage === "preflight" || this.#stage === "reverting") return;
    for (const host of this.#turns.takeDue(this.#atMs)) this.#stop(host);
    if (
      !this.#halted &&
      this.#turns.count > 0 &&
      this.#atMs >= this.#progressAtMs + this.settings.progressDeadlineMs
    )
      this.#halt("progress-deadline");
  }

  /** Nothing is begun any more. Whoever is under way is told to stop, for there is no time left. */
  #halt(because: HaltReason): void {
    this.#halted ??= because;
    if (this.#stage === "preflight") return;
    for (const host of this.#turns.hosts()) this.#stop(host);
  }

  #stop(host: Host): void {
    if (this.#stopped.has(host)) return;
    this.#stopped.add(host);
    this.#actions.push({ kind: "stop", host });
  }

  #goOn(): void {
    if (this.#stage === "preflight") {
      if (this.#looking.size > 0) return;
      // In the order of the fleet, whichever answered first: the first ones are the canaries.
      this.#queue.sort((a, b) => a - b);
      this.#progressAtMs = this.#atMs;
      this.#stage = "canary";
    }
    if (this.#failures > this.settings.maxFailures) this.#halted ??= "budget";
    if (this.#stage === "reverting") {
      this.#beginReverts();
      return;
    }
    if (this.#halted) this.#stage = "draining";
    else this.#beginUpdates();
    if (this.#turns.count === 0) this.#conclude();
  }

  #beginUpdates(): void {
    while (this.#stage === "canary" && this.#canaries.size < this.#wanted && this.#mayBegin()) {
      const host = this.#queue[this.#next] as Host;
      this.#canaries.add(host);
      this.#update(host);
    }
    if (this.#stage === "canary" && this.#areCanariesHealthy()) {
      if (this.#isToPause()) return;
      this.#stage = "batch";
    }
    if (this.#stage !== "batch" || (this.settings.waitForBatch && this.#turns.count > 0)) return;
    while (this.#mayBegin()) this.#update(this.#queue[this.#next] as Host);
  }

  #mayBegin(): boolean {
    return this.#turns.count < this.settings.maxParallel && this.#next < this.#queue.length;
  }

  /** All that are wanted, or all that there are. */
  #areCanariesHealthy(): boolean {
    const areAllBegun = this.#canaries.size >= this.#wanted || this.#next === this.#queue.length;
    return areAllBegun && this.#healthyCanaries === this.#canaries.size;
  }

  #isToPause(): boolean {
    return this.settings.pauseAfterCanary && this.#canaries.size > 0 && this.#next < this.#queue.length;
  }

  #update(host: Host): void {
    this.#next++;
    this.#turns.begin(host, this.#atMs);
    this.#actions.push({ kind: "update", host });
  }

  /** No update is under way, and none will be. */
  #conclude(): void {
    // Told to stop when they had committed already, hosts may all have got there in spite of a halt.
    if (this.#ready === this.#outcomes.length) this.#halted = undefined;
    const goesBack = this.settings.autoRevert === "fleet" && this.#halted && this.#halted !== "cancelled";
    if (!goesBack) {
      this.#end();
      return;
    }
    // Where it is not known what runs, going back is worth a try, too.
    this.#reverts = this.#queue.filter((host) => ["updated", "broken"].includes(this.#outcomes[host] ?? ""));
    this.#stage = "reverting";
    this.#beginReverts();
  }

  #beginReverts(): void {
    if (this.#isCancelled) {
      for (const host of this.#reverts.slice(this.#nextRevert)) this.#giveRevertUp(host);
      this.#nextRevert = this.#reverts.length;
    }
    while (this.#turns.count < this.settings.maxParallel && this.#nextRevert < this.#reverts.length) {
      const host = this.#reverts[this.#nextRevert++] as Host;
      this.#turns.begin(host, this.#atMs);
      this.#actions.push({ kind: "revert", host });
    }
    if (this.#turns.count === 0) this.#end();
  }

  #giveRevertUp(host: Host): void {
    if (this.#outcomes[host] === "updated") this.#ready--;
    this.#outcomes[host] = "revert-failed";
    this.#revertsEnded++;
  }

  #end(): void {
    this.#stage = "ended";
    for (const host of this.#queue.slice(this.#next)) this.#outcomes[host] = "not-started";
    this.#actions.push({ kind: "end", verdict: this.#verdict() });
  }

  #verdict(): Verdict {
    if (this.#halted) return { kind: "halted", because: this.#halted };
    if (this.#next < this.#queue.length) return { kind: "paused" };
    return { kind: this.#failures > 0 ? "incomplete" : "succeeded" };
  }
}
