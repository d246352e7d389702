import { SourceError } from "./sourceTree";

/** The content of a remote asset or archive. The engine hands over the address only: fetching is the provider's part. */
export async function download(uri: string): Promise<Buffer> {
  const response = await fetch(uri);
  if (!response.ok) throw new SourceError(`${uri} answered ${response.status} ${response.statusText}`);
  return Buffer.from(await response.arrayBuffer());
}
