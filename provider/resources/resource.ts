import type { Problem } from "../systemd/problem";
import type { ValueMap } from "./value";

/** How one property differs, in the engine's words. `path` as Pulumi writes it: `release.files["app.py"]`. */
export interface PropertyDiff {
  readonly path: string;
  readonly kind: "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";
  /** The path is one of the inputs (else of the outputs). */
  readonly inInputs: boolean;
}

export interface Diff {
  readonly changes: readonly PropertyDiff[];
  /** Top-level properties that force a replacement. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** What an operation may use of the run it is part of. */
export interface Operation {
  readonly urn: string;
  /** Aborted by Cancel: stop at the next safe point, say in the error what state the host is in. */
  readonly signal: AbortSignal;
  /** Deadline of the whole operation (customTimeouts), if the user set one. */
  readonly timeoutSeconds: number | undefined;
  /** Show in the resource's row until the next one. */
  progress(text: string): void;
  /** Keep as a diagnostic of the resource: something that its user wants to know. */
  inform(text: string): void;
  /** The same, of something that is not as it should be. */
  warn(text: string): void;
}

export interface State {
  readonly id: string;
  readonly inputs: ValueMap;
  readonly outputs: ValueMap;
}

/**
 * The operation failed and the resource exists all the same: the engine stores `state` with the reason, and calls Update
 * next time even if nothing changed.
 */
export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  constructor(
    reason: string,
    readonly id: string,
    readonly inputs: ValueMap,
    readonly outputs: ValueMap,
  ) {
    super(reason);
  }
}

/** One resource type. Values in, values out; a plain `Error` is a failure that left nothing behind. */
export interface Resource {
  readonly type: string;
  check(
    news: ValueMap,
    olds: ValueMap | undefined,
    urn: string,
    /** What a check draws, it draws from this: the same one makes the same inputs (`pulumi up --plan`). */
    seed?: Uint8Array,
  ): Promise<{ inputs: ValueMap; problems: readonly Problem[] }>;
  diff(old: State, news: ValueMap): Diff;
  create(news: ValueMap, preview: boolean, operation: Operation): Promise<{ id: string; outputs: ValueMap }>;
  /** `undefined`: certainly gone. Unreachable is an error. */
  read(state: State, operation: Operation): Promise<State | undefined>;
  update(old: State, news: ValueMap, preview: boolean, operation: Operation): Promise<{ outputs: ValueMap }>;
  delete(state: State, operation: Operation): Promise<void>;
}
