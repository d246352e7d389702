/** One entry of the stack's `hosts`. */
export interface Host {
  /** Names the host's resources and outputs. */
  readonly name: string;
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  readonly hostKey?: string;
}

interface Field {
  readonly wanted: string;
  readonly example: string;
  readonly accepts: (value: unknown) => boolean;
}

const FIELDS: Readonly<Record<keyof Host, Field>> = {
  host: { wanted: "a name or an address", example: "203.0.113.7", accepts: isText },
  name: { wanted: "a word", example: "paris", accepts: isText },
  port: { wanted: "a port from 1 to 65535", example: "22", accepts: isPort },
  user: { wanted: "a user's name", example: "deploy", accepts: isText },
  hostKey: { wanted: "a public key", example: "'ssh-ed25519 AAAA…'", accepts: isText },
};

/** What people look for here but is one for all hosts, and how it is set. */
const OF_ALL_HOSTS: Readonly<Record<string, string>> = {
  privateKey: "--secret privateKey",
  privateKeyPassword: "--secret privateKeyPassword",
  password: "--secret password",
  sudoPassword: "--secret sudoPassword",
  acceptNewHostKey: "acceptNewHostKey true",
};

/**
 * `hosts` of the stack's configuration, a list of `{ host, name?, port?, user?, hostKey? }`. Each problem comes with its
 * path and, where one would do, the command that mends it.
 */
export function parseHosts(hosts: unknown): { hosts: readonly Host[]; problems: readonly string[] } {
  if (!Array.isArray(hosts) || hosts.length === 0) {
    const problem = `hosts: a list with at least one host is wanted: ${setting("hosts[0]", "host")}`;
    return { hosts: [], problems: [problem] };
  }
  const problems = hosts.flatMap((entry: unknown, position) => problemsOf(entry, `hosts[${position}]`));
  if (problems.length > 0) return { hosts: [], problems };
  const named = hosts.map((entry: Omit<Host, "name">): Host => ({ name: entry.host, ...entry }));
  return { hosts: named, problems: problemsOfNames(named) };
}

function problemsOf(entry: unknown, path: string): string[] {
  if (typeof entry !== "object" || entry === null || !("host" in entry)) {
    return [`${path}: has no host: ${setting(path, "host")}`];
  }
  return Object.entries(entry).flatMap(([field, value]) => {
    if (isField(field)) {
      const { wanted, accepts } = FIELDS[field];
      return accepts(value) ? [] : [`${path}.${field}: ${wanted} is wanted: ${setting(path, field)}`];
    }
    if (Object.hasOwn(OF_ALL_HOSTS, field)) {
      return [`${path}.${field}: is set for all hosts at once: pulumi config set ${OF_ALL_HOSTS[field]}`];
    }
    return [`${path}.${field}: unknown; a host has ${Object.keys(FIELDS).join(", ")}`];
  });
}

function problemsOfNames(hosts: readonly Host[]): string[] {
  return hosts.flatMap(({ name }, position) => {
    const first = hosts.findIndex((other) => other.name === name);
    if (first === position) return [];
    const path = `hosts[${position}]`;
    return [`${path}.name: hosts[${first}] is called ${name} too: ${setting(path, "name")}`];
  });
}

function setting(path: string, field: keyof Host): string {
  return `pulumi config set --path '${path}.${field}' ${FIELDS[field].example}`;
}

function isField(name: string): name is keyof Host {
  return Object.hasOwn(FIELDS, name);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isPort(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535;
}
