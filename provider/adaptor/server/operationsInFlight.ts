import { EventEmitter, once } from "node:events";

export interface RunningOperation {
  readonly signal: AbortSignal;
  /** The engine no longer waits for the outcome. */
  abandon(): void;
  end(): void;
}

/**
 * What is running for the engine, so that it can be told to stop. Emits `change` when an operation was abandoned or
 * ended.
 */
export class OperationsInFlight extends EventEmitter<{ change: [] }> {
  readonly #running = new Set<AbortController>();
  readonly #abandoned = new Set<AbortController>();

  begin(): RunningOperation {
    const controller = new AbortController();
    this.#running.add(controller);
    return {
      signal: controller.signal,
      abandon: () => {
        if (!this.#running.has(controller)) return;
        this.#abandoned.add(controller);
        controller.abort(new Error("the Pulumi engine no longer waits"));
        this.emit("change");
      },
      end: () => {
        this.#running.delete(controller);
        this.#abandoned.delete(controller);
        this.emit("change");
      },
    };
  }

  /** How many operations the engine waits for. */
  get awaited(): number {
    return this.#running.size - this.#abandoned.size;
  }

  /** Tell everything that runs now to stop, and nothing that begins later. `reason` is what the operations may say. */
  abort(reason: string): void {
    for (const controller of this.#running) controller.abort(new Error(reason));
  }

  /** Resolves once nothing runs. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await once(this, "change");
  }
}
