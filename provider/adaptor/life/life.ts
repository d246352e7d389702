import type { OperationsInFlight } from "../server/operationsInFlight";
import { watchEngineProcess } from "./engineProcess";
import { shouldEnd } from "./verdict";

/**
 * Resolves when nobody needs the plugin any more. The engine gives its plugin a process group of its own, so nothing else
 * ends it when the engine was killed.
 */
export async function untilNobodyNeedsUs(inFlight: OperationsInFlight, hasEngine: boolean): Promise<void> {
  const now = { terminated: false, interrupted: false, engineGone: false };
  await new Promise<void>((resolve) => {
    const judge = () => {
      if (shouldEnd({ ...now, awaitedOperations: inFlight.awaited })) resolve();
    };
    const learn = (fact: keyof typeof now) => () => {
      now[fact] = true;
      judge();
    };
    process.on("SIGTERM", learn("terminated"));
    process.on("SIGINT", learn("interrupted"));
    process.on("SIGBREAK", learn("interrupted")); // SIGINT as the engine sends it on Windows
    inFlight.on("change", judge);
    if (hasEngine) watchEngineProcess(learn("engineGone"));
  });
}
