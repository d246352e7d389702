/**
 * Something wrong with what the user wrote, found before any host is touched.
 *
 * `path` is a property path as Pulumi writes them (`unit.execStart[0]`); `reason` states the conflict and the way out,
 * and never contains the value of a property that may be secret.
 */
export interface Problem {
  readonly path: string;
  readonly reason: string;
}
