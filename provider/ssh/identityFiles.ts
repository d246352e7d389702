import { access, readFile } from "node:fs/promises";
import { type ParsedKey, utils } from "ssh2";
import type { FromConfig } from "./config/configuredEndpoint";
import { readPrivateKey } from "./privateKey";

/** A private key, and the file it is from if it is from one. */
export interface OfferedKey {
  readonly key: ParsedKey;
  readonly file?: string;
}

/** What the identity files of a configuration hold. */
export interface Identities {
  readonly keys: readonly OfferedKey[];
  /** Public halves, for an agent that holds the private ones. */
  readonly publicKeys: readonly Buffer[];
  /** Why others were not used: a line each, nothing of a key in it. */
  readonly remarks: readonly string[];
}

const NONE: Identities = { keys: [], publicKeys: [], remarks: [] };

/** Reads the identity files (ssh_config(5), IdentityFile), as far as `passphrase` opens them. */
export async function readIdentities(
  { identityFiles, areIdentitiesNamed }: FromConfig,
  passphrase: string | undefined,
): Promise<Identities> {
  const each = await Promise.all(
    identityFiles.map((file) => readIdentity(file, passphrase, areIdentitiesNamed)),
  );
  return {
    keys: each.flatMap(({ keys }) => keys),
    publicKeys: each.flatMap(({ publicKeys }) => publicKeys),
    remarks: each.flatMap(({ remarks }) => remarks),
  };
}

async function readIdentity(
  file: string,
  passphrase: string | undefined,
  isNamed: boolean,
): Promise<Identities> {
  const [text, publicText, hasCertificate] = await Promise.all([
    textOf(file),
    textOf(`${file}.pub`),
    exists(`${file}-cert.pub`),
  ]);
  const certificate = hasCertificate ? [`${file}-cert.pub was not shown: ${CERTIFICATES_UNSUPPORTED}`] : [];
  const publicKeys = [publicKeyIn(text), publicKeyIn(publicText)].flatMap((key) => key ?? []);
  if (text === undefined) {
    const missing = isNamed && publicKeys.length === 0 ? [`${file} cannot be read.`] : [];
    return { ...NONE, publicKeys, remarks: [...missing, ...certificate] };
  }
  if (publicKeyIn(text) !== undefined) return { ...NONE, publicKeys, remarks: certificate };
  const reading = readPrivateKey(text, passphrase);
  if ("key" in reading) return { keys: [{ key: reading.key, file }], publicKeys, remarks: certificate };
  return { ...NONE, publicKeys, remarks: [`${file} was not used: ${reading.problem}.`, ...certificate] };
}

/** Said wherever one is met. */
export const CERTIFICATES_UNSUPPORTED =
  "certificates are not supported here, the host must know the plain key (authorized_keys).";

function publicKeyIn(text: string | undefined): Buffer | undefined {
  if (text === undefined || text.includes("PRIVATE KEY")) return undefined;
  const key = utils.parseKey(text);
  return key instanceof Error || key.isPrivateKey() ? undefined : key.getPublicSSH();
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(() => undefined);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
