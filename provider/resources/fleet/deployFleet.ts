import { Downloads } from "../../host/source/downloads";
import { readSource } from "../../host/source/readSource";
import { unitFactsOf } from "../../systemd/unit/unitFacts";
import { type Operation, PartialFailure, type State } from "../resource";
import { completeService } from "../service/completeService";
import { planRelease } from "../service/planRelease";
import { newToken, serviceId } from "../service/serviceId";
import { settingsOf } from "../service/settings";
import type { ValueMap } from "../value";
import { decodeFleet } from "./decodeFleet";
import { depart, notDepartedText, type Remaining } from "./depart";
import { fleetOutputs, withReach } from "./fleetOutputs";
import { table, unfinishedText } from "./fleetText";
import { type HostRecord, isTouched, recordsOf } from "./hostRecord";
import { type Agenda, agendaOf, type Place, stillToLeave, unitOf } from "./place";
import { rollOut } from "./rollOut";
import { rolloutSettings } from "./rolloutSettings";
import { writeReport } from "./writeReport";

/** The rules, by what one host may take for itself. Hosts differ in environment and secrets alone, so the first stands for all. */
function settingsFor(
  unit: string,
  places: readonly Place[],
  news: ValueMap,
  tree: Awaited<ReturnType<typeof readSource>>,
) {
  const { rollout } = decodeFleet(news, { problems: [], unknown: [] });
  const [first] = places;
  const host =
    first === undefined
      ? { readyTimeoutSeconds: 0, minHealthySeconds: 0 }
      : settingsOf(
          completeService(first.member),
          unitFactsOf(planRelease(unit, completeService(first.member), tree).unit),
        );
  return rolloutSettings(rollout, places.length, host);
}

/** What is known of each host when this operation ends, and of places that are still to be left. */
class Ledger {
  constructor(
    private readonly unit: string,
    private readonly news: ValueMap,
    private readonly old: State | undefined,
    private readonly agenda: Agenda,
  ) {}

  /** As a success leaves it: the new inputs are kept, and know every host. */
  get outputs(): ValueMap {
    const records = new Map(this.agenda.places.map(({ name, record }) => [name, record]));
    return fleetOutputs({ unit: this.unit, records, leftBehind: [] });
  }

  /** As a failure leaves it, with `remaining` still to be removed. */
  outputsBut(remaining: readonly Remaining["departure"][]): ValueMap {
    const { unit, news, old, agenda } = this;
    const reach = (name: string, record: HostRecord) =>
      old === undefined ? record : withReach(record, news, old.inputs, name);
    const staying = remaining
      .filter(({ hasMoved }) => !hasMoved)
      .map(({ name, record }) => [name, record] as const);
    const records = new Map([
      ...staying,
      ...agenda.places.map(({ name, record }) => [name, reach(name, record)] as const),
    ]);
    const leftBehind = remaining
      .filter(({ hasMoved }) => hasMoved)
      .map(({ name, record, state }) => ({
        ...record,
        name,
        reach: record.reach ?? state.inputs.connection ?? {},
      }));
    return fleetOutputs({ unit, records, leftBehind });
  }
}

/**
 * Brings the release to every host of the fleet by the rollout's rules, and takes the service off those that left it.
 * @throws PartialFailure when not every host is there, or not all have been left; its outputs tell which is
 * @throws Error when nothing of the service is on any host
 */
export async function deployFleet(
  news: ValueMap,
  old: State | undefined,
  operation: Operation,
): Promise<{ id: string; outputs: ValueMap }> {
  const unit = unitOf(news, old?.id);
  const id = old?.id ?? serviceId(unit, newToken());
  const { retire, report } = decodeFleet(news, { problems: [], unknown: [] });
  const agenda = agendaOf(unit, news, old, retire);
  const { places } = agenda;
  const ledger = new Ledger(unit, news, old, agenda);
  const [first] = places;
  await using downloads = new Downloads();
  const tree = first === undefined ? [] : await readSource(completeService(first.member).source, downloads);
  const settings = settingsFor(unit, places, news, tree);
  const { verdict, timeline } = await rollOut({ unit, tree, ...agenda, operation }, settings, news);
  const departures = stillToLeave(agenda);
  // Of nothing there is nothing to report; the page of the last rollout stays.
  if (places.some(({ why }) => why !== undefined)) await writeReport(report, timeline, operation);
  if (verdict.kind !== "succeeded") {
    const reason = unfinishedText(unit, verdict, places, settings);
    const outputs = ledger.outputsBut(departures);
    const isNothingThere = old === undefined && ![...recordsOf(outputs).values()].some(isTouched);
    throw isNothingThere ? new Error(reason) : new PartialFailure(reason, id, news, outputs);
  }
  if (places.some(({ why }) => why !== undefined))
    operation.inform(`every host runs its release\n${table(places)}`);
  const remaining = await depart(departures, operation);
  if (remaining.length > 0) {
    const outputs = ledger.outputsBut(remaining.map(({ departure }) => departure));
    throw new PartialFailure(notDepartedText(unit, remaining), id, news, outputs);
  }
  operation.progress(`${places.length}/${places.length} ready`);
  return { id, outputs: ledger.outputs };
}
