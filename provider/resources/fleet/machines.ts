import type { Transcript } from "../../host/transcript";
import { isTouched } from "./hostRecord";
import type { Place } from "./place";

/** Tells which machine answers to which of the fleet's names, so that none is deployed to under two of them. */
export class Machines {
  readonly #met = new Map<string, Place>();

  constructor(private readonly places: readonly Place[]) {}

  /**
   * The other name of a machine that was met already, or that this fleet deployed to under it. By the boot that its kernel is
   * in, and by the token that it has: a machine-id is copied with an image, and says nothing.
   */
  meet(place: Place, { host: { boot = "" }, now }: Pick<Transcript, "host" | "now">): Place | undefined {
    const owner = this.places.find(
      (other) => other !== place && isTouched(other.record) && other.record.token === now.adopted,
    );
    const met = boot === "" ? undefined : this.#met.get(boot);
    if (boot !== "" && met === undefined) this.#met.set(boot, place);
    return owner ?? (met === place ? undefined : met);
  }
}

/** Two names of one machine, as a user reads it. */
export function sameMachineText(one: Place, other: Place): string {
  const called = ({ name, address }: Place) => `${name} (${address})`;
  return `${called(one)} and ${called(other)} are the same machine: take one of them out of \`hosts\``;
}
