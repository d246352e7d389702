import type { Transcript } from "./transcript";

/**
 * What to do when a channel to the agent has ended.
 * - `done`: the agent told its outcome
 * - `restart`: the connection was lost while nothing was touched yet, or another deployment has changed what was found
 * - `follow`: the channel was lost, and the host goes on with the transaction by itself
 * - `give-up`: the agent ended without a word, or the host stayed out of reach for too long
 */
export type Move = "done" | "restart" | "follow" | "give-up";

export interface ChannelEnd {
  /** The connection broke, or a new one could not be had; otherwise only the agent's channel ended. */
  readonly connectionLost: boolean;
  readonly transcript: Transcript;
  /** For too long: `reachLimitMs` of patience.ts. */
  readonly isOutOfReach: boolean;
  /** How many channels have ended so far before the agent's last word. */
  readonly ends: number;
}

/** A bad line is borne, a hopeless one not for ever. */
export const END_LIMIT = 30;

export function nextMove({ connectionLost, transcript, isOutOfReach, ends }: ChannelEnd): Move {
  const { end } = transcript;
  if (end?.outcome === "busy" && end.code === "overtaken" && ends <= END_LIMIT) return "restart";
  if (end) return "done";
  if (isOutOfReach || ends > END_LIMIT) return "give-up";
  if (transcript.detached) return "follow";
  return connectionLost ? "restart" : "give-up";
}
