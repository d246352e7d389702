import type { Source } from "../../host/source/readSource";
import type { ConnectionSpec, EndpointSpec, ProxySpec } from "../../ssh/connectionSpec";
import type { UnitSpec } from "../../systemd/unit/unitSpec";
import { type Fields, list, object, oneOrMany, record } from "../decode/containers";
import { type Decoder, type Findings, known, mismatch } from "../decode/decoder";
import { flag, flagOrText, oneOf, text, wholeNumber } from "../decode/scalars";
import { Archive, Asset, type ValueMap } from "../value";
import type { PythonSpec, ReadinessSpec, RuntimeSpec, ServiceSpec } from "./inputs";

const MAX_PORT = 65_535;
const anyCount = wholeNumber(0, Number.MAX_SAFE_INTEGER);
/** -1 stands for no maximum. */
const countOrUnlimited = wholeNumber(-1, Number.MAX_SAFE_INTEGER);

const endpointFields: Fields<EndpointSpec> = {
  host: text,
  port: wholeNumber(1, MAX_PORT),
  user: text,
  password: text,
  privateKey: text,
  privateKeyPassword: text,
  agentSocketPath: text,
  hostKey: text,
  dialErrorLimit: countOrUnlimited,
  perDialTimeout: anyCount,
};

/** A proxy may have a proxy; the decoder of the inner one is made when there is one. */
const proxy: Decoder<ProxySpec> = (value, path, findings) =>
  (object<ProxySpec>({ ...endpointFields, proxy }, ["host"]) as Decoder<ProxySpec>)(value, path, findings);

const connection = object<ConnectionSpec>(
  {
    ...endpointFields,
    proxy,
    config: flagOrText,
    sudoPassword: text,
    acceptNewHostKey: flag,
  },
  ["host"],
);

const argv = list(text);

const unit = object<UnitSpec>(
  {
    description: text,
    after: list(text),
    wants: list(text),
    requires: list(text),
    type: oneOf("notify", "notify-reload", "simple", "exec", "forking", "oneshot", "dbus", "idle"),
    execStart: argv,
    execStartPre: list(argv),
    execReload: argv,
    user: text,
    group: text,
    dynamicUser: flag,
    notifyAccess: oneOf("none", "main", "exec", "all"),
    restart: oneOf("no", "always", "on-success", "on-failure", "on-abnormal", "on-abort", "on-watchdog"),
    restartSec: text,
    watchdog: text,
    timeoutStart: text,
    timeoutStop: text,
    startLimitInterval: text,
    startLimitBurst: anyCount,
    environment: record(text),
    environmentFiles: list(text),
    stateDirectory: list(text),
    workingDirectory: text,
    wantedBy: list(text),
    hardening: oneOf("none", "basic", "strict"),
    directives: record(record(oneOrMany(text))),
    text,
  },
  [],
);

/** An asset or archive, as the room that reads sources wants it; undefined where the engine sent a hash alone. */
function sourceOf(value: Asset | Archive): Source {
  if (value instanceof Asset) return { kind: "file", ...value.from };
  const { path, uri, assets } = value.from;
  const members =
    assets && Object.fromEntries(Object.entries(assets).map(([name, member]) => [name, sourceOf(member)]));
  return { kind: "tree", path, uri, members };
}

const source: Decoder<Source> = (value, path, findings) => {
  const found = known(value, path, findings);
  if (found === undefined) return undefined;
  if (found instanceof Asset || found instanceof Archive) return sourceOf(found);
  return mismatch(findings, path, 'an asset or an archive (new pulumi.asset.FileArchive("./app"))', found);
};

/** A service as far as it is known and well-formed. */
export type ServiceDraft = Partial<Omit<ServiceSpec<Source>, "unit" | "connection">> & {
  readonly unit?: UnitSpec;
  readonly connection?: Partial<ConnectionSpec>;
};

const service = object<ServiceDraft>(
  {
    name: text,
    connection,
    source,
    directory: text,
    runtime: object<RuntimeSpec>(
      {
        packages: list(text),
        python: object<PythonSpec>({ requirements: list(text) }, ["requirements"]) as Decoder<PythonSpec>,
      },
      [],
    ),
    unit,
    secrets: record(text),
    adopt: flag,
    createUser: flag,
    readiness: object<ReadinessSpec>(
      { timeout: text, minHealthyTime: text, watchdogPing: flag, probe: argv },
      [],
    ),
    onFailure: oneOf("rollback", "keep"),
    cleanOnDelete: list(oneOf("configuration", "state", "cache", "logs", "runtime")),
    revisionHistoryLimit: anyCount,
  },
  ["connection", "source", "unit"],
);

/** Reads the inputs of a service, leaving out what the provider itself put there (`release`). */
export function decodeService(inputs: ValueMap, findings: Findings): ServiceDraft {
  const { release: _, ...users } = inputs;
  return service(users, "", findings) ?? {};
}
