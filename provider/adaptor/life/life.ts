import type { OperationsInFlight } from "../server/operationsInFlight";
import { watchEngineProcess } from "./engineProcess";
import { shouldEnd } from "./verdict";

/** How it comes that nobody needs the plugin any more. */
export interface End {
  /** Whether an answer may be on its way to an engine that is still connected. */
  readonly isAnswering: boolean;
}

/**
 * Resolves when nobody needs the plugin any more. The engine gives its plugin a process group of its own, so nothing else
 * ends it when the engine was killed.
 */
export async function untilNobodyNeedsUs(inFlight: OperationsInFlight, hasEngine: boolean): Promise<End> {
  const now = { terminated: false, interrupted: false, engineGone: false };
  return await new Promise<End>((resolve) => {
    const judge = (isAnswering: boolean) => {
      if (shouldEnd({ ...now, awaitedOperations: inFlight.awaited })) resolve({ isAnswering });
    };
    const learn = (fact: keyof typeof now) => () => {
      now[fact] = true;
      judge(fact === "terminated");
    };
    process.on("SIGTERM", learn("terminated"));
    process.on("SIGINT", learn("interrupted"));
    process.on("SIGBREAK", learn("interrupted")); // SIGINT as the engine sends it on Windows
    inFlight.on("change", () => judge(true));
    if (hasEngine) watchEngineProcess(learn("engineGone"));
  });
}
