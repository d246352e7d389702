import { formatTimeSpan } from "../../systemd/timeSpan";

/** As exact as a reader can use: milliseconds below a second, tenths below a minute, then whole seconds. */
export function duration(ms: number): string {
  const gridMs = ms < 1000 ? 1 : ms < 60_000 ? 100 : 1000;
  return formatTimeSpan(Math.round(ms / gridMs) * gridMs * 1000);
}
