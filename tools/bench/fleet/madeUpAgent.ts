/**
 * What the agent of a made-up host says: the lines of a real one (recorded on systemd 252), with what differs from host to
 * host put in. Nothing runs behind them. They are there to measure the other end alone.
 */

/** What a made-up host has of the service. */
export interface MadeUpService {
  readonly token: string;
  readonly urn: string;
  readonly release: string;
  readonly previous: string;
  readonly unitSha256: string;
  readonly transaction: string;
  readonly since: string;
  readonly invocation: string;
  readonly startedAtUs: number;
  readonly readyAtUs: number;
  /** Hashes of the files it has, by which it asks for the others alone. */
  readonly contents: ReadonlySet<string>;
}

/** What the other end asks, unpacked. */
export interface Asked {
  /** Of the file `request` (docs/agent-protocol.md, section 2). */
  readonly variables: Readonly<Record<string, string>>;
  readonly manifest: string;
  readonly unitSha256: string;
}

export interface MadeUpHost {
  readonly machine: string;
  readonly boot: string;
  /** How long its service takes from its start to READY=1. */
  readonly startMs: number;
  readonly service: MadeUpService | undefined;
}

export interface Moment {
  readonly at: Date;
  readonly monotonicUs: number;
  readonly invocation: string;
}

/** What is said, in three parts, and what the host has afterwards. */
export interface Answer {
  readonly first: readonly string[];
  /** Once the contents that were asked for have come; none were where it is empty. */
  readonly received: readonly string[];
  /** When the service has started. */
  readonly started: readonly string[];
  readonly service: MadeUpService | undefined;
}

export function answer(host: MadeUpHost, asked: Asked, moment: Moment): Answer {
  const { OP: op = "" } = asked.variables;
  const opening = `host systemd=252 machine=${host.machine} boot=${host.boot} arch=x86_64`;
  const atOnce = (lines: readonly string[], service = host.service): Answer => ({
    first: lines,
    received: [],
    started: [],
    service,
  });
  const observed = "end outcome=observed step=preflight code= -- ";
  switch (op) {
    case "plan":
      return atOnce([
        "step name=preflight",
        opening,
        planLine(host.service, asked),
        fact("release", host.service?.release ?? ""),
        ...unitFacts(host.service, asked),
        observed,
      ]);
    case "observe":
      return atOnce([opening, ...allFacts(host.service, asked), observed]);
    case "remove":
      return {
        ...atOnce([
          opening,
          "step name=lock",
          `detached tx=${asked.variables.TX}`,
          "step name=stop",
          "step name=clean",
          ...allFacts(undefined, asked),
          "end outcome=removed step=clean code= -- ",
        ]),
        service: undefined,
      };
    case "apply":
      return deployment(host, asked, moment, opening);
    default:
      throw new Error(`a made-up host knows no ${JSON.stringify(op)}`);
  }
}

function deployment(host: MadeUpHost, asked: Asked, moment: Moment, opening: string): Answer {
  const service = deployed(host, asked, moment);
  return {
    first: ["step name=preflight", opening, `need blobs=${missing(host.service, asked.manifest).join(",")}`],
    received: [
      "step name=upload",
      "step name=lock",
      `detached tx=${service.transaction}`,
      "step name=stage",
      planLine(host.service, asked),
      "step name=verify",
      "step name=trial",
      "step name=judge",
      "state active=inactive sub=dead nrestarts=0",
      "state active=activating sub=start nrestarts=0",
    ],
    started: [
      "state active=active sub=running nrestarts=0",
      `status -- serving ${service.release}`,
      `ready after_us=${service.readyAtUs - service.startedAtUs}`,
      "step name=commit",
      ...allFacts(service, asked),
      "end outcome=committed step=commit code= -- ",
    ],
    service,
  };
}

function planLine(service: MadeUpService | undefined, { variables }: Asked): string {
  return service === undefined
    ? `plan action=install -- ${variables.UNIT} is new here`
    : "plan action=restart -- the release changed";
}

function deployed({ service: before, startMs }: MadeUpHost, asked: Asked, moment: Moment): MadeUpService {
  const { TOKEN = "", URN = "", DIGEST = "", TX = "" } = asked.variables;
  return {
    token: TOKEN,
    urn: URN,
    release: DIGEST,
    previous: before?.release ?? "",
    unitSha256: asked.unitSha256,
    transaction: TX,
    since: `${moment.at.toISOString().slice(0, 19)}Z`,
    invocation: moment.invocation,
    startedAtUs: moment.monotonicUs,
    readyAtUs: moment.monotonicUs + startMs * 1_000,
    contents: new Set(filesOf(asked.manifest).map(({ sha256 }) => sha256)),
  };
}

/** The numbers of the manifest's entries whose contents the host lacks. */
function missing(service: MadeUpService | undefined, manifest: string): number[] {
  return filesOf(manifest)
    .filter(({ sha256 }) => !service?.contents.has(sha256))
    .map(({ number }) => number);
}

function filesOf(manifest: string): { number: number; sha256: string }[] {
  return manifest.split("\n").flatMap((line, index) => {
    const [kind, sha256 = ""] = line.split("\t");
    return kind === "f" ? [{ number: index + 1, sha256 }] : [];
  });
}

const fact = (name: string, value: string | number) => `fact of=now name=${name} -- ${value}`;

function allFacts(service: MadeUpService | undefined, asked: Asked): string[] {
  return [
    fact("owner", service?.token ?? ""),
    fact("urn", service?.urn ?? ""),
    fact("release", service?.release ?? ""),
    fact("previous", service?.previous ?? ""),
    fact("since", service?.since ?? ""),
    fact("byhand", ""),
    fact("transaction", service?.transaction ?? ""),
    fact("outcome", service === undefined ? "" : "committed"),
    fact("unitfile", service?.unitSha256 ?? ""),
    fact("link", ""),
    fact("releasefiles", service === undefined ? "missing" : "ok"),
    fact("environment", ""),
    fact("credentials", ""),
    ...unitFacts(service, asked),
  ];
}

/** As `systemctl show` has them. */
function unitFacts(service: MadeUpService | undefined, { variables: { UNIT: unit = "" } }: Asked): string[] {
  const isUp = service !== undefined;
  const startedAtUs = service?.startedAtUs ?? 0;
  return [
    fact("Type", isUp ? "notify" : ""),
    fact("WatchdogUSec", isUp ? "0" : "infinity"),
    fact("WatchdogTimestampMonotonic", 0),
    fact("MainPID", isUp ? 276 : 0),
    fact("StatusText", isUp ? `serving ${service.release}` : ""),
    fact("Result", "success"),
    fact("NRestarts", 0),
    fact("ExecMainStartTimestampMonotonic", startedAtUs),
    fact("Id", unit),
    fact("LoadState", isUp ? "loaded" : "not-found"),
    fact("ActiveState", isUp ? "active" : "inactive"),
    fact("SubState", isUp ? "running" : "dead"),
    fact("FragmentPath", isUp ? `/etc/systemd/system/${unit}` : ""),
    fact("DropInPaths", ""),
    fact("UnitFileState", isUp ? "enabled" : ""),
    fact("InactiveExitTimestampMonotonic", startedAtUs),
    fact(
      "ActiveEnterTimestamp",
      isUp ? `Sat ${service.since.slice(0, 10)} ${service.since.slice(11, 19)} UTC` : "",
    ),
    fact("ActiveEnterTimestampMonotonic", service?.readyAtUs ?? 0),
    fact("NeedDaemonReload", "no"),
    fact("InvocationID", service?.invocation ?? ""),
  ];
}
