import { Downloads } from "../../host/source/downloads";
import { readSource } from "../../host/source/readSource";
import { type Operation, PartialFailure, type State } from "../resource";
import type { ValueMap } from "../value";
import { carryOut } from "./carryOut";
import { completeService } from "./completeService";

/** What stays in the row. */
function arrival({ status, readyAfter }: ValueMap): string {
  return typeof readyAfter === "number" ? `${status}, READY=1 after ${readyAfter.toFixed(1)}s` : `${status}`;
}

/**
 * Brings one release to one host and waits until it is ready.
 * @throws PartialFailure when it isn't, and something of the service, old or new, is on the host
 * @throws Error when it isn't, and nothing is; or when the host was never touched
 */
export async function deploy(
  news: ValueMap,
  deployed: State | undefined,
  operation: Operation,
): Promise<{ id: string; outputs: ValueMap }> {
  await using downloads = new Downloads();
  const tree = await readSource(completeService(news).source, downloads);
  const { id, settlement, outputs, reason } = await carryOut(
    { news, tree, id: deployed?.id, deployed },
    operation,
  );
  if (settlement === "done") {
    operation.progress(arrival(outputs));
    return { id, outputs };
  }
  throw settlement === "partial" ? new PartialFailure(reason, id, news, outputs) : new Error(reason);
}
