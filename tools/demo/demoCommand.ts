import { join } from "node:path";
import { repositoryRoot } from "../repository";
import { parseCommandLine, USAGE } from "./commandLine";
import { Interrupted, watchForInterruption } from "./interruption";
import { type PlayOptions, perform } from "./performance";
import { makeRunDirectory } from "./runDirectory";
import { OutOfStory } from "./tell";

/** What a shell says of a command that Ctrl-C ended: 128 and SIGINT. */
const INTERRUPTED = 130;

/** `npm run demo`. @returns the exit code */
export async function runDemoCommand(args: readonly string[]): Promise<number> {
  const command = parseCommandLine(args);
  switch (command.verb) {
    case "help":
      process.stdout.write(USAGE);
      return 0;
    case "wrong":
      process.stderr.write(`npm run demo: ${command.reason}\n\n${USAGE}`);
      return 2;
    case "play":
      return await play(command);
  }
}

async function play(options: PlayOptions): Promise<number> {
  const interruption = watchForInterruption();
  const place = makeRunDirectory(join(repositoryRoot(), ".pulumi-demo"));
  try {
    await perform(options, place.path, interruption);
    return 0;
  } catch (error) {
    process.stderr.write(`\n${lastWords(error)}\n`);
    return error instanceof Interrupted ? INTERRUPTED : 1;
  } finally {
    place.remove();
    interruption.dispose();
  }
}

function lastWords(error: unknown): string {
  if (error instanceof Interrupted) return "Interrupted. The host is gone, and with it all that was on it.";
  const reason = error instanceof Error ? error.message : String(error);
  return error instanceof OutOfStory
    ? `The demo did not go as it should: ${reason}`
    : `npm run demo: ${reason}`;
}
