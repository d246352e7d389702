import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Archive, Asset, type ValueMap } from "../../../provider/resources/value";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost } from "../../../tools/hosts/testHost";
import { appInputs, type Deployer, deployerOf } from "./deployer";
import { notifyApp } from "./notifyApp";

/** The command for people, as the service `myapp` has it. */
export const COMMAND = "/opt/myapp/pulumi-systemd";

/** A host with `myapp`, releases of which are called by their marks. */
export interface HandScene {
  readonly host: TestHost;
  readonly service: Deployer;
  inputs(mark: string): ValueMap;
  /** Deploys, and remembers the release. */
  up(mark: string): Promise<void>;
  /** The release of a mark; undefined before it was deployed. */
  release(mark: string): string | undefined;
  /** As people name it. */
  short(mark: string): string;
  /** The mark of the release whose process runs. */
  running(): Promise<string | undefined>;
  /** What a command as root prints. */
  sh(command: string): Promise<string>;
  stop(): Promise<void>;
}

/** /etc/myapp.broken-MARK on the host breaks a release, /etc/myapp.slow makes all of them take 3 s longer. */
function program(mark: string): string {
  return `import os, sys, time
if os.path.exists("/etc/myapp.broken-${mark}"):
    sys.exit("cannot open the database")
if os.path.exists("/etc/myapp.slow"):
    time.sleep(3)
${notifyApp({ mark })}`;
}

export async function handScene(): Promise<HandScene> {
  const hosts = await startHosts();
  const [host] = hosts.hosts as [TestHost];
  const service = deployerOf(host);
  const releases = new Map<string, string>();
  const sh = async (command: string) => (await host.run(command)).stdout.trim();
  const inputs = (mark: string) => {
    const assets = { "app.py": new Asset(undefined, { text: program(mark) }) };
    return appInputs({}, { source: new Archive(undefined, { assets }), directory: "/usr/local/bin/myapp" });
  };
  return {
    host,
    service,
    inputs,
    async up(mark) {
      releases.set(mark, String((await service.up(inputs(mark))).releaseDigest));
    },
    release: (mark) => releases.get(mark),
    short: (mark) => releases.get(mark)?.slice(0, 12) ?? mark,
    async running() {
      const directory = await sh("systemctl show -P WorkingDirectory myapp.service");
      return [...releases].find(([, digest]) => directory.includes(`/releases/${digest}/`))?.[0];
    },
    sh,
    stop: () => hosts.stop(),
  };
}

/**
 * What differs from run to run, away: names, times, and how much of the service's own words was there to be seen in passing.
 */
export function timeless(text: string): string {
  return text
    .replace(/\b[0-9a-f]{32}\b/g, "INVOCATION")
    .replace(/\b[0-9a-f]{12}\b/g, "RELEASE")
    .replace(/(\w{3} )?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "TIME")
    .replace(/PID \d+/g, "PID N")
    .replace(/\d+\.\d s\b/g, "N s")
    .replace(/^ {2}service .*\n( {14}.*\n)*/gm, "  service …\n")
    .replace(/^ {2}journal .*\n( {14}.*\n)*/gm, "  journal …\n")
    .trim();
}

/** What docs/without-pulumi.md shows below a command, made timeless; all of it when it isn't there, for the diff to tell. */
export function guideShows(command: string): string {
  const guide = readFileSync(join(__dirname, "../../../docs/without-pulumi.md"), "utf8");
  const blocks = [...guide.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, block = ""]) =>
    timeless(block),
  );
  const shown = blocks.find((block) => block.startsWith(`$ ${command}\n`));
  return shown?.slice(command.length + 2).trim() ?? blocks.join("\n");
}
