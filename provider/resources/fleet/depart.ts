import { SshError } from "../../ssh/sshError";
import type { Operation } from "../resource";
import { remove } from "../service/remove";
import { inParallel } from "./inParallel";
import type { Departure } from "./place";

const REMOVALS_AT_ONCE = 20;

/** A place where the service still is, and why. */
export interface Remaining {
  readonly departure: Departure;
  readonly reason: string;
}

/** Takes the service off hosts that left the fleet, several at a time. @returns those where that failed */
export async function depart(departures: readonly Departure[], operation: Operation): Promise<Remaining[]> {
  let done = 0;
  const remaining = await inParallel(departures, REMOVALS_AT_ONCE, async (departure) => {
    const reason = await removalFailure(departure, operation);
    done++;
    operation.progress(`removing from ${done}/${departures.length} hosts`);
    return reason === undefined ? [] : [{ departure, reason }];
  });
  return remaining.flat();
}

async function removalFailure({ name, state }: Departure, operation: Operation): Promise<string | undefined> {
  const quiet: Operation = {
    ...operation,
    progress: () => undefined,
    warn: (text) => operation.warn(`${name}: ${text}`),
  };
  try {
    await remove(state, quiet);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.cause instanceof SshError ? error.cause.message : error.message;
  }
}

/** Hosts that left the fleet and still have the service, as a user reads it. */
export function notDepartedText(unit: string, remaining: readonly Remaining[]): string {
  const names = remaining.map(({ departure }) => JSON.stringify(departure.name)).join(", ");
  return [
    `${unit} was not removed from ${remaining.length} of the hosts that left the fleet`,
    "",
    ...remaining.map(({ departure, reason }) => `  ${departure.name} (${departure.address}): ${reason}`),
    "",
    "  to do    - If a host comes back, run the same command again then: what is gone already is fine.",
    `           - If it is gone for good, say so: \`retire: [${names}]\` and \`pulumi up\`. Nothing connects to it then, and`,
    "             it is forgotten with whatever is on it.",
  ].join("\n");
}
