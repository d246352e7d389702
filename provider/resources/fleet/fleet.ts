import type { Operation, Resource, State } from "../resource";
import { Unknown, type ValueMap } from "../value";
import { checkFleet } from "./checkFleet";
import { decodeFleet } from "./decodeFleet";
import { deployFleet, unitOf } from "./deployFleet";
import { diffFleet } from "./diffFleet";
import { plannedFleetOutputs } from "./fleetOutputs";
import { foreseenText } from "./fleetText";
import { observeFleet } from "./observeFleet";
import { agendaOf } from "./place";
import { removeFleet } from "./removeFleet";

/** Which hosts an `up` would touch, by program and state; nothing connects. */
function preview(news: ValueMap, old: State | undefined, operation: Operation): ValueMap {
  const unit = unitOf(news, old?.id);
  if (news.hosts instanceof Unknown || news.name instanceof Unknown)
    return plannedFleetOutputs(unit, undefined, true);
  const { retire } = decodeFleet(news, { problems: [], unknown: [] });
  const { places, departures, retired } = agendaOf(unit, news, old, retire);
  const leaving = departures.map(({ name, address }) => `${name} (${address})`);
  operation.inform(foreseenText(places, leaving, retired));
  const isTouching = places.some(({ why }) => why !== undefined) || leaving.length + retired.length > 0;
  return plannedFleetOutputs(unit, old?.outputs, isTouching);
}

/** `systemd:index:Fleet`: one service on many hosts. */
export function fleetResource(): Resource {
  return {
    type: "systemd:index:Fleet",
    check: async (news, olds, urn) => await checkFleet(news, urn, olds),
    diff: diffFleet,
    create: async (news, isPreview, operation) =>
      isPreview
        ? { id: "", outputs: preview(news, undefined, operation) }
        : await deployFleet(news, undefined, operation),
    read: observeFleet,
    update: async (old, news, isPreview, operation) =>
      isPreview ? { outputs: preview(news, old, operation) } : await deployFleet(news, old, operation),
    delete: removeFleet,
  };
}
