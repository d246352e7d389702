import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGzip, gzipSync } from "node:zlib";
import { type Pack, pack } from "tar-stream";
import { packedAgent } from "./agentProgram";
import { shellQuote } from "./quote";
import { type HostRequest, requestText } from "./request";
import { contentsOf } from "./source/contents";
import { SourceError, type SourceFile, type SourceTree } from "./source/sourceTree";

/** The files that go with an `apply`. */
export interface ReleaseFiles {
  readonly manifest: string;
  /** Of each entry of the manifest. */
  readonly sizesBytes: readonly number[];
  readonly unit: string;
  readonly requirements: readonly string[];
  readonly packages: readonly string[];
  readonly probe: readonly string[];
  /** The service's secrets, by name. They travel here and nowhere else. */
  readonly secrets: Readonly<Record<string, string>>;
}

function lines(items: readonly (string | number)[]): string {
  return items.map((item) => `${item}\n`).join("");
}

function releaseFileTexts(files: ReleaseFiles): Map<string, string> {
  const texts = new Map([
    ["manifest", files.manifest],
    ["sizes", lines(files.sizesBytes)],
    ["unit", files.unit],
  ]);
  if (files.requirements.length > 0) texts.set("requirements.txt", lines(files.requirements));
  if (files.packages.length > 0) texts.set("packages", lines(files.packages));
  if (files.probe.length > 0) texts.set("probe.sh", `exec ${files.probe.map(shellQuote).join(" ")}\n`);
  for (const [name, secret] of Object.entries(files.secrets)) texts.set(`secrets/${name}`, secret);
  return texts;
}

/**
 * All that the agent needs to begin, as the gzipped tar that the boot script unpacks (docs/agent-protocol.md §2): what is
 * the same for every host, and behind it what is not.
 */
export async function buildPayload(request: HostRequest, files?: ReleaseFiles): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: "request" }, requestText(request));
  if (files) for (const [name, text] of releaseFileTexts(files)) archive.entry({ name }, text);
  archive.finalize();
  return Buffer.concat([await packedAgent(request.op), gzipSync(await buffer(archive))]);
}

/** Up to here a content goes into the archive in one piece: a stream for each would be most of what many files take. */
const PIECE_BYTES = 256 * 1024;

async function packFile(archive: Pack, name: string, sizeBytes: number, content: Readable): Promise<void> {
  if (sizeBytes > PIECE_BYTES) return await pipeline(content, archive.entry({ name, size: sizeBytes }));
  const piece = await buffer(content);
  if (piece.length !== sizeBytes) throw new Error(`${piece.length} bytes in place of ${sizeBytes}`);
  await new Promise<void>((resolve, reject) => {
    archive.entry({ name }, piece, (error) => (error ? reject(error) : resolve()));
  });
}

/** A file that the host lacks, by the name of its blob. */
interface WantedFile extends SourceFile {
  readonly number: number;
}

function wantedFile(tree: SourceTree, number: number): WantedFile {
  const entry = tree[number - 1];
  if (entry?.kind === "file") return { ...entry, number };
  throw new Error(`the host asked for file ${number}, which is none of the source`);
}

/**
 * The contents that the host lacks, each named by the number of its manifest line, as a gzipped tar. Read, packed and
 * compressed as the channel takes it: memory stays flat however large the files are. Fails with a SourceError when a file
 * is no longer what was hashed.
 */
export function blobStream(tree: SourceTree, numbers: readonly number[]): Readable {
  const archive = pack();
  const compressed = createGzip();
  let sending: string | undefined;
  // Whatever breaks here, be it the file's stream or the archive's own count of its bytes, breaks over that file.
  const fail = (cause: unknown) =>
    compressed.destroy(
      new SourceError(`${sending ?? "the source"} changed or vanished while it was being uploaded`, {
        cause,
      }),
    );
  archive.on("error", fail).pipe(compressed);
  const fill = async () => {
    const wanted = numbers.map((number) => wantedFile(tree, number));
    for await (const [file, content] of contentsOf(wanted)) {
      sending = file.path;
      try {
        await packFile(archive, String(file.number), file.sizeBytes, content);
      } finally {
        // An archive that was given up in the meantime takes no more, and nobody would have read it.
        content.destroy();
      }
      sending = undefined;
    }
    archive.finalize();
  };
  fill().catch(fail);
  return compressed;
}
