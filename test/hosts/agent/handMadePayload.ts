import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";

const AGENT_DIRECTORY = join(__dirname, "../../../assets/agent");
const BLOCK_BYTES = 512;

/** Path → text; a path that ends in `*` is executable and named without it. */
export type Files = Readonly<Record<string, string>>;

/** A release as a test writes it. */
export interface HandMadeRelease {
  readonly files: Files;
  /** The unit's text; `release` is the path of the release on the host. */
  readonly unit: (release: string) => string;
  readonly requirements?: readonly string[];
  readonly packages?: readonly string[];
  readonly probe?: string;
}

export type Request = Readonly<Record<string, string>>;

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

async function archive(entries: readonly (readonly [name: string, text: string])[]): Promise<Buffer> {
  const tar = pack();
  for (const [name, text] of entries) tar.entry({ name }, text);
  tar.finalize();
  return gzipSync(await buffer(tar));
}

function sortedFiles(files: Files): { path: string; text: string; mode: string }[] {
  return Object.entries(files)
    .map(([name, text]) => ({
      path: name.replace(/\*$/, ""),
      text,
      mode: name.endsWith("*") ? "0755" : "0644",
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A name for a release that changes with all that runs. */
export function digestOf(release: HandMadeRelease): string {
  return sha256(JSON.stringify([release.files, release.unit("/RELEASE"), release.requirements])).slice(0, 32);
}

/** What a channel carries: the payload in whole blocks, and every blob, of which the agent takes what it needs. */
export async function channelInput(
  request: Request,
  release?: HandMadeRelease,
): Promise<{ blocks: number; input: Buffer }> {
  const agent = readdirSync(AGENT_DIRECTORY, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".sh"),
  );
  const entries: [string, string][] = agent.map((name) => [
    `agent/${name}`,
    readFileSync(join(AGENT_DIRECTORY, name), "utf8"),
  ]);
  const assignments = Object.entries(request).map(([name, value]) => `${name}=${quoted(value)}\n`);
  entries.push(["request", assignments.join("")]);
  const files = release ? sortedFiles(release.files) : [];
  if (release) {
    const lines = files.map(({ path, text, mode }) => `f\t${sha256(text)}\t${mode}\t${path}\n`);
    entries.push(["manifest", lines.join("")]);
    entries.push(["unit", release.unit(`/opt/${request.NAME}/releases/${request.DIGEST}`)]);
    if (release.requirements) entries.push(["requirements.txt", `${release.requirements.join("\n")}\n`]);
    if (release.packages) entries.push(["packages", `${release.packages.join("\n")}\n`]);
    if (release.probe !== undefined) entries.push(["probe.sh", release.probe]);
  }
  const payload = await archive(entries);
  const blocks = Math.ceil(payload.length / BLOCK_BYTES);
  const padding = Buffer.alloc(blocks * BLOCK_BYTES - payload.length);
  const blobs = await archive(files.map(({ text }, index) => [String(index + 1), text]));
  return { blocks, input: Buffer.concat([payload, padding, blobs]) };
}
