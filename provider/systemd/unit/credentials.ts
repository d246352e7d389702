/**
 * Secrets as systemd hands them to a service (systemd.exec(5), “Credentials”; since 247): it reads each file when the
 * service starts, and shows it a copy that only the service's user can read, below `$CREDENTIALS_DIRECTORY`.
 */
export interface Credentials {
  /** Where their files lie on the host, each under its name: `/opt/myapp/credentials/<id>`. */
  readonly directory: string;
  readonly names: readonly string[];
}

/** Beside a credential systemd makes `.#<name>` and 16 characters more for a moment, and that has to be a file name too. */
export const CREDENTIAL_NAME_LIMIT = 255 - 18;

/** All names and contents of one unit (CREDENTIALS_TOTAL_SIZE_MAX in systemd's source). */
export const CREDENTIALS_LIMIT_BYTES = 1024 * 1024;

/** A name that systemd takes, tools take for a file and not for an option, and no specifier or escape is read into. */
export function credentialNameObjection(name: string): string | undefined {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name)) {
    return "is no name of a credential: the service finds it as a file, so use letters, digits, `_`, `-` and `.`, the first a letter, a digit or `_`";
  }
  if (name.length > CREDENTIAL_NAME_LIMIT) {
    return `has a name of ${name.length} characters, and systemd has room for ${CREDENTIAL_NAME_LIMIT}: choose a shorter one`;
  }
  return undefined;
}

const PAGE_BYTES = 4096;

/**
 * What counts against the limit, with whichever version of systemd: the bytes of names and contents, or the whole pages
 * that the contents fill, for 257 keeps them in a tmpfs of that very size (tried with 252 and 257).
 */
export function credentialsBytes(contents: Readonly<Record<string, string>>): number {
  let bytes = 0;
  let inPages = 0;
  for (const [name, content] of Object.entries(contents)) {
    const length = Buffer.byteLength(content);
    bytes += name.length + length;
    inPages += Math.ceil(length / PAGE_BYTES) * PAGE_BYTES;
  }
  return Math.max(bytes, inPages);
}

/** The lines of [Service], in the order of names, so that the same secrets make the same text. */
export function credentialLines(credentials: Credentials | undefined): string[] {
  if (credentials === undefined) return [];
  const { directory, names } = credentials;
  return [...names].sort().map((name) => `LoadCredential=${name}:${directory}/${name}`);
}
