import type { ReleaseTerms } from "../../host/request";
import type { State } from "../resource";
import type { Value } from "../value";
import { recordedRelease } from "./recordedRelease";

/** What a deployment has to know of those before it. */
export type Remembered = Pick<ReleaseTerms, "displace" | "known">;

export const NOTHING_REMEMBERED: Remembered = { displace: [], known: [] };

/** From the state: what it deployed to this host, and what the last refresh found there of others. */
export function remembered({ inputs, outputs }: Pick<State, "inputs" | "outputs">): Remembered {
  const { digest } = recordedRelease(inputs);
  const known = [digest, outputs.releaseDigest].filter(isText);
  return { displace: textsOf(outputs.toSetAside), known: [...new Set(known)] };
}

function textsOf(value: Value | undefined): string[] {
  return Array.isArray(value) ? value.filter(isText) : [];
}

function isText(value: Value | undefined): value is string {
  return typeof value === "string" && value !== "";
}
