import { createHash } from "node:crypto";

/** Digests name directories and stand in unit files, so they are short; 80 bits are plenty for one host's releases. */
const DIGEST_LENGTH_CHARS = 20;

/** Stands where the digest will stand, while the digest of the text around it is being computed. */
const OPEN_DIGEST = "0".repeat(DIGEST_LENGTH_CHARS);

/** Where the parts of one release are on the host. */
export interface ReleasePlace {
  readonly appDirectory: string;
  /** Programs of the virtual environment, when the release has one. */
  readonly runtimeBin: string;
}

/** Everything that runs: what of it changes makes another release. */
export interface ReleaseContent {
  readonly serviceDirectory: string;
  readonly manifest: string;
  readonly requirements: readonly string[];
  /** The unit's text, given where the release is; it names its release by path, so it is asked twice. */
  readonly unitAt: (place: ReleasePlace) => string;
}

export interface Release {
  readonly digest: string;
  readonly unit: string;
}

/** `/opt/<name>`: all that we put on a host for one service. */
export function serviceDirectory(name: string): string {
  return `/opt/${name}`;
}

/** One version of the service's secrets. */
export function credentialsDirectory(serviceDirectory: string, id: string): string {
  return `${serviceDirectory}/credentials/${id}`;
}

function placeOf(serviceDirectory: string, digest: string): ReleasePlace {
  const release = `${serviceDirectory}/releases/${digest}`;
  return { appDirectory: `${release}/app`, runtimeBin: `${release}/runtime/bin` };
}

/**
 * The name and the unit of a release. One name stands for one behaviour: files, modes, requirements and unit text are all
 * in the digest, and the unit names the version of its secrets. Connection, readiness and retention are not: changing those runs nothing else.
 */
export function releaseOf(content: ReleaseContent): Release {
  const openUnit = content.unitAt(placeOf(content.serviceDirectory, OPEN_DIGEST));
  const digest = createHash("sha256")
    .update(JSON.stringify([content.manifest, content.requirements, openUnit]))
    .digest("hex")
    .slice(0, DIGEST_LENGTH_CHARS);
  return { digest, unit: content.unitAt(placeOf(content.serviceDirectory, digest)) };
}
