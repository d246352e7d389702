import { Downloads } from "../../host/source/downloads";
import { readOnce } from "../../host/source/readOnce";
import type { Problem } from "../../systemd/problem";
import { elementPath } from "../../systemd/propertyPath";
import type { Editions } from "../../systemd/unit/render/defaults";
import type { Findings } from "../decode/decoder";
import { type Checked, type CheckOptions, checkService, resourceName } from "../service/checkService";
import { recordedRelease } from "../service/recordedRelease";
import { sealInputs } from "../service/secretInputs";
import { Secret, Unknown, type Value, type ValueMap } from "../value";
import { credentialsKeyOf, keyedCredentialsId, withCredentialsKey } from "./credentialsKey";
import { decodeFleet, hosts as hostsForm } from "./decodeFleet";
import { fieldsOf, fleetPath, hostNames, memberInputs } from "./member";
import { rolloutProblems } from "./rolloutSettings";

/** Every credential marked secret: the shared connection's, and each host's own. */
function sealed(news: ValueMap): ValueMap {
  if (news.hosts === undefined || news.hosts instanceof Unknown) return sealInputs(news);
  const hosts = Object.fromEntries(
    Object.entries(fieldsOf(news.hosts)).map(([name, host]) => [name, sealedHost(host)]),
  );
  return { ...sealInputs(news), hosts: news.hosts instanceof Secret ? new Secret(hosts) : hosts };
}

function sealedHost(host: Value): Value {
  if (host instanceof Secret || host instanceof Unknown) return host;
  return sealInputs(fieldsOf(host));
}

function duplicates(inputs: ValueMap): Problem[] {
  const seen = new Map<string, string>();
  return hostNames(inputs).flatMap((name) => {
    const { host, port = 22, proxy } = fieldsOf(memberInputs(inputs, name).connection);
    if (typeof host !== "string") return [];
    // Behind another jump host the same address is another machine.
    const address = JSON.stringify([host, port, fieldsOf(proxy).host ?? ""]);
    const other = seen.get(address);
    seen.set(address, name);
    if (other === undefined) return [];
    return [{ path: elementPath("hosts", name), reason: `has the same address as ${other}: ${host}` }];
  });
}

function fleetProblems(inputs: ValueMap, findings: Findings): Problem[] {
  const { rollout } = decodeFleet(inputs, findings);
  hostsForm(inputs.hosts, "hosts", findings);
  const minHealthyTime = fieldsOf(inputs.readiness).minHealthyTime;
  return [
    ...findings.problems,
    ...rolloutProblems(rollout, typeof minHealthyTime === "string" ? minHealthyTime : undefined),
    ...(inputs.hosts === undefined ? [{ path: "hosts", reason: "is required" }] : []),
    ...(inputs.onFailure === undefined
      ? []
      : [
          {
            path: "onFailure",
            reason: 'is rollout.autoRevert in a fleet: "none" is what "keep" is for a service',
          },
        ]),
    ...duplicates(inputs),
  ];
}

interface CheckedMember {
  readonly name: string;
  readonly checked: Checked;
}

async function checkMembers(
  inputs: ValueMap,
  olds: ValueMap,
  urn: string,
  editions: Editions | undefined,
): Promise<CheckedMember[]> {
  await using downloads = new Downloads();
  const read = readOnce(downloads);
  const key = credentialsKeyOf(inputs);
  const checked: CheckedMember[] = [];
  // One after the other: the first one reads the source.
  for (const name of hostNames(inputs))
    checked.push({
      name,
      checked: await checkService(memberInputs(inputs, name), urn, memberInputs(olds, name), {
        editions,
        read,
        credentialsIdOf: (secrets) => keyedCredentialsId(key, secrets),
      }),
    });
  return checked;
}

function memberProblems(inputs: ValueMap, members: readonly CheckedMember[]): Problem[] {
  return members.flatMap(({ name, checked }) =>
    checked.problems.map(({ path, reason }) => ({ path: fleetPath(inputs, name, path), reason })),
  );
}

/** What all hosts share is told once. */
function once(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.path} ${problem.reason}`, problem])).values()];
}

/** The release that hosts without settings of their own run; the others' by name, as small as it can be told. */
function releases(inputs: ValueMap, members: readonly CheckedMember[]): ValueMap {
  const own = fieldsOf(inputs.hosts);
  const isOwn = (name: string) => {
    const { environment, secrets } = fieldsOf(own[name]);
    return environment !== undefined || secrets !== undefined;
  };
  const shared =
    members.find(({ name }) => !isOwn(name))?.checked.inputs.release ?? members[0]?.checked.inputs.release;
  const overrides = Object.fromEntries(
    members
      .filter(({ name }) => isOwn(name))
      .flatMap(({ name, checked }) => {
        const { release } = checked.inputs;
        if (release === undefined || shared === undefined) return [];
        return sameRelease(release, shared) ? [] : [[name, brief(release)] as const];
      }),
  );
  return {
    ...(shared !== undefined && { release: shared }),
    ...(Object.keys(overrides).length > 0 && { overrides }),
  };
}

function sameRelease(one: Value, other: Value): boolean {
  if (one instanceof Unknown || other instanceof Unknown) return false;
  return recordedRelease({ release: one }).digest === recordedRelease({ release: other }).digest;
}

/** Name and unit of a release, the unit by its hash alone; environment and secrets are in the inputs already. */
function brief(release: Value): Value {
  if (release instanceof Unknown) return release;
  const { digest, unitSha256, credentialsId, edition } = recordedRelease({ release });
  const told = {
    digest,
    unitSha256,
    ...(credentialsId !== "" && { credentials: credentialsId }),
    ...(edition > 1 && { defaults: edition }),
  };
  return release instanceof Secret ? new Secret(told) : told;
}

/**
 * Everything that can be said of a fleet without its hosts: the problems of all of them at once, or the inputs with
 * credentials marked secret and the releases worked out. `olds`: the inputs in the state.
 */
export async function checkFleet(
  news: ValueMap,
  urn: string,
  olds: ValueMap = {},
  { editions }: Pick<CheckOptions, "editions"> = {},
): Promise<Checked> {
  const inputs = withCredentialsKey(sealed({ ...news, name: news.name ?? resourceName(urn) }), olds);
  const findings: Findings = { problems: [], unknown: [] };
  const ofTheFleet = fleetProblems(inputs, findings);
  const members = await checkMembers(inputs, olds, urn, editions);
  const problems = once([...ofTheFleet, ...memberProblems(inputs, members)]);
  if (problems.length > 0) return { inputs, problems };
  return { inputs: { ...inputs, ...releases(inputs, members) }, problems };
}
