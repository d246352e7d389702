import { Cancelled, OutcomeUnknown, type Report } from "../../host/transaction";
import type { ProxySpec } from "../../ssh/connectionSpec";
import { SshError } from "../../ssh/sshError";
import type { Operation } from "../resource";
import { lostText, type Told } from "./failureText";
import { onHost } from "./onHost";
import type { Question } from "./question";

/** What a host says of a deployment that has not begun; or why it says nothing. */
export type HostPlan =
  | { readonly told: true; readonly report: Report }
  | { readonly told: false; readonly error: Error };

/** A preview waits for no host to boot: each hop is dialled once, and for no longer than this. */
const DIAL_LIMIT_SECONDS = 5;
/** For all of it, the turns at a busy jump host and a sudo that hangs included. */
const PLAN_LIMIT_SECONDS = 60;

/** The way to the host, without patience. */
export function impatient<Spec extends ProxySpec>(spec: Spec): Spec {
  const { perDialTimeout = DIAL_LIMIT_SECONDS, proxy } = spec;
  const limit = perDialTimeout === 0 ? DIAL_LIMIT_SECONDS : Math.min(perDialTimeout, DIAL_LIMIT_SECONDS);
  return {
    ...spec,
    dialErrorLimit: 0,
    perDialTimeout: limit,
    ...(proxy && { proxy: impatient(proxy) }),
  };
}

/**
 * Asks a host what a deployment would do there, and leaves it as it is: one connection, one run of the agent. A host that
 * can't be asked is no error.
 */
export async function planOnHost(question: Omit<Question, "told">, operation: Operation): Promise<HostPlan> {
  const { connection, pinned, request, freight } = question;
  const { timeoutSeconds = PLAN_LIMIT_SECONDS } = operation;
  const brief = { ...operation, timeoutSeconds: Math.min(timeoutSeconds, PLAN_LIMIT_SECONDS) };
  try {
    return { told: true, report: await onHost(impatient(connection), pinned, request, freight, brief) };
  } catch (error) {
    if (operation.signal.aborted) throw error;
    if (error instanceof SshError || error instanceof OutcomeUnknown) return { told: false, error };
    if (!(error instanceof Cancelled)) throw error;
    const late = `no answer within ${brief.timeoutSeconds} s`;
    return { told: false, error: new Error(`${connection.host}: ${late}`, { cause: error }) };
  }
}

/** Why a host that was asked said nothing. */
export function silenceText(error: Error, told: Told): string {
  return error instanceof OutcomeUnknown ? lostText(error, told) : error.message;
}
