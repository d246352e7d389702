/** What a machine offers, as far as test hosts are concerned. */
export interface MachineFacts {
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  /** May mount in a namespace of its own; root in an ordinary container may not. */
  readonly canMount: boolean;
  /** Has apt-get, so that missing packages can be installed. */
  readonly hasApt: boolean;
  /** Commands that systemd-nspawn hosts need and that are not there. */
  readonly missingCommands: readonly string[];
  readonly engines: readonly EngineFacts[];
  /** PULUMI_SYSTEMD_HOSTS */
  readonly requested?: string;
}

export interface EngineFacts {
  readonly name: "docker" | "podman";
  /** Why it can't be used, in its own words. */
  readonly problem?: string;
}

export type DriverChoice =
  | { readonly driver: "nspawn"; readonly missingCommands: readonly string[] }
  | { readonly driver: "container"; readonly engine: EngineFacts["name"] }
  | { readonly driver: "none"; readonly reason: string };

/** systemd-nspawn where it can be: it boots in a second and its network can be broken at will. Else a container engine. */
export function chooseDriver(facts: MachineFacts): DriverChoice {
  const nspawnObstacle = obstacleOfNspawn(facts);
  const engine = facts.engines.find(({ problem }) => problem === undefined);
  const nspawn = { driver: "nspawn", missingCommands: facts.missingCommands } as const;
  switch (facts.requested) {
    case undefined:
    case "":
      if (nspawnObstacle === undefined) return nspawn;
      return engine === undefined ? none(facts) : { driver: "container", engine: engine.name };
    case "nspawn":
      return nspawnObstacle === undefined ? nspawn : none(facts);
    case "container":
      return engine === undefined ? none(facts) : { driver: "container", engine: engine.name };
    default:
      return {
        driver: "none",
        reason: `PULUMI_SYSTEMD_HOSTS is "${facts.requested}": it may be "nspawn", "container" or unset`,
      };
  }
}

/** Why there can be no nspawn hosts, as the rest of a sentence. */
export function obstacleOfNspawn(facts: MachineFacts): string | undefined {
  if (facts.platform !== "linux") return "this machine does not run Linux";
  if (!facts.isRoot) return "this needs root (try sudo)";
  if (!facts.canMount) return "this machine is itself a container that may not mount";
  if (facts.missingCommands.length > 0 && !facts.hasApt) {
    return `${facts.missingCommands.join(", ")} must be installed, and there is no apt-get to do it`;
  }
  return undefined;
}

/** Why there can be no container hosts. */
export function obstacleOfContainers(facts: MachineFacts): string | undefined {
  if (facts.engines.some(({ problem }) => problem === undefined)) return undefined;
  if (facts.engines.length === 0) return "neither docker nor podman is installed";
  return facts.engines.map(({ name, problem }) => `${name}: ${problem}`).join("; ");
}

function none(facts: MachineFacts): DriverChoice {
  const nspawn = obstacleOfNspawn(facts);
  const containers = obstacleOfContainers(facts);
  return {
    driver: "none",
    reason: [
      "no test hosts can be started on this machine:",
      `  - systemd-nspawn (Linux, root): ${nspawn ?? "possible, but PULUMI_SYSTEMD_HOSTS asks for the other"}`,
      `  - docker or podman: ${containers ?? "possible, but PULUMI_SYSTEMD_HOSTS asks for the other"}`,
      "Either of them is enough; docs/hosts.md says what each needs.",
    ].join("\n"),
  };
}
