import { describe, expect, it } from "vitest";
import {
  describeDrift as describeFound,
  type Expected,
  type Found,
} from "../../../../provider/systemd/state/drift";

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

const describeDrift = (expected: Expected, now: Found["now"], more: Partial<Found> = {}) =>
  describeFound(expected, { now, foreign: [], ...more });

const BY_HAND = {
  ...NOW,
  release: "0123456789abcdef",
  unitfile: "bbbb",
  byhand: "alice",
  since: "2026-11-24T02:16:15Z",
};

describe("describeDrift", () => {
  it("names a rollback by hand with who and when, and nothing that came with it", () => {
    expect(describeDrift(EXPECTED, { ...BY_HAND, link: "/opt/myapp/releases/0123456789abcdef/app" })).toEqual(
      [
        "Release 0123456789ab runs, put back by hand by alice on 2026-11-24 02:16:15 UTC, where 4f3c2b1a09f8 was deployed.",
      ],
    );
  });

  it("names what differs beside a rollback by hand", () => {
    expect(describeDrift(EXPECTED, BY_HAND)).toContain(
      "The link /usr/local/bin/myapp leads to /opt/myapp/releases/4f3c2b1a09f8e7d6/app.",
    );
  });

  it("has nothing to say of the deployed release when it was put back by hand", () => {
    expect(describeDrift(EXPECTED, { ...NOW, byhand: "alice", since: "2026-11-24T02:16:15Z" })).toEqual([]);
  });

  it("has nothing to say of a host as the last up left it", () => {
    expect(describeDrift(EXPECTED, NOW)).toEqual([]);
    expect(describeDrift({ ...EXPECTED, directory: undefined }, { ...NOW, link: "" })).toEqual([]);
    expect(describeDrift(EXPECTED, { ...NOW, UnitFileState: "static", ActiveState: "reloading" })).toEqual(
      [],
    );
  });

  it.each<[Partial<Record<keyof typeof NOW | "environment" | "credentials", string>>, string[]]>([
    [{ unitfile: "bbbb", release: "" }, ["/etc/systemd/system/myapp.service was changed by hand."]],
    [{ unitfile: "", release: "" }, ["/etc/systemd/system/myapp.service is gone."]],
    [
      { release: "0123456789abcdef", unitfile: "bbbb" },
      ["Release 0123456789ab is installed, where 4f3c2b1a09f8 was deployed."],
    ],
    [{ releasefiles: "missing" }, ["The files of release 4f3c2b1a09f8 are gone."]],
    [
      { releasefiles: "changed: app.py; removed: conf/a" },
      ["Release 4f3c2b1a09f8 was changed by hand: changed: app.py; removed: conf/a."],
    ],
    [{ environment: "missing" }, ["The Python environment of release 4f3c2b1a09f8 is gone."]],
    [{ environment: "ok" }, []],
    [
      { environment: "removed: bin/python3" },
      ["The Python environment of release 4f3c2b1a09f8 was changed by hand: removed: bin/python3."],
    ],
    [{ credentials: "ok" }, []],
    [{ credentials: "missing" }, ["The secrets of release 4f3c2b1a09f8 are gone."]],
    [
      { credentials: "changed: apiKey; removed: tls.key" },
      ["The secrets of release 4f3c2b1a09f8 were changed by hand: changed: apiKey; removed: tls.key."],
    ],
    [{ link: "" }, ["The link /usr/local/bin/myapp is gone."]],
    [{ link: "/srv/old" }, ["The link /usr/local/bin/myapp leads to /srv/old."]],
    [{ UnitFileState: "disabled" }, ["myapp.service is disabled: it would not start at boot."]],
    [
      { LoadState: "masked", UnitFileState: "masked", FragmentPath: "/dev/null" },
      ["myapp.service is masked."],
    ],
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

  const inRelease = (...paths: string[]) =>
    paths.map((path) => ({ kind: "added", path: `/opt/myapp/releases/4f3c2b1a09f8e7d6/app/${path}` }));

  it.each<[what: string, now: Found["now"], foreign: Found["foreign"], sentences: string[]]>([
    [
      "drop-ins",
      {},
      [
        { kind: "drop-in", path: "/etc/systemd/system/myapp.service.d/a.conf" },
        { kind: "drop-in", path: "/run/systemd/system/myapp.service.d/b.conf" },
      ],
      [
        "Drop-ins made by hand change myapp.service: /etc/systemd/system/myapp.service.d/a.conf, /run/systemd/system/myapp.service.d/b.conf.",
      ],
    ],
    [
      "added files, by their place in the release",
      {},
      inRelease("cache.db", "releases/x/app/y"),
      ["Release 4f3c2b1a09f8 was changed by hand: added: cache.db, releases/x/app/y."],
    ],
    [
      "added files with those that were changed, in one breath",
      { releasefiles: "changed: app.py" },
      inRelease("a"),
      ["Release 4f3c2b1a09f8 was changed by hand: changed: app.py; added: a."],
    ],
    [
      "the first few of many",
      {},
      inRelease("1", "2", "3", "4", "5", "6", "7"),
      ["Release 4f3c2b1a09f8 was changed by hand: added: 1, 2, 3, 4, 5, and 2 more."],
    ],
    [
      "a mask, once",
      { unitfile: "", release: "", LoadState: "masked", FragmentPath: "/dev/null" },
      [{ kind: "mask", path: "/etc/systemd/system/myapp.service" }],
      ["myapp.service is masked by /etc/systemd/system/myapp.service."],
    ],
    [
      "a directory in place of the link",
      { link: "" },
      [{ kind: "directory", path: "/usr/local/bin/myapp" }],
      ["In place of the link /usr/local/bin/myapp is something else."],
    ],
    [
      "a link that leads elsewhere",
      { link: "/etc" },
      [{ kind: "directory", path: "/usr/local/bin/myapp" }],
      ["The link /usr/local/bin/myapp leads to /etc."],
    ],
  ])("names what others put there: %s", (_, now, foreign, sentences) => {
    expect(describeDrift(EXPECTED, { ...NOW, ...now }, { foreign })).toEqual(sentences);
  });

  describe("of a machine with another machine-id", () => {
    const expected = { ...EXPECTED, machineId: "aaaa" };
    const other = "This is another machine, or it was installed anew: its machine-id was aaaa and is bbbb.";
    const nothing = { ActiveState: "inactive", SubState: "dead", LoadState: "not-found" };

    it("says so, and that nothing is there, in two sentences", () => {
      const said = ["Nothing of myapp.service is on the host."];
      expect(describeDrift(expected, nothing, { machineId: "bbbb" })).toEqual([other, ...said]);
    });

    it("says so of a copy too, on which all is in place", () => {
      expect(describeDrift(expected, NOW, { machineId: "bbbb" })).toEqual([other]);
    });

    it.each([undefined, "", "aaaa"])("but not when it is the same or not known (%j)", (machineId) => {
      expect(describeDrift(expected, NOW, { machineId })).toEqual([]);
      expect(describeDrift({ ...EXPECTED, machineId }, NOW, { machineId: "aaaa" })).toEqual([]);
    });
  });
});
