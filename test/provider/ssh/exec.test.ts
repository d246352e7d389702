import { PassThrough } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { openExec } from "../../../provider/ssh/exec";
import type { Link } from "../../../provider/ssh/link";

/** A link on which every command is an echo, and the network takes what is written when it is told to. */
function slowLink() {
  const channel = Object.assign(new PassThrough(), { stderr: new PassThrough(), close: () => {} });
  const waiting: (() => void)[] = [];
  const link = {
    hop: { endpoint: "deploy@h:22", role: "host", property: "connection" },
    client: {
      exec: (_command: string, opened: (error: undefined, channel: unknown) => void) =>
        opened(undefined, channel),
    },
    ended: new Promise(() => {}),
    unusable: () => undefined,
    silence: () => undefined,
    flushed: () => new Promise<void>((resolve) => waiting.push(resolve)),
  };
  return { link: link as unknown as Link, network: () => waiting.shift()?.() };
}

it("an upload gives a chunk at a time to a connection that others use as well", async () => {
  const { link, network } = slowLink();
  const { stdin } = await openExec(link, "cat", new AbortController().signal);
  const taken: number[] = [];
  for (const chunk of [1, 2]) stdin.write(Buffer.alloc(1_000), () => taken.push(chunk));
  await turn();
  expect(taken).toEqual([]);
  network();
  await turn();
  expect(taken).toEqual([1]);
  network();
  await turn();
  expect(taken).toEqual([1, 2]);
});
