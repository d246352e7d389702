/** How far a transaction has come, which is what decides about the version that will run. */
export type Reach =
  /** Nothing of the new version is anywhere but in /run. */
  | "uploading"
  /** Files are being made; the service is as it was. */
  | "preparing"
  /** The new version is on trial, and may be cancelled. */
  | "trying"
  /** It was ready, and is being written down; cancelling comes too late. */
  | "writing"
  /** The unit file has been renamed: the new version is what boots. */
  | "committed"
  /** The other end has its answer. */
  | "told";

/**
 * Where the agent can be paused, in the order in which a deployment comes by (docs/agent-protocol.md §6): every step, and
 * every point between two writes of the commit. test/tools/matrix/places.test.ts holds it against the agent.
 */
export const PLACES = {
  upload: "uploading",
  stage: "preparing",
  "stage:secrets-written": "preparing",
  "stage:secrets": "preparing",
  runtime: "preparing",
  verify: "preparing",
  trial: "trying",
  judge: "trying",
  "judge:started": "trying",
  commit: "writing",
  "commit:text": "writing",
  "commit:criteria-written": "writing",
  "commit:criteria": "writing",
  "commit:links": "writing",
  "commit:room": "writing",
  "commit:renamed": "committed",
  "commit:link-made": "committed",
  "commit:link": "committed",
  "commit:trial-removed": "committed",
  "commit:displaced": "committed",
  "commit:suspicion-removed": "committed",
  "commit:record-written": "committed",
  "commit:recorded": "committed",
  "commit:history-written": "committed",
  "commit:history": "committed",
  "commit:command": "committed",
  "commit:told": "told",
  "commit:reloaded": "told",
  prune: "told",
} as const satisfies Record<string, Reach>;

export type Place = keyof typeof PLACES;
export const PLACE_NAMES = Object.keys(PLACES) as Place[];

export const reachOf = (place: Place): Reach => PLACES[place];
