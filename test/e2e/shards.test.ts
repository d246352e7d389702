import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../tools/hosts/testHost";
import { runCommand } from "../../tools/process/command";
import { providePulumi } from "../../tools/pulumi/providePulumi";
import { layProgramOut, type ProgramDirectory } from "../../tools/record/programDirectory";
import { repositoryRoot } from "../../tools/repository";
import { type Database, installPostgres, NotToBeHad } from "./postgres";

/** A host with this file has a release that does not start. */
const FAILS = "/etc/fails";
const app = (mark: string) => `# ${mark}
import os, socket, sys, time
if os.path.exists("${FAILS}") and "${mark}" in open("${FAILS}").read():
    sys.exit("cannot open the database")
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
    notify.connect(os.environ["NOTIFY_SOCKET"])
    notify.send(b"READY=1")
while True:
    time.sleep(60)
`;

/** examples/sharded-fleet as it is, on hosts of ours, its state in a PostgreSQL; from one test to the next. */
describe.sequential("a fleet in shards, each a stack, with a state that they share", () => {
  let started: TestHosts;
  let fleet: readonly TestHost[];
  let database: Database | string;
  let place: string;
  let program: ProgramDirectory;

  const shared = (skip: (why: string) => never): Database =>
    typeof database === "string" ? skip(`PostgreSQL could not be had: ${database}`) : database;
  const deploy = (mark: string, { url }: Database) => {
    writeFileSync(join(program.directory, "app/app.py"), app(mark));
    const env = {
      ...program.env,
      PULUMI_BACKEND_URL: url,
      DEPLOY_KEY: fleet[0]?.privateKeyPath,
      MIN_HEALTHY_TIME: "1s",
    };
    return runCommand([process.execPath, "deploy.mjs"], { cwd: program.directory, env });
  };
  const everywhere = (command: string) =>
    Promise.all(fleet.map(async (host) => (await host.run(command)).stdout.trim()));
  const running = () => everywhere('head -n 1 "$(systemctl show -P WorkingDirectory myapp)/app.py"');
  const startedAtUs = async () =>
    (await everywhere("systemctl show -P ActiveEnterTimestampMonotonic myapp")).map(Number);
  const does = (index: number, mark: string) => fleet[index]?.run(`echo ${mark} >${FAILS}`);

  beforeAll(async () => {
    started = await startHosts({ count: 4 });
    const [postgres, ...others] = started.hosts as [TestHost, ...TestHost[]];
    fleet = others;
    database = await installPostgres(postgres).catch((error: unknown) => {
      if (error instanceof NotToBeHad) return error.message;
      throw error;
    });
    const { binDir } = await providePulumi({ onProgress: () => {} });
    place = mkdtempSync(join(tmpdir(), "pulumi-systemd-shards-"));
    const root = repositoryRoot();
    program = layProgramOut(join(root, "examples/sharded-fleet"), place, root, binDir);
    const members = fleet.map(({ name, address, hostKey }) => [
      name,
      { connection: { host: address, hostKey } },
    ]);
    const shards = Object.fromEntries(
      ["canary", "east", "west"].map((shard, index) => [
        shard,
        Object.fromEntries(members.slice(index, index + 1)),
      ]),
    );
    writeFileSync(join(program.directory, "shards.json"), JSON.stringify(shards));
  });
  afterAll(async () => {
    if (place !== undefined) rmSync(place, { recursive: true });
    await started?.stop();
  });

  it("goes to the canary first, then to the others together", async ({ skip }) => {
    const postgres = shared(skip);
    const { code, stdout, stderr } = await deploy("one", postgres);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^deployed: canary, (east, west|west, east)$/m);
    expect(await running()).toEqual(["# one", "# one", "# one"]);
    const [canary = 0, ...others] = await startedAtUs();
    expect(canary).toBeLessThan(Math.min(...others));
    const keys = await postgres.query("SELECT key FROM pulumi_state WHERE key LIKE '%/stacks/%.json'");
    const stacks = keys.map((key) => /([^/]+)\.json$/.exec(key)?.[1]);
    expect(stacks.sort()).toEqual(["canary", "east", "west"]);
  });

  it("stays as it is where the canary fails", async ({ skip }) => {
    const postgres = shared(skip);
    const before = await startedAtUs();
    await does(0, "two");
    const { code, stdout, stderr } = await deploy("two", postgres);
    expect(code).toBe(1);
    expect(stdout).toContain("canary: ");
    expect(stdout).toContain("cannot open the database");
    expect(stdout).toMatch(/^deployed: none$/m);
    expect(stderr).toContain("canary failed: ");
    expect(stderr).toContain("not begun: east, west");
    expect(await running()).toEqual(["# one", "# one", "# one"]);
    expect((await startedAtUs()).slice(1)).toEqual(before.slice(1));
  });

  it("halts where another shard fails, and the next run completes it", async ({ skip }) => {
    const postgres = shared(skip);
    await does(1, "three");
    const { code, stderr } = await deploy("three", postgres);
    expect(code).toBe(1);
    expect(stderr).toContain("east failed: ");
    // It was under way already.
    expect(await running()).toEqual(["# three", "# one", "# three"]);
    await everywhere(`rm -f ${FAILS}`);
    const before = await startedAtUs();
    expect((await deploy("three", postgres)).code).toBe(0);
    expect(await running()).toEqual(["# three", "# three", "# three"]);
    const after = await startedAtUs();
    expect(after.map((at, index) => at === before[index])).toEqual([true, false, true]);
  });
});
