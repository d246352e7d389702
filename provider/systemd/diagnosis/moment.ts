import { formatTimeSpan } from "../timeSpan";
import type { Failure } from "./failure";

/** When in the service's life it happened, which is the first thing to know. */
export function moment({ failed, readyAfterUs }: Failure): string {
  if (readyAfterUs !== undefined) return `after READY=1, which had come after ${roughly(readyAfterUs)}`;
  return (failed.Type ?? "notify").startsWith("notify") ? "before it sent READY=1" : "while it started";
}

/** To a tenth of a second: enough to recognize a time-out by. */
export function roughly(us: number): string {
  return formatTimeSpan(Math.max(1, Math.round(us / 100_000)) * 100_000);
}
