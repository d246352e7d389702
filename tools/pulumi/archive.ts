import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun } from "../process/command";
import { checksumOf, type OfficialRelease } from "./release";

// The checksums come first and are small: where there is no way out, this is how long it takes to know.
const CHECKSUMS_TIMEOUT_MS = 15_000;
const ARCHIVE_TIMEOUT_MS = 600_000;

/** The official archive, checked and unpacked into `directory`. */
export async function unpackOfficialArchive(release: OfficialRelease, directory: string): Promise<void> {
  const checksums = (await download(release.checksumsUrl, CHECKSUMS_TIMEOUT_MS)).toString("utf8");
  const wanted = checksumOf(release.archive, checksums);
  if (wanted === undefined) throw new Error(`${release.checksumsUrl} does not name ${release.archive}`);
  const archive = await download(release.archiveUrl, ARCHIVE_TIMEOUT_MS);
  const found = createHash("sha256").update(archive).digest("hex");
  if (found !== wanted) {
    throw new Error(
      `${release.archiveUrl} is not what was published: its SHA-256 is ${found}, not ${wanted}`,
    );
  }
  const path = join(directory, release.archive);
  writeFileSync(path, archive);
  await mustRun(["tar", "-xzf", path, "-C", directory, "--strip-components=1"]);
  await mustRun(["rm", path]);
}

async function download(url: string, timeoutMs: number): Promise<Buffer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new Error(`${url}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
