import { endIdleConnections } from "../../../provider/host/link";
import { type Operation, PartialFailure, type State } from "../../../provider/resources/resource";
import { serviceResource } from "../../../provider/resources/service/service";
import { Archive, Asset, type ValueMap } from "../../../provider/resources/value";
import type { TestHost } from "../../../tools/hosts/testHost";
import { type Behaviour, notifyApp } from "./notifyApp";

/**
 * The resource as the engine would drive it, without an engine: Check, then Create or Update, and what state is left. Each
 * call is a run of the CLI, at whose end the plugin lets go of its connections.
 */
export interface Deployer {
  /** The stored state; undefined before the first success and after a delete. */
  state: State | undefined;
  /** What the row said, in order. */
  readonly rows: string[];
  up(inputs?: ValueMap, signal?: AbortSignal): Promise<ValueMap>;
  /** The failure of an `up` that must fail. */
  upFails(inputs?: ValueMap, signal?: AbortSignal): Promise<Error>;
  /** What a preview shows where an `up` would change something: its outputs, and what it says for good. */
  preview(inputs?: ValueMap): Promise<{ outputs: ValueMap; said: string[] }>;
  changes(inputs?: ValueMap): Promise<string[]>;
  refresh(): Promise<ValueMap | undefined>;
  destroy(signal?: AbortSignal): Promise<void>;
}

/** The application with a unit that suits it. */
export function appInputs(
  behaviour: Behaviour = {},
  overrides: ValueMap = {},
  unit: ValueMap = {},
): ValueMap {
  return {
    source: new Archive(undefined, {
      assets: { "app.py": new Asset(undefined, { text: notifyApp(behaviour) }) },
    }),
    unit: {
      execStart: ["/usr/bin/python3", "app.py"],
      user: "myapp",
      watchdog: "3s",
      timeoutStart: "20s",
      ...unit,
    },
    createUser: true,
    readiness: { minHealthyTime: "1s" },
    ...overrides,
  };
}

export function connectionTo(host: TestHost, overrides: ValueMap = {}): ValueMap {
  const { address, user, privateKey, hostKey } = host;
  return { host: address, user, privateKey, hostKey, dialErrorLimit: 3, perDialTimeout: 5, ...overrides };
}

export function deployerOf(host: TestHost, name = "myapp"): Deployer {
  const resource = serviceResource();
  const urn = `urn:pulumi:dev::tests::${resource.type}::${name}`;
  const rows: string[] = [];
  const operation = (signal = new AbortController().signal): Operation => ({
    urn,
    signal,
    timeoutSeconds: undefined,
    progress: (text) => void rows.push(text),
    inform: (text) => void rows.push(`information: ${text}`),
    warn: (text) => void rows.push(`warning: ${text}`),
  });
  const check = async (given: ValueMap) => {
    const { inputs, problems } = await resource.check(
      { connection: connectionTo(host), ...given },
      deployer.state?.inputs,
      urn,
    );
    if (problems.length > 0)
      throw new Error(problems.map(({ path, reason }) => `${path} ${reason}`).join("\n"));
    return inputs;
  };
  const deployer: Deployer = {
    state: undefined,
    rows,
    async up(given = appInputs(), signal) {
      const inputs = await check(given);
      try {
        const { id, outputs } = deployer.state
          ? {
              id: deployer.state.id,
              ...(await resource.update(deployer.state, inputs, false, operation(signal))),
            }
          : await resource.create(inputs, false, operation(signal));
        deployer.state = { id, inputs, outputs };
        return outputs;
      } catch (error) {
        // As the engine does: a failed update keeps the old inputs.
        if (error instanceof PartialFailure) {
          deployer.state = {
            id: error.id,
            inputs: deployer.state?.inputs ?? error.inputs,
            outputs: error.outputs,
          };
        }
        throw error;
      } finally {
        endIdleConnections();
      }
    },
    async upFails(given, signal) {
      const outcome = await deployer.up(given, signal).catch((error: unknown) => error);
      if (outcome instanceof Error) return outcome;
      throw new Error(`the deployment succeeded: ${JSON.stringify(outcome)}`);
    },
    async preview(given = appInputs()) {
      const inputs = await check(given);
      const from = rows.length;
      const { outputs } = deployer.state
        ? await resource.update(deployer.state, inputs, true, operation())
        : await resource.create(inputs, true, operation());
      const said = rows.slice(from).filter((row) => /^(information|warning): /.test(row));
      return { outputs, said };
    },
    async changes(given = appInputs()) {
      if (!deployer.state) return ["create"];
      return resource
        .diff(deployer.state, await check(given))
        .changes.map(({ kind, path }) => `${kind} ${path}`);
    },
    async refresh() {
      if (!deployer.state) throw new Error("nothing is deployed");
      deployer.state = await resource.read(deployer.state, operation()).finally(endIdleConnections);
      return deployer.state?.outputs;
    },
    async destroy(signal) {
      if (deployer.state)
        await resource.delete(deployer.state, operation(signal)).finally(endIdleConnections);
      deployer.state = undefined;
    },
  };
  return deployer;
}
