import { endIdleConnections } from "../../../provider/host/link";
import {
  type Operation,
  PartialFailure,
  type Resource,
  type State,
} from "../../../provider/resources/resource";
import type { ValueMap } from "../../../provider/resources/value";

/** A resource as the engine would drive it, without an engine: Check, then Create or Update, and what state is left. */
export interface Driven {
  /** The stored state; undefined before the first success and after a delete. */
  state: State | undefined;
  /** What the row said during the last operation, in order. */
  readonly rows: string[];
  up(inputs: ValueMap): Promise<ValueMap>;
  /** The failure of an `up` that must fail. */
  upFails(inputs: ValueMap): Promise<Error>;
  /** What a preview says for good where an `up` would change something. */
  preview(inputs: ValueMap): Promise<string[]>;
  changes(inputs: ValueMap): Promise<string[]>;
  refresh(): Promise<ValueMap | undefined>;
  destroy(): Promise<void>;
  /** Does something once, when the row first says so. */
  whenRowSays(words: RegExp, act: () => Promise<void>): Promise<void>;
}

export function drivenBy(resource: Resource, name: string): Driven {
  const urn = `urn:pulumi:dev::tests::${resource.type}::${name}`;
  const rows: string[] = [];
  let hear: (row: string) => void = () => undefined;
  const say = (row: string) => {
    rows.push(row);
    hear(row);
  };
  const operation = (): Operation => {
    rows.length = 0;
    return {
      urn,
      signal: new AbortController().signal,
      timeoutSeconds: undefined,
      progress: say,
      inform: (text) => say(`info: ${text}`),
      warn: (text) => say(`warning: ${text}`),
    };
  };
  const check = async (given: ValueMap) => {
    const { inputs, problems } = await resource.check(given, driven.state?.inputs, urn);
    if (problems.length > 0)
      throw new Error(problems.map(({ path, reason }) => `${path} ${reason}`).join("\n"));
    return inputs;
  };
  // Each command of the CLI has a plugin of its own, whose logins end with it.
  const asCommand = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } finally {
      endIdleConnections();
    }
  };
  const driven: Driven = {
    state: undefined,
    rows,
    async up(given) {
      const inputs = await check(given);
      const { state } = driven;
      try {
        const { id, outputs } = await asCommand(async () =>
          state
            ? { id: state.id, ...(await resource.update(state, inputs, false, operation())) }
            : await resource.create(inputs, false, operation()),
        );
        driven.state = { id, inputs, outputs };
        return outputs;
      } catch (error) {
        // As the engine does: a failed update keeps the old inputs.
        if (error instanceof PartialFailure)
          driven.state = { id: error.id, inputs: state?.inputs ?? error.inputs, outputs: error.outputs };
        throw error;
      }
    },
    async upFails(given) {
      const outcome = await driven.up(given).catch((error: unknown) => error);
      if (outcome instanceof Error) return outcome;
      throw new Error(`the deployment succeeded: ${JSON.stringify(outcome)}`);
    },
    async preview(given) {
      const inputs = await check(given);
      const { state } = driven;
      await asCommand(async () =>
        state
          ? await resource.update(state, inputs, true, operation())
          : await resource.create(inputs, true, operation()),
      );
      return rows.filter((row) => /^(info|warning): /.test(row));
    },
    async changes(given) {
      if (!driven.state) return ["create"];
      const { changes } = resource.diff(driven.state, await check(given));
      return changes.map(({ kind, path }) => `${kind} ${path}`);
    },
    async refresh() {
      const { state } = driven;
      if (!state) throw new Error("nothing is deployed");
      driven.state = await asCommand(() => resource.read(state, operation()));
      return driven.state?.outputs;
    },
    async destroy() {
      const { state } = driven;
      if (state) await asCommand(() => resource.delete(state, operation()));
      driven.state = undefined;
    },
    whenRowSays: (words, act) =>
      new Promise((resolve, reject) => {
        hear = (row) => {
          if (!words.test(row)) return;
          hear = () => undefined;
          act().then(resolve, reject);
        };
      }),
  };
  return driven;
}
