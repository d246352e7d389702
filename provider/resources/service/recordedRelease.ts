import { Secret, type Value, type ValueMap } from "../value";

/** The release that Check worked out and the state kept. */
export interface RecordedRelease {
  /** Empty where there is none, as after a Check that knew too little. */
  readonly digest: string;
  readonly unit: string;
}

export function recordedRelease(inputs: ValueMap): RecordedRelease {
  return { digest: property(inputs.release, "digest"), unit: property(inputs.release, "unit") };
}

function property(value: Value | undefined, name: string): string {
  if (value instanceof Secret) return property(value.content, name);
  const content =
    typeof value === "object" && value !== null && name in value ? (value as ValueMap)[name] : undefined;
  return typeof content === "string" ? content : "";
}
