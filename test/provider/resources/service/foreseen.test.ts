import { describe, expect, it } from "vitest";
import { EMPTY_TRANSCRIPT, type Transcript } from "../../../../provider/host/transcript";
import { blanks, blanksLine, foreseenLine } from "../../../../provider/resources/service/foreseen";

const line = (transcript: Partial<Transcript>) => foreseenLine({ ...EMPTY_TRANSCRIPT, ...transcript });

describe("what would happen, in one line", () => {
  it.each<[what: string, transcript: Partial<Transcript>, said: string | undefined]>([
    [
      "a first deployment, with all that it brings",
      {
        plan: { action: "install", why: "myapp.service is new here" },
        effects: [
          { kind: "account", text: "group www" },
          { kind: "account", text: "user myapp" },
          { kind: "environment", text: "" },
          { kind: "package", text: "jq" },
          { kind: "package", text: "python3-venv" },
        ],
      },
      "would install: myapp.service is new here; makes group www and user myapp; makes a Python environment; installs jq, python3-venv",
    ],
    [
      "a restart that takes others along",
      { plan: { action: "restart", why: "the release changed; restarts with it: web.service" } },
      "would restart: the release changed; restarts with it: web.service",
    ],
    [
      "a repair",
      {
        plan: { action: "restart", why: "files of the release had been changed on the host" },
        effects: [
          { kind: "files", text: "changed: app.py" },
          { kind: "secrets", text: "removed: apiKey" },
          { kind: "aside", text: "/etc/a.conf" },
          { kind: "aside", text: "/etc/b.conf" },
        ],
      },
      "would restart: files of the release had been changed on the host; repairs the release's files (changed: app.py); repairs the secrets (removed: apiKey); sets aside /etc/a.conf, /etc/b.conf",
    ],
    [
      "secrets that are gone",
      {
        plan: { action: "none", why: "release ab12 runs already" },
        effects: [{ kind: "secrets", text: "missing" }],
      },
      "would not touch what runs: release ab12 runs already; lays the secrets anew",
    ],
    [
      "nothing but a link and a boot",
      {
        plan: { action: "none", why: "release ab12 runs already" },
        effects: [
          { kind: "enable", text: "myapp.service" },
          { kind: "link", text: "/srv/myapp" },
        ],
      },
      "would not touch what runs: release ab12 runs already; enables myapp.service; moves the link /srv/myapp",
    ],
    ["a start without a reason", { plan: { action: "start", why: "" } }, "would start"],
    [
      "what a newer agent says",
      { plan: { action: "reload", why: "x" }, effects: [{ kind: "socket", text: "a" }] },
      "would reload: x; socket: a",
    ],
    ["no plan, as of a host without systemd", {}, undefined],
    [
      "a host that has something against it: nothing would happen",
      {
        plan: { action: "install", why: "myapp.service is new here" },
        findings: [{ code: "user-missing", keys: {}, text: "user myapp does not exist" }],
      },
      undefined,
    ],
  ])("%s", (_, transcript, said) => {
    expect(line(transcript)).toBe(said);
  });
});

describe("what has to be known before a host is asked", () => {
  it("is where it is and which release is meant", () => {
    expect(
      blanks([
        "connection.host",
        "unit.environment.DB",
        "source",
        "readiness.probe[1]",
        "revisionHistoryLimit",
      ]),
    ).toEqual(["connection.host", "unit.environment.DB", "source"]);
    expect(blanks(["units"])).toEqual([]);
    expect(blanksLine(["connection.host", "source"])).toBe(
      "not known yet: connection.host, source; so the host was not asked what would happen",
    );
  });
});
