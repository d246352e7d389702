import type { Readable } from "node:stream";

/** A file of the application, as it will stand on the host. */
export interface SourceFile {
  readonly kind: "file";
  readonly path: string;
  /** The one bit of the mode that is carried over: 0755 on the host, else 0644. */
  readonly executable: boolean;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** A fresh stream of the content; called only for files that the host lacks. */
  open(): Readable;
}

/** A directory with nothing in it; all others follow from the paths of what they hold. */
export interface EmptyDirectory {
  readonly kind: "directory";
  readonly path: string;
}

/** A symbolic link whose target lies inside the tree. */
export interface SourceLink {
  readonly kind: "link";
  readonly path: string;
  readonly target: string;
}

export type SourceEntry = SourceFile | EmptyDirectory | SourceLink;

/** Everything of one source, sorted by path (by code unit, so the same on every machine). */
export type SourceTree = readonly SourceEntry[];

/** The source can't be deployed; `reason` says which entry and what to do. */
export class SourceError extends Error {
  override readonly name = "SourceError";
}
