import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PAUSE_VARIABLE } from "../../../provider/resources/service/applyRequest";
import { Archive, Asset, Secret, type ValueMap } from "../../../provider/resources/value";
import { CREDENTIAL_NAME_LIMIT, CREDENTIALS_LIMIT_BYTES } from "../../../provider/systemd/unit/credentials";
import { startHosts } from "../../../tools/hosts/startHosts";
import { RELEASES, type TestHost, type TestHosts } from "../../../tools/hosts/testHost";
import { poll } from "../../../tools/process/poll";
import { settled } from "../agent/leftovers";
import { appInputs, type Deployer, deployerOf } from "./deployer";
import { notifyApp } from "./notifyApp";

type Secrets = Readonly<Record<string, string>>;

/** Writes down at each start what it finds in its credentials. */
const WITNESS = `import hashlib, json, os
place = os.environ.get("CREDENTIALS_DIRECTORY", "")
found = {n: hashlib.sha256(open(place + "/" + n, "rb").read()).hexdigest() for n in os.listdir(place)} if place else {}
with open("/var/lib/myapp/starts", "a") as starts: starts.write(json.dumps(found) + "\\n")
`;

const app = (secrets: Secrets, does: "serve" | "exit" = "serve", unit: ValueMap = {}): ValueMap => ({
  ...appInputs(
    {},
    {
      source: new Archive(undefined, {
        assets: { "app.py": new Asset(undefined, { text: `${WITNESS}${notifyApp({ does })}` }) },
      }),
      secrets: Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, new Secret(value)])),
    },
    { stateDirectory: ["myapp"], restartSec: "100ms", ...unit },
  ),
});

const hashes = (secrets: Secrets) =>
  Object.fromEntries(
    Object.entries(secrets).map(([name, value]) => [name, createHash("sha256").update(value).digest("hex")]),
  );

/** All that every version of systemd has room for, and not a byte more: two pages and the rest. */
const GREATEST: Secrets = {
  "tls.key": "-----BEGIN KEY-----\nabc\n",
  binary: "\0\u0001\r\n\u00ff'$%\\",
  empty: "",
  ["n".repeat(CREDENTIAL_NAME_LIMIT)]: "x".repeat(CREDENTIALS_LIMIT_BYTES - 2 * 4096),
};

const ONE: Secrets = { apiKey: "HUSH-one\n", other: "HUSH-same" };
const TWO: Secrets = { ...ONE, apiKey: "HUSH-two\n" };

