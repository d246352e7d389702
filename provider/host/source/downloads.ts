import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { SourceError } from "./sourceTree";

/** Directories that still stand; a plugin that ends in the middle of an operation takes them with it. */
const standing = new Set<string>();

function removeStanding(): void {
  for (const directory of standing) rmSync(directory, { recursive: true, force: true });
}

/**
 * The contents of remote assets and archives, as files of this machine: the engine hands over addresses only, fetching is
 * the provider's part. They lie below the system's directory for temporary files, for this user alone, until this is
 * disposed of.
 */
export class Downloads implements AsyncDisposable {
  #directory: string | undefined;
  #count = 0;

  /**
   * Where the content of an address is.
   *
   * @param uri `http:` or `https:`; a `file:` is where it is already
   * @throws {SourceError} it can't be had
   */
  async fetch(uri: string): Promise<string> {
    if (new URL(uri).protocol === "file:") return fileURLToPath(uri);
    const path = join(this.#place(), String(++this.#count));
    try {
      const response = await fetch(uri);
      if (!response.ok) throw new Error(`it answered ${response.status} ${response.statusText}`.trimEnd());
      await pipeline(response.body ?? Readable.from([]), createWriteStream(path));
    } catch (error) {
      throw new SourceError(`${shown(uri)} could not be fetched: ${reasonOf(error)}`, { cause: error });
    }
    return path;
  }

  #place(): string {
    if (this.#directory === undefined) {
      // Readable and writable by this user alone (mkdtemp(3)).
      this.#directory = mkdtempSync(join(tmpdir(), "pulumi-systemd-download-"));
      if (standing.size === 0) process.once("exit", removeStanding);
      standing.add(this.#directory);
    }
    return this.#directory;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#directory === undefined) return;
    rmSync(this.#directory, { recursive: true, force: true });
    standing.delete(this.#directory);
    if (standing.size === 0) process.removeListener("exit", removeStanding);
    this.#directory = undefined;
  }
}

/** What follows the path of an address may be a token. */
function shown(uri: string): string {
  const { origin, pathname } = new URL(uri);
  return origin + pathname;
}

/** fetch itself says nothing but "fetch failed"; why is in its cause, and where several addresses were tried in theirs. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return reasonOf(error.cause);
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  return error.message;
}
