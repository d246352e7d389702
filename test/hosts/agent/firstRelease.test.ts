import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { AgentOnHost } from "./agentOnHost";
import { BROKEN } from "./brokenReleases";
import { settled, traces } from "./leftovers";

let hosts: TestHosts;
let host: TestHost;
beforeAll(async () => {
  hosts = await startHosts();
  [host] = hosts.hosts as [TestHost];
});
afterAll(() => hosts?.stop());

/** One that is refused, one that dies, one that is killed later, one that never starts. */
const AT_EACH_STEP = BROKEN.filter(({ code }) => ["verify", "exited", "signal", "condition"].includes(code));

describe("a bad first release", () => {
  it.each(AT_EACH_STEP)("that $how: the host is as before", async ({ release, request, code, step }) => {
    const app = new AgentOnHost(host, "first");
    const { transcript } = await app.apply(release, request);
    expect(transcript.end).toMatchObject({ outcome: "failed", code, step });
    expect(transcript.now).toMatchObject({ LoadState: "not-found", owner: "" });
    await settled(host, "first");
    expect((await traces(host, "first")).replace("/run/pulumi-systemd/first", "")).toBe("");
  });
});
