import { describe, expect, it } from "vitest";
import { describeDrift } from "../../../../provider/systemd/state/drift";

const EXPECTED = {
  unit: "myapp.service",
  token: "t1",
  digest: "4f3c2b1a09f8e7d6",
  unitSha256: "aaaa",
  directory: "/usr/local/bin/myapp",
};

const NOW = {
  owner: "t1",
  urn: "urn:pulumi:dev::app::systemd:index:Service::myapp",
  release: "4f3c2b1a09f8e7d6",
  unitfile: "aaaa",
  link: "/opt/myapp/releases/4f3c2b1a09f8e7d6/app",
  releasefiles: "ok",
  LoadState: "loaded",
  ActiveState: "active",
  SubState: "running",
  Result: "success",
  FragmentPath: "/etc/systemd/system/myapp.service",
  DropInPaths: "",
  UnitFileState: "enabled",
  NeedDaemonReload: "no",
};

describe("describeDrift", () => {
  it("has nothing to say of a host as the last up left it", () => {
    expect(describeDrift(EXPECTED, NOW)).toEqual([]);
    expect(describeDrift({ ...EXPECTED, directory: undefined }, { ...NOW, link: "" })).toEqual([]);
    expect(describeDrift(EXPECTED, { ...NOW, UnitFileState: "static", ActiveState: "reloading" })).toEqual(
      [],
    );
  });

  it.each<[Partial<Record<keyof typeof NOW, string>>, string[]]>([
    [{ unitfile: "bbbb", release: "" }, ["/etc/systemd/system/myapp.service was changed by hand."]],
    [{ unitfile: "", release: "" }, ["/etc/systemd/system/myapp.service is gone."]],
    [
      { release: "0123456789abcdef", unitfile: "bbbb" },
      ["Release 0123456789ab is installed, where 4f3c2b1a09f8 was deployed."],
    ],
    [{ releasefiles: "missing" }, ["The files of release 4f3c2b1a09f8 are gone."]],
    [
      { releasefiles: "app.py, conf/a" },
      ["Files of release 4f3c2b1a09f8 were changed by hand: app.py, conf/a."],
    ],
    [{ link: "" }, ["The link /usr/local/bin/myapp is gone."]],
    [{ link: "/srv/old" }, ["The link /usr/local/bin/myapp leads to /srv/old."]],
    [{ UnitFileState: "disabled" }, ["myapp.service is disabled: it would not start at boot."]],
    [
      { LoadState: "masked", UnitFileState: "masked", FragmentPath: "/dev/null" },
      ["myapp.service is masked."],
    ],
    [
      { DropInPaths: "/etc/systemd/system/myapp.service.d/override.conf" },
      ["Drop-ins change myapp.service: /etc/systemd/system/myapp.service.d/override.conf."],
    ],
    [{ DropInPaths: "/usr/lib/systemd/system/service.d/10-timeout-abort.conf" }, []],
    [
      { NeedDaemonReload: "yes" },
      ["systemd has not read the latest files of myapp.service: it needs a daemon-reload."],
    ],
    [
      { FragmentPath: "/run/systemd/system.control/myapp.service" },
      ["systemd runs myapp.service from /run/systemd/system.control/myapp.service."],
    ],
    [{ ActiveState: "inactive", SubState: "dead" }, ["myapp.service is not running: inactive (dead)."]],
    [
      { ActiveState: "failed", SubState: "failed", Result: "exit-code" },
      ["myapp.service is not running: failed (failed, result exit-code)."],
    ],
    [
      { owner: "t2" },
      [
        "myapp.service is managed by another resource now: urn:pulumi:dev::app::systemd:index:Service::myapp.",
      ],
    ],
    [{ owner: "" }, ["The record of who manages myapp.service is gone from the host."]],
  ])("%j", (changed, sentences) => {
    expect(describeDrift(EXPECTED, { ...NOW, ...changed })).toEqual(sentences);
  });

  it("names each of several", () => {
    const said = describeDrift(EXPECTED, {
      ...NOW,
      unitfile: "b",
      ActiveState: "inactive",
      SubState: "dead",
      link: "",
    });
    expect(said).toHaveLength(3);
  });
});
