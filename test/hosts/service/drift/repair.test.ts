import { describe, expect, it } from "vitest";
import { notifyApp } from "../notifyApp";
import { DIRECTORY, driftingHost, inputs, UNIT_FILE } from "./driftingHost";

const DROP_IN = (nice: number) => `printf '[Service]\\nNice=${nice}\\n'`;

describe.sequential("what was changed by hand", () => {
  const at = driftingHost();
  const { sh, drift } = at;

  it.each<[what: string, harm: string, named: RegExp]>([
    [
      "a file edited",
      "echo '# by hand' >>$RELEASE/app/app.py",
      /^Release \w{12} was changed by hand: changed: app\.py\.$/,
    ],
    ["a file's mode changed", "chmod 0666 $RELEASE/app/app.py", /: changed: app\.py\.$/],
    ["a file removed", "rm $RELEASE/app/app.py", /: removed: app\.py\.$/],
    ["a file added", "echo >$RELEASE/app/sitecustomize.py", /: added: sitecustomize\.py\.$/],
    ["the release deleted", "rm -r $RELEASE", /^The files of release \w{12} are gone\.$/],
    ["all releases deleted", "rm -r /opt/myapp/releases", /^The files of release \w{12} are gone\.$/],
    [
      "everything below /opt deleted",
      "rm -r /opt/myapp",
      /^The record of who manages myapp\.service is gone from the host\.$/,
    ],
    [
      "everything below /opt deleted, and the unit edited",
      `rm -r /opt/myapp; echo '# by hand' >>${UNIT_FILE}`,
      /^\/etc\/systemd\/system\/myapp\.service was changed by hand\.$/,
    ],
    ["the record deleted", "rm /opt/myapp/state", /^The record of who manages myapp\.service is gone/],
    [
      "the unit file edited",
      `sed -i s/^Restart=.*/Restart=always/ ${UNIT_FILE}`,
      /^\/etc\/systemd\/system\/myapp\.service was changed by hand\.$/,
    ],
    ["the unit file removed", `rm ${UNIT_FILE}`, /^\/etc\/systemd\/system\/myapp\.service is gone\.$/],
    [
      "the service disabled",
      "systemctl disable myapp.service",
      /^myapp\.service is disabled: it would not start at boot\.$/,
    ],
    [
      "the service stopped",
      "systemctl stop myapp.service",
      /^myapp\.service is not running: inactive \(dead\)\.$/,
    ],
    [
      "the service failed",
      "systemctl kill --signal=SIGKILL myapp.service; until systemctl is-failed --quiet myapp.service; do sleep 0.1; done",
      /^myapp\.service is not running: failed \(failed, result signal\)\.$/,
    ],
    [
      "the service masked by a link over its unit",
      `ln -sfn /dev/null ${UNIT_FILE}; systemctl daemon-reload`,
      /^myapp\.service is masked by \/etc\/systemd\/system\/myapp\.service\.$/,
    ],
    [
      "the service stopped, its unit removed and masked",
      `systemctl disable --now myapp.service; rm ${UNIT_FILE}; systemctl mask myapp.service`,
      /^myapp\.service is masked by \/etc\/systemd\/system\/myapp\.service\.$/,
    ],
    [
      "its unit removed, and masked until the next boot",
      `rm ${UNIT_FILE}; systemctl mask --runtime myapp.service`,
      /^myapp\.service is masked by \/run\/systemd\/system\/myapp\.service\.$/,
    ],
    ["the link removed", `rm ${DIRECTORY}`, /^The link \/usr\/local\/bin\/myapp is gone\.$/],
    [
      "the link moved to another release",
      `mkdir -p /opt/myapp/releases/other/app; ln -sfn /opt/myapp/releases/other/app ${DIRECTORY}`,
      /^The link \/usr\/local\/bin\/myapp leads to \/opt\/myapp\/releases\/other\/app\.$/,
    ],
    ["the link led elsewhere", `ln -sfn /etc ${DIRECTORY}`, /^The link \S+ leads to \/etc\.$/],
    [
      "a directory in place of the link",
      `rm ${DIRECTORY}; mkdir ${DIRECTORY}; echo kept >${DIRECTORY}/file`,
      /^In place of the link \/usr\/local\/bin\/myapp is something else\.$/,
    ],
    [
      "a drop-in",
      `mkdir -p ${UNIT_FILE}.d; ${DROP_IN(5)} >${UNIT_FILE}.d/nice.conf; systemctl daemon-reload`,
      /^Drop-ins made by hand change myapp\.service: \/etc\/systemd\/system\/myapp\.service\.d\/nice\.conf\.$/,
    ],
    [
      "a drop-in that systemd has not read",
      `mkdir -p ${UNIT_FILE}.d; ${DROP_IN(5)} >${UNIT_FILE}.d/nice.conf`,
      /^Drop-ins made by hand change/,
    ],
    [
      "a property set",
      "systemctl set-property myapp.service CPUWeight=50",
      /change myapp\.service: \/etc\/systemd\/system\.control\/myapp\.service\.d\/50-CPUWeight\.conf\.$/,
    ],
    [
      "a property set until the next boot",
      "systemctl set-property --runtime myapp.service CPUWeight=50",
      /change myapp\.service: \/run\/systemd\/system\.control\/myapp\.service\.d\/50-CPUWeight\.conf\.$/,
    ],
  ])("%s: refresh names it, and the next up repairs it", async (_, harm, named) => {
    const { service } = at;
    await sh(harm);
    expect(await drift()).toContainEqual(expect.stringMatching(named));
    expect(await service.changes(inputs())).toContain("delete drift");
    expect((await service.up(inputs())).drift).toBeUndefined();
    expect(await drift()).toBeUndefined();
    expect(await service.changes(inputs())).toEqual([]);
    expect(service.state?.outputs.status).toBe("active (running)");
    expect(await sh("systemctl is-enabled myapp.service; systemctl show -P Nice myapp.service")).toBe(
      "enabled\n0",
    );
    expect(await sh(`cat ${DIRECTORY}/app.py`)).toBe(notifyApp().trim());
    expect(await sh("readlink /proc/$(systemctl show -P MainPID myapp.service)/cwd")).toBe(
      await sh("echo $RELEASE/app"),
    );
  });
});
