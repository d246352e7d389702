import { Downloads } from "../../../../provider/host/source/downloads";
import { readSource, type Source } from "../../../../provider/host/source/readSource";
import type { SourceTree } from "../../../../provider/host/source/sourceTree";

/** A source with nothing remote in it. */
export function readLocal(source: Source): Promise<SourceTree> {
  return readSource(source, new Downloads());
}
