import type { Readable } from "node:stream";

/** A file of the application, as it will stand on the host. */
export interface SourceFile {
  readonly kind: "file";
  readonly path: string;
  /** The one bit of the mode that is carried over: 0755 on the host, else 0644. */
  readonly executable: boolean;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Where it is until it is sent; read again only for files that the host lacks. */
  readonly content: Content | MemberContent;
}

/** A content that can be had by itself. */
export interface Content {
  open(): Readable;
}

/** A content that is had by going through an archive up to it. */
export interface MemberContent {
  readonly archive: Archive;
  /** By its path in there, which may not be its path in the source. */
  readonly member: string;
}

export interface Archive {
  /** One pass over it. A file's content has to be read, if at all, before the next member is asked for. */
  members(): AsyncIterable<ArchiveMember>;
}

export interface MemberFile {
  readonly kind: "file";
  readonly path: string;
  readonly executable: boolean;
  open(): Promise<Readable>;
}

export type ArchiveMember = MemberFile | EmptyDirectory | SourceLink;

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
