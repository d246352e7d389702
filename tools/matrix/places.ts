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
  "commit:install-noted": "writing",
  "commit:install-directory": "writing",
  "commit:install-link": "writing",
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
  "commit:command-written": "committed",
  "commit:agent-copied": "committed",
  "commit:agent-kept": "committed",
  "commit:command": "committed",
  "commit:told": "told",
  "commit:reloaded": "told",
  prune: "told",
} as const satisfies Record<string, Reach>;

export type Place = keyof typeof PLACES;
export const PLACE_NAMES = Object.keys(PLACES) as Place[];

export const reachOf = (place: Place): Reach => PLACES[place];

const WITHIN: readonly Place[] = [
  "commit:install-noted",
  "commit:install-directory",
  "commit:install-link",
  "commit:command-written",
  "commit:agent-copied",
  "commit:agent-kept",
];

/** Does it lie within one step of the host's own work, which is over in a moment and of which nobody else is told? */
export const isWithin = (place: Place) => WITHIN.includes(place);

/**
 * Points that a deployment comes by only where others had put something, which it displaces: no cells of the matrix, but cut
 * at by tests of their own (test/hosts/service/drift/displacementInterrupted.test.ts).
 */
export const PLACES_OF_DISPLACEMENT = [
  "commit:shown",
  "commit:aside-room",
  "commit:aside",
  "commit:unmasked",
] as const;

/** The same where it takes over what was made by hand (test/hosts/service/adoptionInterrupted.test.ts). */
export const PLACES_OF_ADOPTION = [
  "commit:unit-room",
  "commit:unit-kept",
  "commit:aside-room",
  "commit:aside",
] as const;
