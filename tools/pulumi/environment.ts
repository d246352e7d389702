import { delimiter } from "node:path";

export interface PulumiWorkspace {
  /** PULUMI_HOME: plugins, credentials. Never the user's own. */
  readonly home: string;
  /** Holds the state of all stacks; must exist. */
  readonly stateDir: string;
  /** Comes first on PATH. @default nothing is added */
  readonly binDir?: string;
  /** @default "" : the stacks of scripts keep no secrets of worth */
  readonly passphrase?: string;
}

/** The environment of a CLI that asks nobody, downloads nothing and touches no other stack than those in `stateDir`. */
export function pulumiEnvironment(
  { home, stateDir, binDir, passphrase = "" }: PulumiWorkspace,
  base: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  // What a user has set for stacks of their own must not leak in.
  const inherited = Object.entries(base).filter(([name]) => !name.startsWith("PULUMI_"));
  return {
    ...Object.fromEntries(inherited),
    ...(binDir === undefined ? {} : { PATH: `${binDir}${delimiter}${base.PATH ?? ""}` }),
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${stateDir}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_CONFIRMATIONS: "true",
  };
}
