import { Downloads } from "../../host/source/downloads";
import { readSource, type Source } from "../../host/source/readSource";
import { SourceError, type SourceTree } from "../../host/source/sourceTree";
import { redactor } from "../../systemd/diagnosis/redact";
import type { Problem } from "../../systemd/problem";
import { isWithin } from "../../systemd/propertyPath";
import type { Editions, UnitDefaults } from "../../systemd/unit/render/defaults";
import { validateUnit } from "../../systemd/unit/validate";
import { normalizeUnitName, unitNameProblems } from "../../systemd/unitName";
import type { Findings } from "../decode/decoder";
import { Secret, Unknown, type Value, type ValueMap } from "../value";
import { credentialsId, type SecretsVersion } from "./credentialsId";
import { decodeService, type ServiceDraft } from "./decodeService";
import { keepDefaults } from "./keepDefaults";
import { filesOf, planRelease, releaseProperty } from "./planRelease";
import { recordedRelease } from "./recordedRelease";
import { hasSecret, sealInputs, secretTexts } from "./secretInputs";
import { serviceProblems } from "./validateService";

export interface Checked {
  readonly inputs: ValueMap;
  readonly problems: readonly Problem[];
}

/** What is written into the release. */
const RELEASE_PROPERTIES = ["name", "source", "directory", "runtime", "unit"];
/** What decides about the release; while any of it is unknown, so is the release. */
const DECIDING_PROPERTIES = [...RELEASE_PROPERTIES, "secrets"];

function hasUnknown(findings: Findings, properties: readonly string[]): boolean {
  return findings.unknown.some((path) => properties.some((property) => isWithin(path, property)));
}

/** `urn:pulumi:<stack>::<project>::<type>::<name>`, and only the name may have colons of its own. */
export function resourceName(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The source as far as it can be read now; why it can't is a problem like any other. */
async function sourceTree(
  draft: ServiceDraft,
  findings: Findings,
  read: (source: Source) => Promise<SourceTree>,
): Promise<SourceTree | undefined> {
  if (draft.source === undefined || hasUnknown(findings, ["source"])) return undefined;
  try {
    return await read(draft.source);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    findings.problems.push({ path: "source", reason: error.message });
    return undefined;
  }
}

function unitProblems(draft: ServiceDraft, tree: SourceTree | undefined, findings: Findings): Problem[] {
  if (!draft.unit) return [];
  const { unknown } = findings;
  const { readiness } = draft;
  return validateUnit(draft.unit, {
    prefix: "unit",
    unknown,
    readiness,
    ...(tree && { files: filesOf(tree) }),
  });
}

function release(
  unitName: string,
  { unit, ...draft }: ServiceDraft,
  tree: SourceTree | undefined,
  findings: Findings,
  olds: ValueMap,
  { editions, seed, credentialsIdOf }: CheckOptions,
): ValueMap | Unknown {
  if (!unit || !tree || hasUnknown(findings, DECIDING_PROPERTIES)) return Unknown.value;
  const secrets = draft.secrets ?? {};
  const id = credentialsIdOf?.(secrets) ?? credentialsId(secrets, secretsBefore(olds), seed);
  const plan = (defaults: UnitDefaults) =>
    planRelease(unitName, { ...draft, unit, credentialsId: id, defaults }, tree);
  const { release, edition } = keepDefaults(plan, recordedRelease(olds), editions);
  return releaseProperty(release, edition);
}

/** Those that the state has. After a failed update these are of the release that was there before it, and so is their id. */
function secretsBefore(olds: ValueMap): SecretsVersion {
  const { secrets = {} } = decodeService(olds, { problems: [], unknown: [] });
  return { secrets, id: recordedRelease(olds).credentialsId };
}

/** What was made of secrets is one: the unit's text repeats its environment. */
function sealRelease(planned: ValueMap | Unknown, inputs: ValueMap): Value {
  return RELEASE_PROPERTIES.some((property) => hasSecret(inputs[property])) ? new Secret(planned) : planned;
}

/** A problem may name a word of what was written; of a secret unit text that word is as secret as the whole. */
const WORD_OF_SECRET = /[^\s=]{8,}/g;

function redacted(problems: readonly Problem[], inputs: ValueMap): Problem[] {
  const secrets = secretTexts(inputs);
  const redact = redactor(secrets.flatMap((secret) => [secret, ...(secret.match(WORD_OF_SECRET) ?? [])]));
  return problems.map(({ path, reason }) => ({ path, reason: redact(reason) }));
}

export interface CheckOptions {
  /** Defaults other than this package's own, for tests. */
  readonly editions?: Editions | undefined;
  /** What is drawn for this check is drawn from this. */
  readonly seed?: Uint8Array | undefined;
  /** Reads the source; those who check many services with the same one read it once. */
  readonly read?: (source: Source) => Promise<SourceTree>;
  /** Names the version of secrets. By itself a service draws a name, and keeps it as long as they are the same. */
  readonly credentialsIdOf?: (secrets: SecretsVersion["secrets"]) => string;
}

/**
 * Everything that can be said of a service without its host: all problems at once, each with its property path, or the
 * inputs with credentials marked secret, the name filled in, and the release worked out. `olds`: the inputs in the state.
 */
export async function checkService(
  news: ValueMap,
  urn: string,
  olds: ValueMap = {},
  options: CheckOptions = {},
): Promise<Checked> {
  const inputs = sealInputs({ ...news, name: news.name ?? resourceName(urn) });
  const findings: Findings = { problems: [], unknown: [] };
  const draft = decodeService(inputs, findings);
  await using downloads = new Downloads();
  const read = options.read ?? ((source) => readSource(source, downloads));
  const tree = await sourceTree(draft, findings, read);
  const unitName = normalizeUnitName(draft.name ?? resourceName(urn));
  const problems = [
    ...findings.problems,
    ...unitNameProblems(unitName, "name"),
    ...serviceProblems(draft, findings.unknown),
    ...unitProblems(draft, tree, findings),
  ];
  if (problems.length > 0) return { inputs, problems: redacted(problems, inputs) };
  const planned = release(unitName, draft, tree, findings, olds, options);
  return { inputs: { ...inputs, release: sealRelease(planned, inputs) }, problems };
}
