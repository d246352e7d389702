import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { assetsDirectory } from "./assetsDirectory";
import type { HostRequest } from "./request";

/** Who only looks, or attends to a transaction that runs already, brings no transaction of its own. */
const ATTENDING: ReadonlySet<HostRequest["op"]> = new Set(["plan", "observe", "follow", "cancel", "turn"]);

/** What a transaction alone needs, and the command that it leaves (assets/agent/parts.sh). Recalling begins in the foreground. */
const OF_TRANSACTIONS = /^(?:prepare|trial|commit|byHand)\/|^undo\/(?!recall\.sh$)|^transaction\.sh$/;

/** Two blocks of zeros end a tar. */
const END_OF_TAR_BYTES = 1024;

type Extent = "all" | "attending";

/** The same for every operation of a run: read, packed and compressed once for each extent. */
const packed = new Map<Extent, Promise<Buffer>>();

/**
 * The agent's program, as much of it as `op` needs: the beginning of a tar, as a gzip member of its own. Another member
 * with the rest of the tar has to follow.
 */
export function packedAgent(op: HostRequest["op"]): Promise<Buffer> {
  const extent = ATTENDING.has(op) ? "attending" : "all";
  const known = packed.get(extent) ?? packAgent(extent);
  packed.set(extent, known);
  return known;
}

async function packAgent(extent: Extent): Promise<Buffer> {
  const directory = join(assetsDirectory(), "agent");
  const found = await readdir(directory, { recursive: true });
  const names = found
    .filter((name) => name.endsWith(".sh"))
    .map((name) => name.replaceAll(sep, "/"))
    .filter((name) => extent === "all" || !OF_TRANSACTIONS.test(name))
    .sort();
  const archive = pack();
  for (const name of names) {
    const text = await readFile(join(directory, name), "utf8");
    archive.entry({ name: `agent/${name}` }, withoutCommentary(text));
  }
  archive.finalize();
  const tar = await buffer(archive);
  return gzipSync(tar.subarray(0, -END_OF_TAR_BYTES));
}

/**
 * A part of the agent without what people alone read of it: the comments above a function and at the head of the file,
 * and the blank lines between functions. They are a quarter of what is sent. Comments within functions stay: what looks like
 * one may be a line of an awk program or of a text.
 */
export function withoutCommentary(part: string): string {
  return part
    .replace(/(?<=^#!.*\n)(?:#.*\n)+|^(?:#(?!!).*\n)+(?=\n|[a-z_]+\(\) )/gm, "")
    .replace(/^\n+/, "")
    .replace(/\n\n+(?=[a-z_]+\(\) )/g, "\n");
}
