import { pipeline } from "node:stream/promises";
import type { RootShell } from "../ssh/rootShell";
import { parseEvent } from "./events";
import { isNews } from "./patience";
import { blobStream, type ReleaseFiles } from "./payload";
import { progressText } from "./progress";
import { SourceError, type SourceTree } from "./source/sourceTree";
import { record, type Transcript } from "./transcript";

/** What a deployment brings along; other operations bring nothing. */
export interface Freight {
  readonly files: ReleaseFiles;
  readonly tree: SourceTree;
}

/** Who listens while the agent speaks. */
export interface Listener {
  heard(transcript: Transcript): void;
  /** The host has told something new, or has taken some more of what it asked for. */
  news(): void;
  progress(text: string): void;
  /** The lock that the agent waited for is free, and it wants to hear that somebody is still there for it. */
  turn(): void;
}

/**
 * One run of the agent over one channel: folds its lines into a transcript and sends the contents that it asks for.
 * Ends with the agent's `end`, or with its channel; throws what the channel throws.
 */
export async function converse(
  shell: RootShell,
  begin: Transcript,
  freight: Freight | undefined,
  listener: Listener,
): Promise<void> {
  let transcript = begin;
  let sourceFailure: SourceError | undefined;
  async function* noticed(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      listener.news();
      yield chunk;
    }
  }
  const send = (numbers: readonly number[], tree: SourceTree) => {
    pipeline(blobStream(tree, numbers), noticed, shell.input).catch((error: unknown) => {
      // A channel that breaks ends the lines as well, and there the reason is known better.
      if (!(error instanceof SourceError)) return;
      sourceFailure = error;
      shell.close();
    });
  };
  for await (const line of shell.lines) {
    const event = parseEvent(line);
    transcript = record(transcript, event);
    listener.heard(transcript);
    if (isNews(event, transcript.step)) listener.news();
    const shown = progressText(event, transcript);
    if (shown !== undefined) listener.progress(shown);
    if (transcript.need && event.name === "need" && freight) send(transcript.need, freight.tree);
    if (event.name === "turn") listener.turn();
    if (event.name === "end") return;
  }
  if (sourceFailure) throw sourceFailure;
}
