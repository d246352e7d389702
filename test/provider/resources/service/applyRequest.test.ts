import { describe, expect, it } from "vitest";
import { applyRequest, freightOf, planRequest } from "../../../../provider/resources/service/applyRequest";
import type { ServiceDraft } from "../../../../provider/resources/service/decodeService";
import { planRelease } from "../../../../provider/resources/service/planRelease";
import { defaultsOf } from "../../../../provider/systemd/unit/render/defaults";
import { readLocal } from "../../host/source/readLocal";

const identity = { unit: "myapp.service", name: "myapp", token: "5f2c", urn: "urn:…::myapp" };

async function requested(draft: ServiceDraft) {
  const unit = { execStart: ["python3", "app.py"], ...draft.unit };
  const members = {
    "app.py": { kind: "file", text: "x".repeat(1500) },
    "lib.py": { kind: "file", text: "y".repeat(600) },
  } as const;
  const release = planRelease(
    identity.unit,
    { ...draft, unit, credentialsId: draft.secrets ? "c1d2" : "", defaults: defaultsOf(undefined) },
    await readLocal({ kind: "tree", members }),
  );
  return { release, request: applyRequest(identity, draft, release), freight: freightOf(draft, release) };
}

describe("a deployment in the agent's terms", () => {
  it("says everything, with all defaults filled in", async () => {
    const { request, release } = await requested({});
    expect(request).toEqual({
      op: "apply",
      ...identity,
      transaction: expect.stringMatching(/^[0-9a-f]{24}$/),
      digest: release.digest,
      directory: "",
      adopt: false,
      displace: [],
      known: [],
      runUser: "",
      runGroup: "",
      createUser: false,
      python: false,
      minimumSystemd: expect.any(Number),
      minimumSystemdFor: "",
      needKilobytes: 3,
      unitType: "notify",
      enable: true,
      readyTimeoutSeconds: 120,
      minHealthySeconds: 10,
      watchdogPing: false,
      onFailure: "rollback",
      historyLimit: 5,
      lockTimeoutSeconds: 300,
      pauseAt: "",
    });
  });

  it("of which only a plan is wanted has its terms, and neither a name nor a rule to be judged by", async () => {
    const { request, release } = await requested({});
    const draft = { unit: { execStart: ["python3", "app.py"] } };
    const plan = planRequest(identity, draft, release);
    expect(plan).toEqual({
      ...Object.fromEntries(Object.entries(request).filter(([name]) => name in plan)),
      op: "plan",
    });
    for (const name of ["transaction", "onFailure", "readyTimeoutSeconds", "pauseAt"])
      expect(plan).not.toHaveProperty(name);
    expect(plan.digest).toBe(release.digest);
  });

  it("says where tests want the agent to wait, when their environment does", async () => {
    const { release } = await requested({});
    const draft = { unit: { execStart: ["python3", "app.py"] } };
    const environment = { PULUMI_SYSTEMD_PAUSE_AT: "commit:renamed" };
    expect(applyRequest(identity, draft, release, undefined, environment).pauseAt).toBe("commit:renamed");
  });

  it("says what the program says", async () => {
    const { request } = await requested({
      directory: "/usr/local/bin/myapp",
      runtime: { python: { requirements: [] } },
      unit: { user: "myapp", group: "www-data", watchdog: "15s", wantedBy: [], type: "simple" },
      adopt: true,
      createUser: true,
      readiness: { timeout: "1min", minHealthyTime: "2s" },
      onFailure: "keep",
      revisionHistoryLimit: 1,
    });
    expect(request).toMatchObject({
      directory: "/usr/local/bin/myapp",
      adopt: true,
      runUser: "myapp",
      runGroup: "www-data",
      createUser: true,
      python: true,
      unitType: "simple",
      enable: false,
      readyTimeoutSeconds: 60,
      minHealthySeconds: 2,
      watchdogPing: true,
      onFailure: "keep",
      historyLimit: 1,
    });
  });

  it("goes by what a given unit text says", async () => {
    const text = "[Service]\nType=exec\nUser=web\nExecStart=/bin/sleep 1d\n";
    const { request } = await requested({ unit: { text } });
    expect(request).toMatchObject({ unitType: "exec", runUser: "web", enable: false });
  });

  it("wants a systemd that knows the unit's directives", async () => {
    const old = await requested({});
    const young = await requested({ unit: { directives: { Service: { RestartMode: "direct" } } } });
    expect(young.request).toMatchObject({ minimumSystemd: 254, minimumSystemdFor: "RestartMode=" });
    expect(old.request.minimumSystemd).toBeLessThan(247);
  });

  it("is another transaction each time, of the same release", async () => {
    const [first, second] = [await requested({}), await requested({})];
    expect(first.request.transaction).not.toBe(second.request.transaction);
    expect(first.request.digest).toBe(second.request.digest);
  });
});

describe("what travels beside the request", () => {
  it("is nothing but manifest and unit for a service that needs no more", async () => {
    const { freight, release } = await requested({});
    expect(freight).toEqual({
      tree: release.tree,
      files: {
        manifest: release.manifest,
        sizesBytes: [1500, 600],
        unit: release.unit,
        requirements: [],
        packages: [],
        probe: [],
        secrets: {},
      },
    });
  });

  it("is its secrets, for which the host needs room and a systemd that hands them on", async () => {
    const secrets = { apiKey: "x".repeat(2000) };
    const { freight, release, request } = await requested({ secrets });
    expect(freight.files.secrets).toEqual(secrets);
    expect(release.unit).toContain("\nLoadCredential=apiKey:/opt/myapp/credentials/c1d2/apiKey\n");
    expect(request).toMatchObject({ needKilobytes: 7, minimumSystemd: 247 });
    expect(JSON.stringify([request, release.unit, release.manifest])).not.toContain("xxxx".repeat(400));
  });

  it("is what its runtime and its probe want", async () => {
    const { freight } = await requested({
      runtime: { packages: ["jq"], python: { requirements: ["six==1.17.0"] } },
      readiness: { probe: ["curl", "-fsS", "http://localhost/"] },
    });
    expect(freight.files).toMatchObject({
      requirements: ["six==1.17.0"],
      packages: ["jq"],
      probe: ["curl", "-fsS", "http://localhost/"],
    });
  });
});
