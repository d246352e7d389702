import { Downloads } from "../../host/source/downloads";
import { readOnce } from "../../host/source/readOnce";
import type { SourceTree } from "../../host/source/sourceTree";
import { redactor } from "../../systemd/diagnosis/redact";
import type { Findings } from "../decode/decoder";
import { diffValues } from "../diffValues";
import type { Operation, State } from "../resource";
import { completeService } from "../service/completeService";
import { decodeService } from "../service/decodeService";
import { noticeText, refusalText } from "../service/failureText";
import { blanks, blanksLine, foreseenLine } from "../service/foreseen";
import { planOnHost, silenceText } from "../service/planOnHost";
import { questionOf } from "../service/question";
import { Unknown, type ValueMap } from "../value";
import { decodeFleet } from "./decodeFleet";
import { plannedFleetOutputs } from "./fleetOutputs";
import { foreseenText } from "./fleetText";
import { type Foreseen, foreseenLines, foreseenRow, refusedText, unaskedText } from "./foreseenFleet";
import { inParallel } from "./inParallel";
import { Machines, sameMachineText } from "./machines";
import { fieldsOf } from "./member";
import { agendaOf, idOf, type Place, stateOf, unitOf } from "./place";
import { NEW_RELEASE } from "./whyTouch";

/** Each is a connection, and a handshake that takes this machine's time. */
const QUESTIONS_AT_ONCE = 50;

/**
 * Which hosts an `up` would touch, by program and state, and what these say would happen there. They are asked all at once and
 * left as they are; one that can't be asked, or has something against it, is said to be so, and the preview goes on.
 */
export async function previewFleet(
  news: ValueMap,
  old: State | undefined,
  operation: Operation,
): Promise<ValueMap> {
  const unit = unitOf(news, old?.id);
  if (news.hosts instanceof Unknown || news.name instanceof Unknown)
    return plannedFleetOutputs(unit, undefined, true);
  const { retire } = decodeFleet(news, { problems: [], unknown: [] });
  const { places, departures, retired } = agendaOf(unit, news, old, retire);
  const touched = places.filter(({ why }) => why !== undefined);
  const all = await askAll(unit, touched, places, operation, changedFiles(old?.inputs, news));
  const leaving = departures.map(({ name, address }) => `${name} (${address})`);
  operation.inform([foreseenText(places, leaving, retired), ...foreseenLines(all)].join("\n"));
  for (const warning of [refusedText(all), unaskedText(all)])
    if (warning !== undefined) operation.warn(warning);
  if (all.length > 0) operation.progress(foreseenRow(all));
  const isTouching = touched.length + leaving.length + retired.length > 0;
  return plannedFleetOutputs(unit, old?.outputs, isTouching);
}

async function askAll(
  unit: string,
  touched: readonly Place[],
  places: readonly Place[],
  operation: Operation,
  changed: string,
): Promise<Foreseen[]> {
  const machines = new Machines(places);
  await using downloads = new Downloads();
  const read = readOnce(downloads);
  let asked = 0;
  return await inParallel(touched, QUESTIONS_AT_ONCE, async (place): Promise<Foreseen> => {
    const findings: Findings = { problems: [], unknown: [] };
    decodeService(place.member, findings);
    const missing = blanks(findings.unknown);
    const foreseen =
      missing.length > 0
        ? ({ place, kind: "unknown", text: blanksLine(missing) } as const)
        : await ask(unit, place, await read(completeService(place.member).source), machines, operation);
    operation.progress(`asked ${++asked}/${touched.length} hosts what would happen`);
    return foreseen.kind === "plan" && place.why === NEW_RELEASE
      ? { ...foreseen, text: foreseen.text + changed }
      : foreseen;
  });
}

async function ask(
  unit: string,
  place: Place,
  tree: SourceTree,
  machines: Machines,
  operation: Operation,
): Promise<Foreseen> {
  const deployment = { news: place.member, tree, id: idOf(unit, place), deployed: stateOf(unit, place) };
  const question = questionOf(deployment, operation.urn);
  const { told } = question;
  const plan = await planOnHost(question, { ...operation, progress: () => undefined });
  const redact = redactor(told.secrets);
  if (!plan.told) {
    return { place, kind: "unasked", text: redact(silenceText(plan.error, told)) };
  }
  const { transcript } = plan.report;
  for (const notice of transcript.notices) operation.warn(`${place.name}: ${noticeText(notice, told)}`);
  const other = machines.meet(place, transcript);
  if (other !== undefined) return { place, kind: "refused", text: sameMachineText(place, other) };
  const line = foreseenLine(transcript);
  if (line === undefined) return { place, kind: "refused", text: refusalText(transcript, told) };
  return { place, kind: "plan", action: transcript.plan?.action ?? "", text: redact(line) };
}

/** `; 2 files changed`, as far as program and state tell. */
function changedFiles(olds: ValueMap | undefined, news: ValueMap): string {
  const filesOf = (inputs: ValueMap | undefined) => fieldsOf(inputs?.release).files;
  const [before, after] = [filesOf(olds), filesOf(news)];
  const count = before === undefined || after === undefined ? 0 : diffValues(before, after, "").length;
  return count === 0 ? "" : `; ${count} ${count === 1 ? "file" : "files"} changed`;
}
