import { setTimeout as delay } from "node:timers/promises";

export interface PollOptions {
  /** What is waited for, as the error will say it: "sshd of psd7-1 to answer". */
  readonly waitingFor: string;
  readonly deadlineMs: number;
  /** @default 50 */
  readonly intervalMs?: number;
  /** Asked when time runs out: what is known about why. */
  readonly explain?: () => string | Promise<string>;
}

/** Asks until the answer is something. */
export async function poll<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  options: PollOptions,
): Promise<T> {
  const deadline = Date.now() + options.deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() >= deadline) {
      const reason = (await options.explain?.()) ?? "";
      const waited = `waited ${Math.round(options.deadlineMs / 1000)} s for ${options.waitingFor}, in vain`;
      throw new Error(reason === "" ? waited : `${waited}:\n${reason}`);
    }
    await delay(options.intervalMs ?? 50);
  }
}
