import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestHost } from "../hosts/testHost";
import { mustRun } from "../process/command";
import { runPulumi } from "../pulumi/runPulumi";
import { type ProgramDirectory, recordedDirectory } from "./programDirectory";

/** Stands for the host in a record: an address that is nobody's (RFC 5737). */
export const RECORDED_ADDRESS = "203.0.113.7";

/** Everything on the host that is the service's, but for the interpreter and the packages of its environment. */
const ON_HOST = [
  "opt/myapp_notify",
  "etc/systemd/system/myapp_notify.service",
  "etc/systemd/system/multi-user.target.wants/myapp_notify.service",
  "usr/local/bin/myapp_notify",
  "var/lib/myapp_notify",
];
const LEFT_OUT = ["bin", "include", "lib", "lib64", "pyvenv.cfg", "share"].map(
  (name) => `opt/myapp_notify/runtimes/*/${name}`,
);

/**
 * Deploys the program twice, so that there is a release before the running one, and writes the state that Pulumi keeps and
 * what lies on the host to test/recorded/<version>.
 * @returns where
 */
export async function record(
  program: ProgramDirectory,
  host: TestHost,
  packageRoot: string,
): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as {
    version: string;
  };
  const place = join(recordedDirectory(), version);
  if (existsSync(place)) throw new Error(`${place} is there already, and a record is never made again`);
  const pulumi = async (args: readonly string[], input?: string) => {
    const { code, stdout, stderr } = await runPulumi(args, {
      cwd: program.directory,
      env: program.env,
      input,
    });
    if (code !== 0) throw new Error(`\`pulumi ${args.join(" ")}\` ended with ${code}:\n${stdout}${stderr}`);
    return stdout;
  };
  await pulumi(["stack", "init", "recorded"]);
  await pulumi(["config", "set", "host", host.address]);
  await pulumi(["config", "set", "hostKey", host.hostKey]);
  await pulumi(["config", "set", "--secret", "privateKey"], host.privateKey);
  const revision = join(program.directory, "app", "revision.py");
  const text = readFileSync(revision, "utf8");
  writeFileSync(revision, "REVISION = 1\n");
  await pulumi(["up", "--yes", "--skip-preview"]);
  writeFileSync(revision, text);
  await pulumi(["up", "--yes", "--skip-preview"]);

  const exported = await pulumi(["stack", "export"]);
  const state = anonymous(exported, host.address);
  const exclusions = LEFT_OUT.map((path) => `--exclude='${path}'`).join(" ");
  const archive = await host.run(
    `tar --create --gzip ${exclusions} --directory / ${ON_HOST.join(" ")} | base64`,
  );
  if (archive.code !== 0 || archive.stderr !== "") throw new Error(`tar on the host: ${archive.stderr}`);

  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "state.json"), state);
  writeFileSync(join(place, "host.tar.gz"), Buffer.from(archive.stdout, "base64"));
  writeFileSync(
    join(place, "about.json"),
    `${JSON.stringify(await about(version, host, packageRoot), null, 2)}\n`,
  );
  return place;
}

/** The state without what tells of the machine that recorded it: where its host was, and its paths in stack traces. */
function anonymous(exported: string, address: string): string {
  const traces = ["sourcePosition", "stackTrace"];
  const state: unknown = JSON.parse(exported.replaceAll(address, RECORDED_ADDRESS), (key, value) =>
    traces.includes(key) ? undefined : value,
  );
  return `${JSON.stringify(state, null, 2)}\n`;
}

async function about(version: string, host: TestHost, packageRoot: string): Promise<Record<string, string>> {
  const commit = await mustRun(["git", "-C", packageRoot, "rev-parse", "HEAD"]);
  const recordedOn = new Date().toISOString().slice(0, 10);
  return { version, commit: commit.trim(), recordedOn, host: host.release };
}