/** One service over its whole life on each distribution; each test goes on from where the last one left it. */
describe.sequential.each(RELEASES)("the secrets of a service on %s", (release) => {
  let hosts: TestHosts;
  let host: TestHost;
  let service: Deployer;
  const sh = async (command: string) => (await host.run(command)).stdout.trim();
  const show = (property: string) => sh(`systemctl show -P ${property} myapp.service`);
  const starts = async () =>
    (await sh("cat /var/lib/myapp/starts")).split("\n").map((line) => JSON.parse(line) as Secrets);
  const seen = async () => (await starts()).at(-1);
  /** Versions on disk, by what their `apiKey` says. */
  const versions = async () =>
    (await sh("for key in /opt/myapp/credentials/*/apiKey; do cat $key 2>/dev/null; echo; done"))
      .split("\n")
      .filter(Boolean)
      .sort();
  const directory = async () =>
    /LoadCredential=\w+:(.*)\/\w+$/m.exec(await sh("cat /etc/systemd/system/myapp.service"))?.[1] ?? "none";

  /** A deployment that has come to `place` and waits there. */
  const pausedAt = async <T>(place: string, deployment: () => Promise<T>): Promise<{ ended: Promise<T> }> => {
    process.env[PAUSE_VARIABLE] = place;
    const ended = deployment();
    await poll(async () => (await sh("cat /run/pulumi-systemd/myapp/*/paused 2>/dev/null")) || undefined, {
      waitingFor: `the deployment to come to ${place}`,
      deadlineMs: 60_000,
    }).finally(() => delete process.env[PAUSE_VARIABLE]);
    return { ended };
  };

  beforeAll(async () => {
    hosts = await startHosts({ release });
    [host] = hosts.hosts as [TestHost];
    service = deployerOf(host);
  });
  afterAll(async () => await hosts?.stop());

  it("that come with a first deployment which fails are taken away with it", async () => {
    const { message } = await service.upFails(app(ONE, "exit"));
    expect(message).toContain("before it sent READY=1");
    expect(message).not.toContain("HUSH");
    await settled(host, "myapp");
    expect(await sh("ls -d /opt/myapp 2>/dev/null")).toBe("");
  });

  it("arrive byte for byte, as many and as long as systemd takes them, and for the service alone", async () => {
    await service.up(app(GREATEST));
    expect(await seen()).toEqual(hashes(GREATEST));
    const place = await directory();
    expect(await sh(`stat -c '%a %U:%G' /opt/myapp/credentials ${place}`)).toBe(
      "700 root:root\n700 root:root",
    );
    expect(await sh(`stat -c '%a %U:%G' ${place}/* ${place}/.complete | sort -u`)).toBe("600 root:root");
    for (const user of ["guest", "myapp"])
      expect(await sh(`runuser -u ${user} -- ls ${place} 2>&1 >/dev/null`)).toContain("Permission denied");
  });

  it("restart nothing while they are the same, and leave the host with nothing to tell", async () => {
    const before = await show("InvocationID");
    expect(await service.changes(app(GREATEST))).toEqual([]);
    await service.up(app(GREATEST));
    expect(await show("InvocationID")).toBe(before);
    expect(await service.refresh()).not.toHaveProperty("drift");
  });

  it("are rotated with a restart, and shown as changed without their values", async () => {
    await service.up(app(ONE));
    expect(await service.changes(app(TWO))).toEqual(
      expect.arrayContaining([
        "update secrets.apiKey",
        "update release.credentials",
        "update release.digest",
      ]),
    );
    const before = await show("InvocationID");
    await service.up(app(TWO));
    expect(await show("InvocationID")).not.toBe(before);
    expect(await seen()).toEqual(hashes(TWO));
    expect(await versions()).toEqual(["HUSH-one", "HUSH-two"]);
  });

  it("are those of the release that runs when it restarts by itself in the midst of a rotation", async () => {
    const rotated = { ...TWO, apiKey: "HUSH-three" };
    const { ended } = await pausedAt("verify", () => service.up(app(rotated)));
    try {
      expect(await versions()).toEqual(["HUSH-one", "HUSH-three", "HUSH-two"]);
      const before = (await starts()).length;
      await host.run("systemctl kill -s KILL --kill-who=main myapp.service");
      await expect.poll(async () => (await starts()).length, { timeout: 20_000 }).toBe(before + 1);
      expect(await seen()).toEqual(hashes(TWO));
    } finally {
      await host.run(
        "for paused in /run/pulumi-systemd/myapp/*/paused; do touch $(dirname $paused)/go; done",
      );
    }
    await ended;
    expect(await seen()).toEqual(hashes(rotated));
  });

  it("come back with the release that comes back, and those that failed are not kept", async () => {
    const { message } = await service.upFails(app({ ...ONE, apiKey: "HUSH-bad" }, "exit"));
    expect(message).not.toContain("HUSH");
    expect(await seen()).toEqual(hashes({ ...TWO, apiKey: "HUSH-three" }));
    await settled(host, "myapp");
    expect(await versions()).not.toContain("HUSH-bad");
    // The program was put right: what runs is what the state has.
    await service.up(app({ ...TWO, apiKey: "HUSH-three" }));
    expect(await seen()).toEqual(hashes({ ...TWO, apiKey: "HUSH-three" }));
  });

  it("come back by hand, without Pulumi, and are gone back from by the next deployment", async () => {
    await settled(host, "myapp");
    expect(await host.run("/opt/myapp/pulumi-systemd rollback")).toMatchObject({ code: 0 });
    expect(await seen()).toEqual(hashes(TWO));
    expect(await sh("/opt/myapp/pulumi-systemd status")).toMatch(/secrets +as deployed/);
    expect(await sh("runuser -u guest -- /opt/myapp/pulumi-systemd status")).toMatch(
      /secrets +for root alone/,
    );
    await service.refresh();
    await service.up(app(TWO));
    expect(await seen()).toEqual(hashes(TWO));
  });

  it("are not rolled out once more when only the answer of their deployment was lost", async () => {
    const before = service.state;
    await service.up(app({ ...TWO, apiKey: "HUSH-lost" }));
    await settled(host, "myapp");
    const [invocation, count] = [await show("InvocationID"), (await starts()).length];
    service.state = before;
    await service.up(app({ ...TWO, apiKey: "HUSH-lost" }));
    await settled(host, "myapp");
    expect([await show("InvocationID"), (await starts()).length]).toEqual([invocation, count]);
    expect(await show("NeedDaemonReload")).toBe("no");
    expect(await service.refresh()).not.toHaveProperty("drift");
    await service.up(app(TWO));
    expect(await seen()).toEqual(hashes(TWO));
  });

  it("that somebody changed on the host are told, and put right by a restart", async () => {
    await host.run(`printf x > ${await directory()}/apiKey`);
    expect((await service.refresh())?.drift).toEqual([
      expect.stringMatching(/^The secrets of release \w+ were changed by hand: changed: apiKey\.$/),
    ]);
    const before = await show("InvocationID");
    await service.up(app(TWO));
    expect(await show("InvocationID")).not.toBe(before);
    expect(await seen()).toEqual(hashes(TWO));
    expect(await service.refresh()).not.toHaveProperty("drift");
  });

  it("that are gone from the host are told, and brought back without a restart", async () => {
    await host.run("rm -r /opt/myapp/credentials");
    expect((await service.refresh())?.drift).toEqual([
      expect.stringMatching(/^The secrets of release \w+ are gone\.$/),
    ]);
    const before = await show("InvocationID");
    await service.up(app(TWO));
    expect(await show("InvocationID")).toBe(before);
    expect(await versions()).toEqual(["HUSH-two"]);
    expect(await service.refresh()).not.toHaveProperty("drift");
    // The release before has lost its own, and nobody can give them back.
    const { code, stderr } = await host.run("/opt/myapp/pulumi-systemd rollback");
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/the secrets of release \w+ are gone from this host/),
    ]);
  });

  it.each(["stage:secrets-written", "stage:secrets"])(
    "are whole or not there when the agent is killed at %s",
    async (place) => {
      await settled(host, "myapp");
      const before = await show("InvocationID");
      const killed = app({ ...ONE, apiKey: "HUSH-killed" });
      const { ended } = await pausedAt(place, () => service.upFails(killed));
      await host.run("systemctl kill --kill-who=main -s KILL pulumi-systemd-myapp.service");
      expect((await ended).message).toContain("killed");
      await settled(host, "myapp");
      expect(await show("InvocationID")).toBe(before);
      expect(await versions()).toEqual(["HUSH-two"]);
    },
  );

  it("are whole or not there after a power cut, and the next deployment clears up", async () => {
    const cut = app({ ...ONE, apiKey: "HUSH-cut" });
    const { ended } = await pausedAt("stage:secrets", () => service.upFails(cut));
    await host.reboot("hard");
    await ended;
    await expect.poll(() => show("ActiveState"), { timeout: 30_000 }).toBe("active");
    expect(await seen()).toEqual(hashes(TWO));
    await service.up(app(TWO));
    await settled(host, "myapp");
    expect(await versions()).toEqual(["HUSH-two"]);
  });

  it("reach a service in the strictest sandbox, under a user that exists while it runs", async () => {
    const report = `import os, sys
with open(os.environ["CREDENTIALS_DIRECTORY"] + "/apiKey") as f: sys.stdout.write("found " + f.read().replace("HUSH", "it"))
`;
    const source = new Archive(undefined, {
      assets: { "app.py": new Asset(undefined, { text: `${report}${notifyApp()}` }) },
    });
    const { user: _, stateDirectory: __, ...unit } = app(TWO).unit as ValueMap;
    await service.up({
      ...app(TWO),
      createUser: false,
      source,
      unit: { ...unit, hardening: "strict", dynamicUser: true },
    });
    expect(await sh("journalctl -u myapp.service -o cat")).toContain("found it-two");
  });

  it("reach a service whose unit is given as text", async () => {
    const text = `[Unit]
Description=Given
[Service]
Type=notify
User=myapp
StateDirectory=myapp
Restart=on-failure
ExecStart=/usr/bin/python3 /srv/myapp/app.py
[Install]
WantedBy=multi-user.target
`;
    const given: ValueMap = { ...app(ONE), directory: "/srv/myapp", unit: { text }, createUser: false };
    await service.up(given);
    expect(await seen()).toEqual(hashes(ONE));
    await service.up({ ...given, secrets: { other: new Secret("HUSH-other") } });
    expect(await seen()).toEqual(hashes({ other: "HUSH-other" }));
    const { secrets: _, ...without } = given;
    await service.up(without);
    expect(await seen()).toEqual({});
  });

  it("are pruned with the releases that had them, and go with the service", async () => {
    await service.up({ ...app(TWO), revisionHistoryLimit: 0 });
    await service.up({ ...app(ONE), revisionHistoryLimit: 0 });
    await settled(host, "myapp");
    await expect.poll(versions, { timeout: 10_000 }).toEqual(["HUSH-one", "HUSH-two"]);
    await service.destroy();
    expect(await sh("ls -d /opt/myapp 2>/dev/null")).toBe("");
    expect(await sh("grep -rlaF HUSH- /etc /opt /run /srv /tmp /var /root /home 2>/dev/null")).toBe("");
  });

  it("have been in no journal, no row and no output", async () => {
    expect(await sh("journalctl -a -o export | grep -caF HUSH-")).toBe("0");
    expect(JSON.stringify(service.rows)).not.toContain("HUSH");
  });
});
