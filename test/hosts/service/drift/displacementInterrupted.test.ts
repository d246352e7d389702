import { afterEach, describe, expect, it } from "vitest";
import { PAUSE_VARIABLE } from "../../../../provider/resources/service/applyRequest";
import { PLACES_OF_DISPLACEMENT } from "../../../../tools/matrix/places";
import { poll } from "../../../../tools/process/poll";
import { appInputs } from "../deployer";
import { driftingHost, inputs, UNIT_FILE } from "./driftingHost";

/** Set: the power is cut at every place, too, which takes minutes. */
const isThorough = process.env.PULUMI_SYSTEMD_EVERY_PLACE !== undefined;
const DROP_INS = "/etc/systemd/system/myapp.service.d";
const MASK = "/run/systemd/system/myapp.service";

describe.sequential("a deployment that displaces what others had put, cut short", () => {
  const at = driftingHost();
  const { sh, drift } = at;
  const nice = () => sh("ps -o ni= -p $(systemctl show -P MainPID myapp.service)");
  const running = async () =>
    /releases\/([0-9a-f]+)/.exec(await sh("systemctl show -P WorkingDirectory myapp.service"))?.[1];
  const CUTS = PLACES_OF_DISPLACEMENT.flatMap((place) => [
    [
      place,
      "the death of the agent",
      () => sh("systemctl kill -s KILL pulumi-systemd-myapp.service"),
    ] as const,
    [place, "a power cut", () => at.host.reboot("hard")] as const,
  ]).filter(([place, cause]) => isThorough || cause !== "a power cut" || place === "commit:aside");

  afterEach(() => {
    delete process.env[PAUSE_VARIABLE];
  });

  it.each(CUTS)("at %s by %s: nothing is lost, and the next up gets there", async (place, cause, cut) => {
    await sh(
      `mkdir -p ${DROP_INS}; cd ${DROP_INS}; printf '[Service]\\nNice=5\\n' >a.conf; printf '[Service]\\nNice=6\\n' >b.conf`,
    );
    // Over a unit file that is there, a mask in /run is none.
    if (place === "commit:unmasked") await sh(`rm ${UNIT_FILE}; ln -s /dev/null ${MASK}`);
    await sh("systemctl daemon-reload");
    expect(JSON.stringify(await drift())).toContain(`${DROP_INS}/a.conf, ${DROP_INS}/b.conf`);
    const wanted = { ...inputs(), source: appInputs({ mark: `${place} ${cause}` }).source ?? null };

    process.env[PAUSE_VARIABLE] = place;
    const interrupted = at.service.up(wanted).catch((error: Error) => error);
    await poll(async () => (await sh("cat /run/pulumi-systemd/myapp/*/paused")) === place || undefined, {
      waitingFor: `the agent to come to ${place}`,
      deadlineMs: 30_000,
    });
    delete process.env[PAUSE_VARIABLE];
    await cut();
    await interrupted;
    // The unit was renamed: what boots, and what a recovery completes, is the new release.
    await expect.poll(() => sh("systemctl is-active myapp.service"), { timeout: 20_000 }).toBe("active");

    const { releaseDigest } = await at.service.up(wanted);
    expect(await running()).toBe(releaseDigest);
    expect(await nice()).toBe("0");
    expect(await drift()).toBeUndefined();
    expect(await sh(`ls -d ${DROP_INS} ${MASK} /run/pulumi-systemd/myapp/hidden 2>/dev/null`)).toBe("");
    const kept = `cd /opt/myapp/set-aside && find . -type f | cut -d/ -f3- | sort; cat */etc/systemd/system/myapp.service.d/*`;
    expect(await sh(kept)).toBe(
      ["a", "b"].map((name) => `${DROP_INS.slice(1)}/${name}.conf`).join("\n") +
        "\n[Service]\nNice=5\n[Service]\nNice=6",
    );
    await sh("rm -rf /opt/myapp/set-aside");
  });
});
