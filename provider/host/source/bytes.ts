import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { SourceFile } from "./sourceTree";

/** A file whose content is in memory: texts and downloads. */
export function bytesEntry(path: string, content: Buffer, executable: boolean): SourceFile {
  return {
    kind: "file",
    path,
    executable,
    sizeBytes: content.length,
    sha256: createHash("sha256").update(content).digest("hex"),
    content: { open: () => Readable.from([content]) },
  };
}

/** A text written in the program has no mode: one that starts as a script does is meant to be run. */
export function textEntry(path: string, text: string): SourceFile {
  return bytesEntry(path, Buffer.from(text, "utf8"), text.startsWith("#!"));
}
