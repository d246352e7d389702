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
}

/**
 * What differs from the deployed release, a sentence each; none when the host is as the last `up` left it. `now` are the
 * `fact of=now` lines (docs/agent-protocol.md §3).
 */
export function describeDrift(expected: Expected, now: Readonly<Record<string, string>>): string[] {
  return [
    ...ownerDrift(expected, now),
    ...fileDrift(expected, now),
    ...linkDrift(expected, now),
    ...loadedDrift(expected, now),
    ...activityDrift(expected, now),
  ];
}

type Facts = Readonly<Record<string, string>>;

function* ownerDrift({ unit, token }: Expected, now: Facts): Generator<string> {
  if (now.owner === "" || now.owner === undefined) {
    yield `The record of who manages ${unit} is gone from the host.`;
  } else if (now.owner !== token) {
    yield `${unit} is managed by another resource now${now.urn ? `: ${now.urn}` : ""}.`;
  }
}

function* fileDrift({ unit, unitSha256, digest }: Expected, now: Facts): Generator<string> {
  const path = `/etc/systemd/system/${unit}`;
  const isOther = now.release !== undefined && now.release !== "" && now.release !== digest;
  if (!now.unitfile) yield `${path} is gone.`;
  else if (isOther) yield `Release ${short(now.release)} is installed, where ${short(digest)} was deployed.`;
  else if (now.unitfile !== unitSha256) yield `${path} was changed by hand.`;

  if (isOther || now.releasefiles === "ok" || now.releasefiles === undefined) return;
  if (now.releasefiles === "missing") {
    if (now.unitfile === unitSha256) yield `The files of release ${short(digest)} are gone.`;
  } else {
    yield `Files of release ${short(digest)} were changed by hand: ${now.releasefiles}.`;
  }
}

function* linkDrift({ directory, digest }: Expected, now: Facts): Generator<string> {
  if (directory === undefined || directory === "") return;
  if (!now.link) yield `The link ${directory} is gone.`;
  else if (!now.link.split("/").includes(digest)) yield `The link ${directory} leads to ${now.link}.`;
}

function* loadedDrift({ unit }: Expected, now: Facts): Generator<string> {
  const { dropInPaths, fragmentPath, loadState, needDaemonReload, unitFileState } = unitState(now);
  if (loadState === "masked") yield `${unit} is masked.`;
  else if (unitFileState === "disabled") yield `${unit} is disabled: it would not start at boot.`;
  // service.d is for all services at once; some distributions ship one.
  const dropIns = dropInPaths.filter((path) => !path.includes("/service.d/"));
  if (dropIns.length > 0) yield `Drop-ins change ${unit}: ${dropIns.join(", ")}.`;
  const isElsewhere = fragmentPath !== "" && fragmentPath !== `/etc/systemd/system/${unit}`;
  if (isElsewhere && loadState !== "masked") yield `systemd runs ${unit} from ${fragmentPath}.`;
  else if (needDaemonReload)
    yield `systemd has not read the latest files of ${unit}: it needs a daemon-reload.`;
}

function* activityDrift({ unit }: Expected, now: Facts): Generator<string> {
  const { activeState, result, subState } = unitState(now);
  if (activeState === "active" || activeState === "reloading" || activeState === "") return;
  const how = result === "" || result === "success" ? subState : `${subState}, result ${result}`;
  yield `${unit} is not running: ${activeState} (${how}).`;
}

function short(digest: string | undefined): string {
  return (digest ?? "").slice(0, 12);
}
