import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { PythonVariant, TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { appInputs, type Deployer, deployerOf } from "./deployer";
import type { Behaviour } from "./notifyApp";

const SDNOTIFY = "sdnotify==0.3.2";

/** The application in a virtual environment with these requirements, as a user writes it. */
function inVenv(
  requirements: readonly string[],
  behaviour: Behaviour = {},
  packages: readonly string[] = [],
) {
  return appInputs(
    behaviour,
    { runtime: { python: { requirements: [...requirements] }, packages: [...packages] } },
    { execStart: ["python3", "app.py"] },
  );
}

/** One host with its deployer, for the tests of a block. */
function freshHost(python: PythonVariant) {
  let hosts: TestHosts;
  const fresh = {} as { host: TestHost; service: Deployer; sh: (command: string) => Promise<string> };
  beforeAll(async () => {
    hosts = await startHosts({ python });
    const [host] = hosts.hosts as [TestHost];
    const sh = async (command: string) => (await host.run(command)).stdout.trim();
    Object.assign(fresh, { host, service: deployerOf(host), sh });
  });
  afterAll(async () => await hosts?.stop());
  return fresh;
}

describe.sequential.each([
  ["no Python at all", "none"],
  ["Python, but not its venv module", "without-venv"],
] as const)("a host with %s", (_, python) => {
  const fresh = freshHost(python);

  it("gets Python from its distribution, and the requirement in an environment of the service alone", async () => {
    const { service, sh } = fresh;
    const status = "dpkg --status python3-venv 2>/dev/null | grep ^Status:";
    expect(await sh(status)).toBe("");
    const outputs = await service.up(inVenv([SDNOTIFY], { imports: ["sdnotify"] }));
    expect(outputs.status).toBe("active (running)");
    expect(await sh(status)).toBe("Status: install ok installed");
    expect(await sh("tr '\\0' ' ' </proc/$(systemctl show -P MainPID myapp.service)/cmdline")).toBe(
      `/opt/myapp/releases/${outputs.releaseDigest}/runtime/bin/python3 app.py`,
    );
    expect(await sh("python3 -c 'import sdnotify' 2>&1")).toContain("No module named 'sdnotify'");
  });

  it("shows what apt and pip are doing", () => {
    const { rows } = fresh.service;
    expect(rows).toContain("installing the runtime");
    expect(rows.some((row) => /^(Setting up|Unpacking) python3-venv/.test(row))).toBe(true);
    expect(rows.some((row) => /^Collecting sdnotify==0\.3\.2/.test(row))).toBe(true);
  });

  it("keeps the environment from everyone's hands but root's", async () => {
    const { sh } = fresh;
    expect(await sh("find /opt/myapp/runtimes ! -user root -o ! -type l -perm /022")).toBe("");
  });
});

describe.sequential("OS packages", () => {
  const fresh = freshHost("venv");
  const packages = ["procps", "jq"];
  /** One line for each time that apt was told to install something. */
  const aptRuns = () => fresh.sh("grep -a ^Commandline: /var/log/apt/history.log 2>/dev/null");

  it("that are missing are installed, and those that are there are left alone", async () => {
    const { service, sh } = fresh;
    const procps = "dpkg --status procps | grep ^Version; stat -c %Y /var/lib/dpkg/info/procps.list";
    const before = await sh(procps);
    expect((await fresh.host.run("command -v jq")).code).not.toBe(0);
    const runs = await aptRuns();
    await service.up(appInputs({}, { runtime: { packages } }));
    expect(await sh("echo '{\"a\": 7}' | jq .a")).toBe("7");
    expect(await sh(procps)).toBe(before);
    const run = (await aptRuns()).slice(runs.length);
    expect(run).toContain(" jq");
    expect(run).not.toContain("procps");
  });

  it("that are all there cost no run of apt", async () => {
    const { service } = fresh;
    const runs = await aptRuns();
    service.rows.length = 0;
    await service.up(appInputs({ mark: "another release" }, { runtime: { packages } }));
    expect(await aptRuns()).toBe(runs);
    expect(service.rows.filter((row) => /apt|Get:|Reading/.test(row))).toEqual([]);
  });

  it("that don't exist are an error in apt's own words, and the service runs on as it did", async () => {
    const { service, sh } = fresh;
    const before = await sh("systemctl show -P InvocationID myapp.service");
    const { releaseDigest } = service.state?.outputs ?? {};
    const error = await service.upFails(
      appInputs({ mark: "never to run" }, { runtime: { packages: [...packages, "no-such-package"] } }),
    );
    expect(error.message).toMatch(
      /^myapp\.service on \S+ was not started: its OS packages could not be installed\./,
    );
    expect(error.message).toContain("E: Unable to locate package no-such-package");
    expect(error.message).toContain("runtime.packages");
    expect(await sh("systemctl show -P InvocationID myapp.service")).toBe(before);
    expect(service.state?.outputs).toMatchObject({ status: "active (running)", releaseDigest });
  });
});

describe.sequential("a Python environment", () => {
  const fresh = freshHost("venv");
  const traces =
    "ls -d /opt/myapp /etc/systemd/system/*myapp* /etc/systemd/system/*/*myapp* /run/systemd/system*/*myapp* 2>/dev/null";
  const environments = async () => (await fresh.sh("ls /opt/myapp/runtimes")).split("\n");
  const environmentOf = async (release: unknown) =>
    (await fresh.sh(`readlink /opt/myapp/releases/${release}/runtime`)).split("/").at(-1);

  it("whose requirement doesn't exist is an error in pip's own words, and leaves the host as it was", async () => {
    const { service, sh } = fresh;
    const error = await service.upFails(inVenv([SDNOTIFY, "sdnotify-of-another-world==1.0"]));
    expect(error.message).toMatch(
      /^myapp\.service on \S+ was not started: its Python environment could not be made\./,
    );
    expect(error.message).toContain("No matching distribution found for sdnotify-of-another-world==1.0");
    expect(error.message).toContain("runtime.python.requirements");
    expect(error.message).toContain("The host is left as it was found");
    expect(error.name).toBe("Error");
    expect(service.state).toBeUndefined();
    expect(await sh(traces)).toBe("");
  });

  it("is shared by another app with the same requirements: no pip run", async () => {
    const { service, sh } = fresh;
    await service.up(inVenv([SDNOTIFY], { imports: ["sdnotify"] }));
    const [environment, ...others] = await environments();
    expect(others).toEqual([]);
    const stamp = `find /opt/myapp/runtimes/${environment} -printf '%i %C@ %p\\n' | sort | sha256sum`;
    const before = await sh(stamp);
    service.rows.length = 0;
    const outputs = await service.up(inVenv([SDNOTIFY], { imports: ["sdnotify"], mark: "another app" }));
    expect(await environmentOf(outputs.releaseDigest)).toBe(environment);
    expect(await sh(stamp)).toBe(before);
    expect(service.rows.filter((row) => /Collecting|Successfully installed/.test(row))).toEqual([]);
  });

  it("with other requirements is another one; the old one stays while the previous release uses it", async () => {
    const { service, host } = fresh;
    const previous = service.state?.outputs.releaseDigest;
    const old = await environmentOf(previous);
    const both = { imports: ["sdnotify", "six"], mark: "with six" };
    const next = await service.up({ ...inVenv([SDNOTIFY, "six==1.17.0"], both), revisionHistoryLimit: 0 });
    const young = await environmentOf(next.releaseDigest);
    expect(young).not.toBe(old);
    // What is pruned is pruned off the user's path.
    await expect.poll(environments, { timeout: 10_000 }).toEqual([old, young].sort());
    const importing = `/opt/myapp/releases/${previous}/runtime/bin/python3 -c 'import sdnotify'`;
    expect((await host.run(importing)).code).toBe(0);
  });

  it("that no release uses any more goes", async () => {
    const { service } = fresh;
    const young = await environmentOf(service.state?.outputs.releaseDigest);
    const both = { imports: ["sdnotify", "six"], mark: "still with six" };
    await service.up({ ...inVenv([SDNOTIFY, "six==1.17.0"], both), revisionHistoryLimit: 0 });
    await expect.poll(environments, { timeout: 10_000 }).toEqual([young]);
  });

  it("that can't be made leaves the running release alone", async () => {
    const { service, sh } = fresh;
    const before = await sh("systemctl show -P InvocationID myapp.service");
    const { releaseDigest } = service.state?.outputs ?? {};
    const error = await service.upFails(inVenv(["six==999.0"]));
    expect(error.message).toContain("six==999.0");
    expect(error.message).toContain("runs on, untouched");
    expect(await sh("systemctl show -P InvocationID myapp.service")).toBe(before);
    expect(service.state?.outputs).toMatchObject({ status: "active (running)", releaseDigest });
    expect(await environments()).toHaveLength(1);
  });
});
