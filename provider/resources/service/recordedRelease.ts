import { Secret, type Value, type ValueMap } from "../value";

/** The release that Check worked out and the state kept. */
export interface RecordedRelease {
  /** Empty where there is none, as after a Check that knew too little. */
  readonly digest: string;
  readonly unit: string;
  /** The id of the version of its secrets; empty where it has none. */
  readonly credentialsId: string;
}

export function recordedRelease(inputs: ValueMap): RecordedRelease {
  const { release } = inputs;
  return {
    digest: property(release, "digest"),
    unit: property(release, "unit"),
    credentialsId: property(release, "credentials"),
  };
}

function property(value: Value | undefined, name: string): string {
  if (value instanceof Secret) return property(value.content, name);
  const content =
    typeof value === "object" && value !== null && name in value ? (value as ValueMap)[name] : undefined;
  return typeof content === "string" ? content : "";
}
