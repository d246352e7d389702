import type { Freight } from "../../host/conversation";
import { sshDial } from "../../host/link";
import type { HostRequest } from "../../host/request";
import { operate, type Report, type Watch } from "../../host/transaction";
import type { ConnectionSpec } from "../../ssh/connectionSpec";
import { redactor } from "../../systemd/diagnosis/redact";
import type { Operation } from "../resource";
import type { ValueMap } from "../value";

const MS_PER_SECOND = 1_000;

/** An operation whose every step somebody wants to hear of. */
export type HostOperation = Operation & Pick<Watch, "heard">;

/** Cancelled by the user, or by the time that the program gives the operation (customTimeouts). */
function signalOf({ signal, timeoutSeconds }: Operation): AbortSignal {
  if (timeoutSeconds === undefined) return signal;
  return AbortSignal.any([signal, AbortSignal.timeout(timeoutSeconds * MS_PER_SECOND)]);
}

/** The operation with secrets kept out of its row: STATUS= and what pip prints are anybody's words. */
export function discreet(operation: HostOperation, secrets: readonly string[]): HostOperation {
  const redact = redactor(secrets);
  return { ...operation, progress: (text) => operation.progress(redact(text)) };
}

/** The key that this host showed when it was last deployed to, if it was. */
export function pinnedHostKey(outputs: ValueMap): string | undefined {
  return typeof outputs.hostKey === "string" && outputs.hostKey !== "" ? outputs.hostKey : undefined;
}

/** One operation on one host, its progress in the resource's row. */
export async function onHost(
  connection: ConnectionSpec,
  pinned: string | undefined,
  request: HostRequest,
  freight: Freight | undefined,
  operation: HostOperation,
): Promise<Report> {
  operation.progress(`connecting to ${connection.host}`);
  return await operate(sshDial(connection, pinned), request, freight, {
    signal: signalOf(operation),
    progress: (text) => operation.progress(text),
    heard: operation.heard,
  });
}
