import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeHosts, knownHostsLine } from "../hosts/playground/describeHosts";
import { startHosts } from "../hosts/startHosts";
import type { TestHost } from "../hosts/testHost";
import { providePulumi } from "../pulumi/providePulumi";
import { progressTo } from "../terminal/progress";
import type { DemoCommand } from "./commandLine";
import { Interrupted, type Interruption } from "./interruption";
import { narration, wantsColours } from "./narration";
import { copyProject, type DemoProject, initStack } from "./project";
import { stageOf } from "./stage";
import { STORY } from "./story";
import { tell } from "./tell";
import { pressEnter } from "./terminal";

export type PlayOptions = Extract<DemoCommand, { verb: "play" }>;

/** What the stack calls its host. */
const HOST_NAME = "web-1";

const write = (text: string) => process.stdout.write(text);

/** Plays the story on a host of its own, which is gone when this returns or throws. */
export async function perform(
  options: PlayOptions,
  place: string,
  interruption: Interruption,
): Promise<void> {
  const onProgress = progressTo((line) => process.stderr.write(`${line}\n`));
  onProgress("providing Pulumi's CLI and a host");
  const [{ binDir, version }, hosts] = await interruption.orEnd(
    Promise.all([providePulumi({ onProgress }), startHosts({ onProgress })]),
  );
  try {
    const [host] = hosts.hosts;
    if (host === undefined) throw new Error("no host was started");
    const project = copyProject(place, binDir);
    await interruption.orEnd(initStack(project, host, HOST_NAME));
    onProgress(`pulumi ${version}; ${HOST_NAME} is Debian ${host.release} at ${host.address}`);
    await playStory(options, project, host, interruption);
    if (options.keep) await keep(project, host, place, interruption);
  } finally {
    await hosts.stop();
  }
}

async function playStory(
  { pause, keep, record }: PlayOptions,
  project: DemoProject,
  host: TestHost,
  interruption: Interruption,
): Promise<void> {
  const begunMs = Date.now();
  const colours = wantsColours(process.stdout.isTTY, process.env);
  const words = narration({ colours, columns: process.stdout.columns });
  const stage = stageOf({ project, host, hostName: HOST_NAME, colours, record, interruption });
  const chapters = keep ? STORY.slice(0, -1) : STORY;
  for (const [index, chapter] of chapters.entries()) {
    write(words.heading(index + 1, chapters.length, chapter.title));
    if (pause) await interruption.orEnd(pressEnter("(Enter) "));
    await tell(chapter, stage, words, write);
  }
  const seconds = Math.round((Date.now() - begunMs) / 1000);
  write(words.paragraph(`All ${chapters.length} chapters went as they should, in ${seconds} seconds.`));
}

/** For playing on: the host over ssh, the stack with the CLI. */
async function keep(
  { directory, env }: DemoProject,
  host: TestHost,
  place: string,
  interruption: Interruption,
): Promise<void> {
  const knownHostsPath = join(place, "known_hosts");
  writeFileSync(knownHostsPath, knownHostsLine(host));
  const exports = Object.entries(env)
    .filter(([name]) => name.startsWith("PULUMI_") || name === "PATH")
    .map(([name, value]) => `  export ${name}='${value}'`);
  write(`${describeHosts([host], knownHostsPath)}\n`);
  write(`The stack, for a shell of its own:\n  cd ${directory}\n${exports.join("\n")}\n\n`);
  if (process.stdin.isTTY) return await interruption.orEnd(pressEnter("Enter ends the host. "));
  write("Ctrl-C ends the host.\n");
  await interruption.orEnd(new Promise<never>(() => {})).catch((error: unknown) => {
    // Here it is the way to end, and no failure.
    if (!(error instanceof Interrupted)) throw error;
  });
}
