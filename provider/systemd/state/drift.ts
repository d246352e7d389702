import { unitState } from "./unitState";

/** What a deployment left on the host, and expects to find there again. */
export interface Expected {
  readonly unit: string;
  /** The ownership token that the deployment left. */
  readonly token: string;
  readonly digest: string;
  readonly unitSha256: string;
  /** The link for people, if there is one. */
  readonly directory?: string | undefined;
  /** Whose machine-id(5) it was; not known to a state of before 0.2. */
  readonly machineId?: string | undefined;
}

/** What is there now (docs/agent-protocol.md §3). */
export interface Found {
  /** The `fact of=now` lines. */
  readonly now: Facts;
  readonly machineId?: string | undefined;
  /** What others put where the service is. */
  readonly foreign: readonly { readonly kind: string; readonly path: string }[];
}

type Facts = Readonly<Record<string, string>>;

/** What differs from the deployed release, a sentence each; none when the host is as the last `up` left it. */
export function describeDrift(expected: Expected, found: Found): string[] {
  if (isGone(found)) return [...machineDrift(expected, found), `Nothing of ${expected.unit} is on the host.`];
  return [
    ...machineDrift(expected, found),
    ...ownerDrift(expected, found.now),
    ...fileDrift(expected, found),
    ...environmentDrift(expected, found.now),
    ...credentialsDrift(expected, found.now),
    ...linkDrift(expected, found),
    ...dropInDrift(expected, found),
    ...loadedDrift(expected, found),
    ...activityDrift(expected, found.now),
  ];
}

/** Neither record nor unit, nor a mask in the unit's place. A host that can't be reached is an error long before this. */
export function isGone(found: Found): boolean {
  const { owner, release, unitfile } = found.now;
  return !owner && !release && !unitfile && pathsOf(found, "mask").length === 0;
}

/** Another machine answers, or the same one was installed anew (machine-id(5)). */
export function isOtherMachine(expected: Expected, found: Found): boolean {
  return Boolean(expected.machineId && found.machineId) && expected.machineId !== found.machineId;
}

function pathsOf({ foreign }: Found, kind: string): string[] {
  return foreign.filter((thing) => thing.kind === kind).map(({ path }) => path);
}

function* machineDrift(expected: Expected, found: Found): Generator<string> {
  if (!isOtherMachine(expected, found)) return;
  yield `This is another machine, or it was installed anew: its machine-id was ${expected.machineId} and is ${found.machineId}.`;
}

function* ownerDrift({ unit, token }: Expected, now: Facts): Generator<string> {
  if (now.owner === "" || now.owner === undefined) {
    yield `The record of who manages ${unit} is gone from the host.`;
  } else if (now.owner !== token) {
    yield `${unit} is managed by another resource now${now.urn ? `: ${now.urn}` : ""}.`;
  }
}

function* fileDrift({ unit, unitSha256, digest }: Expected, found: Found): Generator<string> {
  const { now } = found;
  const path = `/etc/systemd/system/${unit}`;
  const masks = pathsOf(found, "mask");
  const isOther = isOtherRelease(digest, now);
  if (masks.length > 0) yield `${unit} is masked by ${masks.join(", ")}.`;
  else if (!now.unitfile) yield `${path} is gone.`;
  else if (isOther) yield installedInstead(digest, now);
  else if (now.unitfile !== unitSha256) yield `${path} was changed by hand.`;

  if (isOther || now.releasefiles === undefined) return;
  if (now.releasefiles === "missing") {
    yield `The files of release ${short(digest)} are gone.`;
    return;
  }
  const added = pathsOf(found, "added").map((file) => file.replace(/^.*?\/releases\/[^/]+\/app\//, ""));
  const changes = [
    ...(now.releasefiles === "ok" ? [] : [now.releasefiles]),
    ...(added.length === 0 ? [] : [`added: ${firstOf(added)}`]),
  ];
  if (changes.length > 0) yield `Release ${short(digest)} was changed by hand: ${changes.join("; ")}.`;
}

function isOtherRelease(digest: string, now: Facts): boolean {
  return now.release !== undefined && now.release !== "" && now.release !== digest;
}

function installedInstead(digest: string, { release, byhand, since = "" }: Facts): string {
  const how = byhand
    ? `runs, put back by hand by ${byhand} on ${since.replace("T", " ").replace("Z", " UTC")}`
    : "is installed";
  return `Release ${short(release)} ${how}, where ${short(digest)} was deployed.`;
}

function* environmentDrift({ digest }: Expected, now: Facts): Generator<string> {
  const { environment } = now;
  // Without the files of the release nobody knows which environment was its own.
  if (!environment || environment === "ok" || now.releasefiles === "missing") return;
  const whose = `The Python environment of release ${short(digest)}`;
  yield environment === "missing" ? `${whose} is gone.` : `${whose} was changed by hand: ${environment}.`;
}

function* credentialsDrift({ digest }: Expected, now: Facts): Generator<string> {
  const { credentials } = now;
  if (!credentials || credentials === "ok") return;
  const whose = `The secrets of release ${short(digest)}`;
  yield credentials === "missing" ? `${whose} are gone.` : `${whose} were changed by hand: ${credentials}.`;
}

function* linkDrift({ directory, digest }: Expected, found: Found): Generator<string> {
  const { link, byhand, release = "" } = found.now;
  if (directory === undefined || directory === "") return;
  // A rollback by hand moves the link along.
  const shown = byhand && isOtherRelease(digest, found.now) ? release : digest;
  if (link && !link.split("/").includes(shown)) yield `The link ${directory} leads to ${link}.`;
  else if (!link && pathsOf(found, "directory").length > 0)
    yield `In place of the link ${directory} is something else.`;
  else if (!link) yield `The link ${directory} is gone.`;
}

function* dropInDrift({ unit }: Expected, found: Found): Generator<string> {
  const dropIns = pathsOf(found, "drop-in");
  if (dropIns.length > 0) yield `Drop-ins made by hand change ${unit}: ${firstOf(dropIns)}.`;
}

function* loadedDrift({ unit }: Expected, found: Found): Generator<string> {
  const { fragmentPath, loadState, needDaemonReload, unitFileState } = unitState(found.now);
  const isMasked = loadState === "masked";
  if (isMasked) {
    if (pathsOf(found, "mask").length === 0) yield `${unit} is masked.`;
    return;
  }
  if (unitFileState === "disabled") yield `${unit} is disabled: it would not start at boot.`;
  if (fragmentPath !== "" && fragmentPath !== `/etc/systemd/system/${unit}`)
    yield `systemd runs ${unit} from ${fragmentPath}.`;
  else if (needDaemonReload)
    yield `systemd has not read the latest files of ${unit}: it needs a daemon-reload.`;
}

function* activityDrift({ unit }: Expected, now: Facts): Generator<string> {
  const { activeState, result, subState } = unitState(now);
  if (activeState === "active" || activeState === "reloading" || activeState === "") return;
  const how = result === "" || result === "success" ? subState : `${subState}, result ${result}`;
  yield `${unit} is not running: ${activeState} (${how}).`;
}

const NAMED_AT_MOST = 5;

function firstOf(paths: readonly string[]): string {
  const more = paths.length - NAMED_AT_MOST;
  return paths.slice(0, NAMED_AT_MOST).join(", ") + (more > 0 ? `, and ${more} more` : "");
}

function short(digest: string | undefined): string {
  return (digest ?? "").slice(0, 12);
}
