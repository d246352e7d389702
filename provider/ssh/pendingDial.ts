import { attempt } from "./attempt";
import type { PreparedHop } from "./preparedHop";
import { dialPatience, isCommonFailure } from "./sameConnection";
import { MOST_OPERATIONS, type Purpose, type SharedLink } from "./sharedLink";
import { SshError } from "./sshError";

type Progress = (text: string) => void;

/** A dial for which several wait. It is given up when the last of them has gone. */
export class PendingDial {
  readonly #prepared: PreparedHop;
  readonly #outcome: Promise<SharedLink>;
  readonly #abort = new AbortController();
  readonly #waiting = new Set<Progress>();
  #newest: string | undefined;

  constructor(
    prepared: PreparedHop,
    dial: (signal: AbortSignal, onProgress: Progress) => Promise<SharedLink>,
  ) {
    this.#prepared = prepared;
    this.#outcome = dial(this.#abort.signal, (text) => this.#tell(text));
    this.#outcome.catch(() => {});
  }

  /** Whether one more may wait for it, and find what he needs when it succeeds. */
  hasRoomFor(prepared: PreparedHop, purpose: Purpose): boolean {
    if (this.#abort.signal.aborted || dialPatience(prepared) !== dialPatience(this.#prepared)) return false;
    return purpose === "dials" || this.#waiting.size < MOST_OPERATIONS;
  }

  /**
   * `undefined`: it failed, and that says nothing about a dial of one's own.
   *
   * @throws SshError when it failed as one's own would have; or `signal.reason`
   */
  async wait(
    prepared: PreparedHop,
    signal: AbortSignal,
    onProgress: Progress,
  ): Promise<SharedLink | undefined> {
    const cameLate = this.#newest !== undefined;
    // A row of one's own, also where two operations share a function.
    const tell: Progress = (text) => onProgress(text);
    this.#waiting.add(tell);
    if (this.#newest !== undefined) tell(this.#newest);
    const leave = (): void => {
      this.#waiting.delete(tell);
      if (this.#waiting.size === 0) this.#abort.abort(new Error("nobody waits for this dial any more"));
    };
    try {
      return await attempt<SharedLink>(signal, ({ succeed, fail }) => {
        this.#outcome.then(succeed, fail);
        return () => {};
      });
    } catch (error) {
      const isOthers =
        error instanceof SshError &&
        !signal.aborted &&
        !isCommonFailure(error, this.#prepared, prepared, cameLate);
      if (isOthers) return undefined;
      throw error;
    } finally {
      leave();
    }
  }

  #tell(text: string): void {
    this.#newest = text;
    for (const tell of this.#waiting) tell(text);
  }
}
