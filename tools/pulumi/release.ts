/** The CLI that this project is tested with; a newer one is welcome. */
export const PULUMI_VERSION = "3.259.0";

const OFFICIAL = "https://get.pulumi.com/releases/sdk";

/** The official archive, and the published file of checksums that it must agree with. */
export interface OfficialRelease {
  readonly archive: string;
  readonly archiveUrl: string;
  readonly checksumsUrl: string;
}

const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: "x64", arm64: "arm64" };

/** `undefined` where there is none that a POSIX tar can open. */
export function officialRelease(
  platform: NodeJS.Platform,
  arch: NodeJS.Architecture,
): OfficialRelease | undefined {
  const architecture = ARCHITECTURES[arch];
  if ((platform !== "linux" && platform !== "darwin") || architecture === undefined) return undefined;
  const archive = `pulumi-v${PULUMI_VERSION}-${platform}-${architecture}.tar.gz`;
  return {
    archive,
    archiveUrl: `${OFFICIAL}/${archive}`,
    checksumsUrl: `${OFFICIAL}/pulumi-${PULUMI_VERSION}-checksums.txt`,
  };
}

/** The SHA-256 of a file, from lines as sha256sum writes them. */
export function checksumOf(file: string, checksums: string): string | undefined {
  for (const line of checksums.split("\n")) {
    const [, sum, name] = /^([0-9a-f]{64}) [ *](\S+)$/.exec(line.trim()) ?? [];
    if (name === file) return sum;
  }
  return undefined;
}

/** Is what `pulumi version` prints ours or later? A version between releases (`v3.260.0-alpha.1`) counts as its release. */
export function isNewEnough(printed: string): boolean {
  const found = numbersOf(printed.trim().replace(/^v/, ""));
  const wanted = numbersOf(PULUMI_VERSION);
  if (found === undefined || wanted === undefined) return false;
  const [major, minor, patch] = found;
  if (major !== wanted[0]) return false;
  return minor > wanted[1] || (minor === wanted[1] && patch >= wanted[2]);
}

function numbersOf(version: string): readonly [number, number, number] | undefined {
  const [, major, minor, patch] = /^([0-9]+)\.([0-9]+)\.([0-9]+)(?:[-+].*)?$/.exec(version) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}
