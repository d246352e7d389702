import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import type { ConnectionSpec, EndpointSpec, ProxySpec } from "../connectionSpec";
import { DEFAULT_USER } from "../hop";
import { SshError } from "../sshError";
import { type ConfiguredEndpoint, configuredEndpoint, type Surroundings } from "./configuredEndpoint";
import { expandPath, expandTokens } from "./expand";
import { jumpsOf } from "./proxyJump";
import { readConfig } from "./readConfig";
import { ConfigRefusal, type ConfigSection } from "./section";
import { type Settings, settingsFor } from "./settings";

/** A connection whose endpoints, proxies too, have all that a configuration says about them. */
export type ConfiguredRoute = ConfiguredEndpoint & { readonly proxy?: ConfiguredRoute };

/**
 * Looks every host on the way up in the file that `config` names; without it nothing is read.
 *
 * @throws SshError of stage `config`
 */
export async function configuredRoute(spec: ConnectionSpec): Promise<ConfiguredRoute> {
  const { config, ...rest } = spec;
  if (config === undefined || config === false) return rest;
  const home = homedir();
  const file = config === true ? join(home, ".ssh", "config") : expandPath(config, home);
  try {
    const sections = await readConfig(file, home);
    const surroundings = { home, localUser: userInfo().username, defaultUser: DEFAULT_USER };
    return resolveEndpoint(rest, { sections, surroundings, above: [] });
  } catch (error) {
    if (!(error instanceof ConfigRefusal)) throw error;
    throw new SshError(
      { endpoint: spec.host, role: "host", property: "connection" },
      {
        stage: "config",
        problem: error.message,
        details: [`Read from ${file} (connection.config).`, error.remedy],
      },
    );
  }
}

interface Resolution {
  readonly sections: readonly ConfigSection[];
  readonly surroundings: Surroundings;
  /** Aliases whose ProxyJump led here. */
  readonly above: readonly string[];
}

function resolveEndpoint(spec: ProxySpec, resolution: Resolution): ConfiguredRoute {
  const settings = settingsOf(spec, resolution);
  const own = configuredEndpoint(spec, settings, resolution.surroundings);
  if (spec.proxy !== undefined) return { ...own, proxy: resolveEndpoint(spec.proxy, resolution) };
  const path = [...resolution.above, spec.host];
  if (resolution.above.includes(spec.host)) {
    throw new ConfigRefusal(
      `ProxyJump goes in a circle: ${path.join(" → ")}`,
      "Give the jump host a section of its own with ProxyJump none, before the one that matches it.",
    );
  }
  const tokens = { h: own.host, n: spec.host, p: String(own.port ?? 22), r: own.user ?? DEFAULT_USER };
  const jumps = jumpsOf(expandTokens(settings.get("proxyjump")?.[0] ?? "none", tokens));
  return { ...own, proxy: resolveJumps(jumps, { ...resolution, above: path }) };
}

/** Only the first jump may be behind a ProxyJump of its own; the others are reached through the one before. */
function resolveJumps(jumps: readonly EndpointSpec[], resolution: Resolution): ConfiguredRoute | undefined {
  const nearest = jumps.at(-1);
  if (nearest === undefined) return undefined;
  const jumpOf = resolution.above.at(-1);
  if (jumps.length === 1) return { ...resolveEndpoint(nearest, resolution), jumpOf };
  const proxy = resolveJumps(jumps.slice(0, -1), resolution);
  const settings = new Map(settingsOf(nearest, resolution));
  settings.delete("proxycommand");
  return { ...configuredEndpoint(nearest, settings, resolution.surroundings), jumpOf, proxy };
}

function settingsOf({ host, user }: EndpointSpec, { sections, surroundings }: Resolution): Settings {
  return settingsFor(sections, { alias: host, user, ...surroundings });
}
