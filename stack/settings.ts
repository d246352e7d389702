import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type Host, parseHosts } from "./hosts";

/** What index.ts reads from `pulumi config`; docs/configuration.md describes every key. */
export interface Settings {
  readonly hosts: readonly Host[];
  /** How all hosts are logged in to; without any of them the SSH agent is asked. */
  readonly credentials: {
    readonly privateKey?: pulumi.Output<string>;
    readonly privateKeyPassword?: pulumi.Output<string>;
    readonly password?: pulumi.Output<string>;
    readonly sudoPassword?: pulumi.Output<string>;
    readonly acceptNewHostKey?: boolean;
  };
  readonly serviceUser: string;
  readonly adopt: boolean | undefined;
  /** The application's directory or archive, relative to where the program runs. */
  readonly source: string;
  readonly prepare: readonly string[];
  readonly smokeTest: string | undefined;
}

/** Checks all of the configuration before any resource is declared; one error names every problem. */
export function readSettings(config: pulumi.Config): Settings {
  const { hosts, problems: hostProblems } = parseHosts(readJson(config, "hosts"));
  const { commands, problems: commandProblems } = parseCommands(readJson(config, "prepare"));
  const { source, problems: sourceProblems } = findSource(config.get("source"));
  const problems = [...hostProblems, ...commandProblems, ...sourceProblems];
  if (problems.length > 0) {
    throw new pulumi.RunError(
      [
        "The stack's configuration can't be used:",
        ...problems.map((problem) => `  - ${problem}`),
        "docs/configuration.md describes every key.",
      ].join("\n"),
    );
  }
  return {
    hosts,
    credentials: {
      privateKey: config.getSecret("privateKey"),
      privateKeyPassword: config.getSecret("privateKeyPassword"),
      password: config.getSecret("password"),
      sudoPassword: config.getSecret("sudoPassword"),
      acceptNewHostKey: config.getBoolean("acceptNewHostKey"),
    },
    serviceUser: config.get("serviceUser") || "myapp",
    adopt: config.getBoolean("adopt"),
    source,
    prepare: commands,
    smokeTest: config.get("smokeTest") || undefined,
  };
}

/** A structured value, or the bare text where someone set it without `--path`. */
function readJson(config: pulumi.Config, key: string): unknown {
  const text = config.get(key);
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function parseCommands(commands: unknown = []): { commands: readonly string[]; problems: readonly string[] } {
  const isCommand = (entry: unknown): entry is string => typeof entry === "string" && entry.trim() !== "";
  if (Array.isArray(commands) && commands.every(isCommand)) return { commands, problems: [] };
  const problem =
    "prepare: a list of commands is wanted: pulumi config set --path 'prepare[0]' 'sudo apt-get update'";
  return { commands: [], problems: [problem] };
}

function findSource(setting: string | undefined): { source: string; problems: readonly string[] } {
  const absolute = resolve(projectRoot(__dirname), setting || "assets/myapp_notify");
  // Relative, so that the state is the same whoever's checkout deploys.
  const source = relative(process.cwd(), absolute);
  if (existsSync(absolute)) return { source, problems: [] };
  const problem =
    `source: there is no ${absolute}; a relative path starts beside Pulumi.yaml: ` +
    "pulumi config set source assets/myapp_notify";
  return { source, problems: [problem] };
}

/**
 * The directory of Pulumi.yaml, the same from index.ts and from dist/index.js. Not `pulumi.getRootDirectory()`: a language
 * host of before that function answers the word "rootDirectory".
 */
export function projectRoot(start: string): string {
  if (existsSync(join(start, "Pulumi.yaml"))) return start;
  const parent = dirname(start);
  if (parent === start) throw new pulumi.RunError("No directory above the program has a Pulumi.yaml.");
  return projectRoot(parent);
}
