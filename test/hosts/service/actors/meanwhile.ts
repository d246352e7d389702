import type { ValueMap } from "../../../../provider/resources/value";
import { poll } from "../../../../tools/process/poll";
import type { Deployer } from "../deployer";

/** How an `up` ended that somebody interfered with. */
export interface Disturbed {
  readonly outputs: ValueMap | undefined;
  /** As a user reads it, its line breaks aside; empty when it went well. */
  readonly message: string;
  /** What the row said meanwhile. */
  readonly rows: readonly string[];
}

/** The row that says that the soak has begun. */
export const SOAK = /watching that it stays up/;

/** Deploys, and does something else on the host as soon as the row says `moment`. */
export async function meanwhile(
  service: Deployer,
  inputs: ValueMap,
  moment: RegExp,
  act: () => Promise<unknown>,
): Promise<Disturbed> {
  const before = service.rows.length;
  const rows = () => service.rows.slice(before);
  let isOver = false;
  const deployment = service
    .up(inputs)
    .then(
      (outputs) => ({ outputs, message: "" }),
      (error: Error) => ({ outputs: undefined, message: error.message.replace(/\s+/g, " ") }),
    )
    .finally(() => {
      isOver = true;
    });
  await poll(() => rows().some((row) => moment.test(row)) || isOver || undefined, {
    waitingFor: `the row to say ${moment}`,
    deadlineMs: 60_000,
    intervalMs: 20,
  });
  if (!isOver) await act();
  return { ...(await deployment), rows: rows() };
}
