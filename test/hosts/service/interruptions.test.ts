import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { appInputs, type Deployer, deployerOf } from "./deployer";

describe.sequential("a deployment that is interrupted", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let service: Deployer;
  let good: unknown;
  const sh = async (command: string) => (await host.run(command)).stdout.trim();
  const rowShows = (text: string) =>
    expect.poll(() => service.rows, { timeout: 30_000, interval: 20 }).toContain(text);
  const activeRelease = async () =>
    /releases\/([0-9a-f]+)/.exec(await sh("systemctl show -P WorkingDirectory myapp.service"))?.[1];

  beforeAll(async () => {
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
    service = deployerOf(host);
    good = (await service.up(appInputs({ mark: "good" }))).releaseDigest;
  });
  afterAll(async () => await hosts?.stop());

  it("by a connection that is reset during the restart: its outcome is known after reconnecting", async () => {
    service.rows.length = 0;
    const deployment = service.up(appInputs({ startSeconds: 4, mark: "slow" }));
    await rowShows("waiting for READY=1");
    await host.network("reset");
    await rowShows("connection lost; the host goes on, reconnecting");
    await host.network("up");
    const outputs = await deployment;
    expect(outputs.status).toBe("active (running)");
    expect(outputs.releaseDigest).not.toBe(good);
    expect(await activeRelease()).toBe(outputs.releaseDigest);
    good = outputs.releaseDigest;
  });

  it("by a hard reboot during the trial: the old version is up, and the next up gets there", async () => {
    service.rows.length = 0;
    const deployment = service.upFails(appInputs({ startSeconds: 5, mark: "rebooted" }));
    await rowShows("waiting for READY=1");
    await host.reboot("hard");
    const error = await deployment;
    expect(error.message).toMatch(/interrupted|reboot/i);
    await expect.poll(() => sh("systemctl is-active myapp.service"), { timeout: 20_000 }).toBe("active");
    expect(await activeRelease()).toBe(good);
    const outputs = await service.up(appInputs({ startSeconds: 0.2, mark: "after the reboot" }));
    expect(await activeRelease()).toBe(outputs.releaseDigest);
    good = outputs.releaseDigest;
  });

  it("by cancel: the old version is active again", async () => {
    service.rows.length = 0;
    const controller = new AbortController();
    const deployment = service.upFails(appInputs({ startSeconds: 8, mark: "cancelled" }), controller.signal);
    await rowShows("waiting for READY=1");
    controller.abort();
    expect((await deployment).message).toMatch(/cancel/i);
    expect(await sh("systemctl is-active myapp.service")).toBe("active");
    expect(await activeRelease()).toBe(good);
  });

  it("leaves no lock, no transient unit and no temporary file", async () => {
    const left =
      "systemctl list-units --all --plain --no-legend 'pulumi-systemd*'; ls -A /run/systemd/system.control; ls -d /opt/myapp/.incoming";
    // The transaction tidies up after it has told its outcome.
    await expect.poll(() => sh(`{ ${left}; } 2>/dev/null`), { timeout: 20_000 }).toBe("");
  });
});
