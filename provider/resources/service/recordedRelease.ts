import { createHash } from "node:crypto";
import { Secret, type Value, type ValueMap } from "../value";

/** The release that Check worked out and the state kept. */
export interface RecordedRelease {
  /** Empty where there is none, as after a Check that knew too little. */
  readonly digest: string;
  /** Of the unit's text, which a fleet doesn't keep for each host. Empty where there is none. */
  readonly unitSha256: string;
  /** The id of the version of its secrets; empty where it has none. */
  readonly credentialsId: string;
  /** Which defaults its unit was written with, counted from 1. */
  readonly edition: number;
}

export function recordedRelease({ release }: ValueMap): RecordedRelease {
  const unit = textOf(property(release, "unit"));
  const edition = property(release, "defaults");
  return {
    digest: textOf(property(release, "digest")),
    unitSha256:
      unit === "" ? textOf(property(release, "unitSha256")) : createHash("sha256").update(unit).digest("hex"),
    credentialsId: textOf(property(release, "credentials")),
    edition: typeof edition === "number" ? edition : 1,
  };
}

const textOf = (value: Value | undefined) => (typeof value === "string" ? value : "");

function property(value: Value | undefined, name: string): Value | undefined {
  if (value instanceof Secret) return property(value.content, name);
  return typeof value === "object" && value !== null && name in value ? (value as ValueMap)[name] : undefined;
}
