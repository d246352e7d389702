import { list, object, record } from "../decode/containers";
import type { Decoder, Findings } from "../decode/decoder";
import { flag, numberOrText, oneOf, text } from "../decode/scalars";
import type { ValueMap } from "../value";
import type { RolloutSpec } from "./inputs";

/** What a fleet has beyond a service, as far as it is known and well-formed. */
export interface FleetDraft {
  readonly rollout: RolloutSpec;
  readonly retire: readonly string[];
  readonly report: string | undefined;
}

const rollout = object<RolloutSpec>(
  {
    canary: numberOrText,
    pauseAfterCanary: flag,
    maxParallel: numberOrText,
    waitForBatch: flag,
    maxFailures: numberOrText,
    autoRevert: oneOf("host", "fleet", "none"),
    minHealthyTime: text,
    healthyDeadline: text,
    progressDeadline: text,
  },
  [],
) as Decoder<RolloutSpec>;

const retire = list(text);

export function decodeFleet(inputs: ValueMap, findings: Findings): FleetDraft {
  return {
    rollout: rollout(inputs.rollout, "rollout", findings) ?? {},
    retire: retire(inputs.retire, "retire", findings) ?? [],
    report: text(inputs.report, "report", findings),
  };
}

/** Its form is the service's to judge. */
const anything: Decoder<object> = (value) => (value === null || value === undefined ? undefined : {});

const host = object<{
  connection: object;
  environment: Record<string, string>;
  secrets: Record<string, string>;
}>({ connection: anything, environment: record(text), secrets: record(text) }, []);

/** Tells what is wrong with the form of `hosts`. */
export const hosts = record(host);
