import { shellWord } from "./shellWord";

/** The payload travels in blocks of this size: dd(1) can take exactly so many from a pipe, and not a byte more. */
export const BLOCK_BYTES = 512;

/** Zeros that fill the last block up. gzip ignores zeros after its end. */
export function paddedToBlocks(payload: Buffer): Buffer {
  const missing = (BLOCK_BYTES - (payload.length % BLOCK_BYTES)) % BLOCK_BYTES;
  return Buffer.concat([payload, Buffer.alloc(missing)]);
}

/** What sudo is told to prompt with. */
export function promptMarker(nonce: string): string {
  return `@${nonce} prompt `;
}

/**
 * The command that becomes root and then the agent (docs/agent-protocol.md, section 1). It is run by whatever the login
 * shell is; `sh` is POSIX from there on. Words: $1 the nonce, $2 the number of blocks, $3 what root runs first, $4 then.
 */
export function bootCommand(nonce: string, blocks: number): string {
  const words = [shellWord(nonce), String(blocks), shellWord(BY_ITSELF), shellWord(AS_ROOT)];
  return ["sh", "-c", shellWord(AS_USER), "sh", ...words].join(" ");
}

const BECOME = 'sh -c "$3" sh "$1" "$2" "$4"';

/**
 * The first `echo` ends a line that a .bashrc may have left open. English, so that sudo's own words can be shown beside
 * ours. The probe runs what will be run, sh: sudoers may allow that alone.
 */
const AS_USER = [
  "LC_ALL=C; export LC_ALL; echo;",
  `if [ "$(id -u)" = 0 ]; then exec ${BECOME}; fi;`,
  "if command -v sudo >/dev/null; then :; else",
  'echo "@$1 boot-failed code=sudo-missing -- sudo is not installed"; exit 1; fi;',
  `if sudo -n sh -c : </dev/null; then exec sudo -n ${BECOME}; fi;`,
  'echo "@$1 password";',
  `exec sudo -S -p "@$1 prompt " ${BECOME}`,
].join(" ");

/**
 * Root takes nothing over from the login but PATH: not its directory, where a file named like one of Python's modules may
 * lie, and none of the variables that sudoers or a .bashrc of root's own may let through (TAR_OPTIONS, CDPATH, TMPDIR).
 */
const BY_ITSELF = 'cd / && umask 077 && exec env -i LC_ALL=C PATH="$PATH" sh -c "$3" sh "$1" "$2"';

/** The payload goes through a file: tar may stop reading before the padding, which must not stay in the pipe. */
const AS_ROOT = [
  "w=$(mktemp -d /run/pulumi-systemd.XXXXXXXX) ||",
  '{ echo "@$1 boot-failed code=no-run -- no directory can be made in /run"; exit 1; };',
  'echo "@$1 hello";',
  'if dd of="$w/payload" bs=512 count="$2" iflag=fullblock 2>/dev/null && tar -xozf "$w/payload" -C "$w"; then',
  'rm "$w/payload"; exec sh "$w/agent/main.sh" "$w" "$1"; fi;',
  'rm -rf "$w"; echo "@$1 boot-failed code=receive -- the payload did not arrive whole"; exit 1',
].join(" ");
