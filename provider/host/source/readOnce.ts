import type { Downloads } from "./downloads";
import { readSource, type Source } from "./readSource";
import type { SourceTree } from "./sourceTree";

/** One reading for all hosts of a fleet: they get the same files, and a large source is fetched and hashed once. */
export function readOnce(downloads: Downloads): (source: Source) => Promise<SourceTree> {
  let reading: Promise<SourceTree> | undefined;
  return (source) => (reading ??= readSource(source, downloads));
}
