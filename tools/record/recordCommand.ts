import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startHosts } from "../hosts/startHosts";
import { providePulumi } from "../pulumi/providePulumi";
import { repositoryRoot } from "../repository";
import { progressTo } from "../terminal/progress";
import { layProgramOut, recordedDirectory } from "./programDirectory";
import { record } from "./record";

const USAGE = `Records what this version of the package leaves in a state and on a host, for the tests of later versions.

  npm run record                   of this checkout
  npm run record -- <checkout>     of another one, in which \`npm run build\` has run

The record is test/recorded/<version>/; test/recorded/README.md says what it is good for.
`;

/** `npm run record`. @returns the exit code */
export async function runRecordCommand(args: readonly string[]): Promise<number> {
  const [checkout, ...rest] = args;
  if (rest.length > 0 || checkout?.startsWith("-")) {
    const asked = checkout === "--help" || checkout === "-h";
    (asked ? process.stdout : process.stderr).write(USAGE);
    return asked ? 0 : 2;
  }
  const packageRoot = checkout === undefined ? repositoryRoot() : resolve(checkout);
  const onProgress = progressTo((line) => process.stderr.write(`${line}\n`));
  const { binDir } = await providePulumi({ onProgress });
  const place = mkdtempSync(join(tmpdir(), "pulumi-systemd-record-"));
  await using hosts = await startHosts({ onProgress });
  const [host] = hosts.hosts;
  if (host === undefined) throw new Error("no host was started");
  try {
    const program = layProgramOut(join(recordedDirectory(), "program"), place, packageRoot, binDir);
    process.stdout.write(`recorded in ${await record(program, host, packageRoot)}\n`);
    return 0;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
