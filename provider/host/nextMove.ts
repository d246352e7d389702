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
  /** Since the connection was lost. */
  readonly outOfReachMs: number;
  /** How many channels have ended so far before the agent's last word. */
  readonly ends: number;
}

/** A host that reboots is back within this; a laptop that was closed for longer finds the outcome with its next `up`. */
export const OUT_OF_REACH_LIMIT_MS = 5 * 60_000;

/** A bad line is borne, a hopeless one not for ever. */
export const END_LIMIT = 30;

export function nextMove({ connectionLost, transcript, outOfReachMs, ends }: ChannelEnd): Move {
  const { end } = transcript;
  if (end?.outcome === "busy" && end.code === "overtaken" && ends <= END_LIMIT) return "restart";
  if (end) return "done";
  if (outOfReachMs > OUT_OF_REACH_LIMIT_MS || ends > END_LIMIT) return "give-up";
  if (transcript.detached) return "follow";
  return connectionLost ? "restart" : "give-up";
}
