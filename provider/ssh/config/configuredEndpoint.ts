import { join } from "node:path";
import type { EndpointSpec } from "../connectionSpec";
import { expandPath, expandTokens } from "./expand";
import { ConfigRefusal } from "./section";
import type { Settings } from "./settings";

/** What a configuration adds to an endpoint that a program has no words for. */
export interface FromConfig {
  readonly identityFiles: readonly string[];
  /** Whether the configuration names them; else they are those that ssh(1) tries by default. */
  readonly areIdentitiesNamed: boolean;
  /** Of the agent's keys only those whose public half is beside an identity file. */
  readonly identitiesOnly: boolean;
  /** `none`: no agent at all. */
  readonly identityAgent?: string;
  readonly knownHostsFiles?: readonly string[];
  readonly hostKeyAlias?: string;
  /** StrictHostKeyChecking accept-new. Nothing weaker is honoured. */
  readonly acceptNewHostKey: boolean;
}

export type ConfiguredEndpoint = EndpointSpec & {
  readonly fromConfig?: FromConfig;
  /** The host whose ProxyJump it is; the program knows nothing of it. */
  readonly jumpOf?: string;
};

/** Who and where the configuration is read for. */
export interface Surroundings {
  readonly home: string;
  readonly localUser: string;
  readonly defaultUser: string;
}

const DEFAULT_IDENTITIES = ["id_rsa", "id_ecdsa", "id_ed25519"];
const GLOBAL_KNOWN_HOSTS = ["/etc/ssh/ssh_known_hosts"];

/** Keywords that would change the way to the host, or what it is shown there, and that are not honoured. */
const REFUSED: readonly { readonly keyword: string; readonly remedy: string }[] = [
  { keyword: "proxycommand", remedy: "No command is run. Use ProxyJump, or connection.proxy." },
  { keyword: "knownhostscommand", remedy: "No command is run. Give connection.hostKey." },
  {
    keyword: "certificatefile",
    remedy: "Certificates are not supported here: the host must know a plain key (authorized_keys).",
  },
  { keyword: "canonicalizehostname", remedy: "Write the full name into HostName or connection.host." },
];

const HARMLESS = ["none", "no"];

/**
 * An endpoint with what the configuration says where the program says nothing.
 *
 * @throws ConfigRefusal for a keyword that is not honoured and can't be passed over
 */
export function configuredEndpoint(
  spec: EndpointSpec,
  settings: Settings,
  { home, localUser, defaultUser }: Surroundings,
): ConfiguredEndpoint {
  refuse(spec, settings);
  const first = (keyword: string): string | undefined => settings.get(keyword)?.[0];
  const alias = spec.host;
  const host = expandTokens(first("hostname") ?? alias, { h: alias, n: alias });
  const port = spec.port ?? portOf(first("port"));
  const user = spec.user ?? first("user");
  const tokens = {
    d: home,
    h: host,
    n: alias,
    p: String(port ?? 22),
    r: user ?? defaultUser,
    u: localUser,
    k: first("hostkeyalias") ?? alias,
  };
  const path = (text: string): string => expandPath(expandTokens(text, tokens), home);
  const named = settings.get("identityfile");
  const identities = (named ?? DEFAULT_IDENTITIES.map((name) => join(home, ".ssh", name))).map(path);
  const hostKeyAlias = first("hostkeyalias");
  return {
    ...spec,
    host,
    port,
    user,
    perDialTimeout: spec.perDialTimeout ?? secondsOf(first("connecttimeout")),
    fromConfig: {
      identityFiles: identities.filter((file) => file.toLowerCase() !== "none"),
      areIdentitiesNamed: named !== undefined,
      identitiesOnly: first("identitiesonly")?.toLowerCase() === "yes",
      identityAgent: agentOf(first("identityagent"), path),
      knownHostsFiles: knownHostsFilesOf(settings, home)?.map(path),
      hostKeyAlias: hostKeyAlias && expandTokens(hostKeyAlias, tokens),
      acceptNewHostKey: first("stricthostkeychecking")?.toLowerCase() === "accept-new",
    },
  };
}

function refuse(spec: EndpointSpec, settings: Settings): void {
  const keywords = [...settings.keys()];
  for (const { keyword, remedy } of REFUSED) {
    const value = settings.get(keyword)?.[0]?.toLowerCase() ?? "none";
    if (HARMLESS.includes(value)) continue;
    // Of ProxyJump and ProxyCommand the first one counts, and before both a proxy of the program's own.
    const jump = keywords.indexOf("proxyjump");
    const isOutranked = "proxy" in spec || (jump >= 0 && jump < keywords.indexOf(keyword));
    if (keyword === "proxycommand" && isOutranked) continue;
    if (keyword === "certificatefile" && spec.privateKey !== undefined) continue;
    if (keyword === "knownhostscommand" && spec.hostKey !== undefined) continue;
    throw new ConfigRefusal(`${PROPER_NAMES[keyword] ?? keyword} of ${spec.host} is not honoured`, remedy);
  }
}

const PROPER_NAMES: Readonly<Record<string, string>> = {
  proxycommand: "ProxyCommand",
  knownhostscommand: "KnownHostsCommand",
  certificatefile: "CertificateFile",
  canonicalizehostname: "CanonicalizeHostname",
};

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw new ConfigRefusal(`Port ${JSON.stringify(text)} is no port`, "It is a number from 1 to 65535.");
}

/** ConnectTimeout: `none` is a word for the default. */
function secondsOf(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}

function agentOf(text: string | undefined, path: (text: string) => string): string | undefined {
  if (text === undefined || text === "SSH_AUTH_SOCK") return undefined;
  if (text.toLowerCase() === "none") return "none";
  return text.startsWith("$") && !text.startsWith("${") ? process.env[text.slice(1)] : path(text);
}

function knownHostsFilesOf(settings: Settings, home: string): readonly string[] | undefined {
  const [users, global] = [settings.get("userknownhostsfile"), settings.get("globalknownhostsfile")];
  if (users === undefined && global === undefined) return undefined;
  const files = [...(users ?? [join(home, ".ssh", "known_hosts")]), ...(global ?? GLOBAL_KNOWN_HOSTS)];
  return files.filter((file) => file.toLowerCase() !== "none");
}
