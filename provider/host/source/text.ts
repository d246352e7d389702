import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { SourceFile } from "./sourceTree";

/** A text written in the program. It has no mode: one that starts as a script does is meant to be run. */
export function textEntry(path: string, text: string): SourceFile {
  const content = Buffer.from(text, "utf8");
  return {
    kind: "file",
    path,
    executable: text.startsWith("#!"),
    sizeBytes: content.length,
    sha256: createHash("sha256").update(content).digest("hex"),
    content: { open: () => Readable.from([content]) },
  };
}
