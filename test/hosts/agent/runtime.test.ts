import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { AgentOnHost } from "./agentOnHost";
import { unitText } from "./daemons";
import type { HandMadeRelease } from "./handMadePayload";
import { settled, traces } from "./leftovers";

let hosts: TestHosts;
let host: TestHost;
let app: AgentOnHost;
beforeAll(async () => {
  hosts = await startHosts({ python: "without-venv" });
  [host] = hosts.hosts as [TestHost];
  app = new AgentOnHost(host, "venv", { RUN_USER: "venvuser", CREATE_USER: "1" });
});
afterAll(() => hosts?.stop());

const inVenv = (comment: string, requirements: string[]): HandMadeRelease => ({
  files: {
    "app.py": `# ${comment}
import time
from sdnotify import SystemdNotifier
SystemdNotifier().notify("READY=1")
while True: time.sleep(60)
`,
  },
  unit: (release) =>
    unitText(release, "User=venvuser").replace("/usr/bin/python3", `${release}/runtime/bin/python3`),
  requirements,
});

describe("a service with a Python runtime and a user of its own", () => {
  it("says pip's own words when a requirement does not exist, and leaves no release", async () => {
    const { transcript, events } = await app.apply(inVenv("one", ["sdnotify==99.9"]));
    expect(transcript.end).toMatchObject({ outcome: "failed", step: "runtime", code: "runtime-install" });
    expect(transcript.end?.text).toMatch(/pip install failed: .*sdnotify==99\.9/);
    expect(events.filter(({ name }) => name === "output").length).toBeGreaterThan(1);
    expect(transcript.failed.left).toMatch(/user venvuser/);
    expect((await traces(host, "venv")).replace("/run/pulumi-systemd/venv", "")).toBe("");
  });

  it("gets python3-venv, an environment and its user", async () => {
    const { transcript, events } = await app.apply(inVenv("one", ["sdnotify==0.3.2"]));
    expect(transcript.end).toMatchObject({ outcome: "committed" });
    expect(events.some(({ name, text }) => name === "progress" && text.includes("sdnotify"))).toBe(true);
    const { stdout } = await host.run("ps -o user= -p $(systemctl show -p MainPID --value venv)");
    expect(stdout.trim()).toBe("venvuser");
    await settled(host, "venv");
  });

  it("costs no pip when only a comment changed", async () => {
    const { transcript, events } = await app.apply(inVenv("two", ["sdnotify==0.3.2"]));
    expect(transcript.end).toMatchObject({ outcome: "committed" });
    expect(events.filter(({ name }) => name === "progress")).toEqual([]);
    await settled(host, "venv");
    expect((await host.run("ls /opt/venv/runtimes")).stdout.trim().split("\n")).toHaveLength(1);
  });

  it("installs what is missing of the OS packages, through an interrupted dpkg", async () => {
    await host.run("touch /var/lib/dpkg/updates/0001");
    const { transcript } = await app.apply({
      ...inVenv("three", ["sdnotify==0.3.2"]),
      packages: ["python3", "tree"],
    });
    expect(transcript.end).toMatchObject({ outcome: "committed" });
    expect((await host.run("tree --version")).code).toBe(0);
  });

  it("says apt's own words when a package does not exist", async () => {
    const { transcript } = await app.apply({
      ...inVenv("four", ["sdnotify==0.3.2"]),
      packages: ["no-such-package"],
    });
    expect(transcript.end).toMatchObject({ outcome: "failed", code: "package-install" });
    expect(transcript.end?.text).toContain("Unable to locate package no-such-package");
    expect(await app.show("ActiveState")).toEqual({ ActiveState: "active" });
  });
});
