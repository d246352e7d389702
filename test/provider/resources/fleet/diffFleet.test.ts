import { beforeAll, describe, expect, it } from "vitest";
import { checkFleet } from "../../../../provider/resources/fleet/checkFleet";
import { diffFleet } from "../../../../provider/resources/fleet/diffFleet";
import { foreseenText } from "../../../../provider/resources/fleet/fleetText";
import { agendaOf, ranBefore, stillToLeave } from "../../../../provider/resources/fleet/place";
import type { State } from "../../../../provider/resources/resource";
import { recordedRelease } from "../../../../provider/resources/service/recordedRelease";
import { Unknown, type ValueMap } from "../../../../provider/resources/value";
import { checked, deployedFleet, fleetInputs, URN } from "./exampleFleet";

const HOSTS = fleetInputs().hosts as ValueMap;
let inputs: ValueMap;
beforeAll(async () => {
  inputs = await checked();
});

const changesOf = (old: State, news: ValueMap) =>
  diffFleet(old, news).changes.map(({ kind, path }) => `${kind} ${path}`);
/** Which hosts an update works on, and where it removes the service. */
const touched = (old: State | undefined, news: ValueMap, retire: string[] = []) => {
  const { places, departures, retired } = agendaOf("myapp.service", news, old, retire);
  return {
    touched: places.filter(({ why }) => why !== undefined).map(({ name, why }) => `${name} ${why}`),
    leaving: departures.map(({ name, address }) => `${name} ${address}`),
    retired,
  };
};
const NOTHING = { touched: [], leaving: [], retired: [] };

describe("an update of a fleet", () => {
  it("has nothing to do where nothing has changed", () => {
    expect(changesOf(deployedFleet(inputs), inputs)).toEqual([]);
    expect(touched(deployedFleet(inputs), inputs)).toEqual(NOTHING);
  });

  it.each<[string, ValueMap]>([
    ["rules of the rollout", { rollout: { maxParallel: 2 } }],
    ["a report", { report: "rollout.html" }],
    ["leave to adopt or to retire", { adopt: true, retire: ["web9"] }],
    ["what happens after a failure", { rollout: { autoRevert: "fleet" } }],
  ])("is not called for by %s alone, and touches no host", async (_, change) => {
    const news = await checked(fleetInputs(change));
    expect(changesOf(deployedFleet(inputs), news)).toEqual([]);
    expect(touched(deployedFleet(inputs), news)).toEqual(NOTHING);
  });

  it("brings a new release to every host", async () => {
    const news = await checked(fleetInputs({}, "print(2)"));
    expect(changesOf(deployedFleet(inputs), news)).toEqual([
      "update release.digest",
      'update release.files["app.py"]',
      "update release.unit",
    ]);
    expect(touched(deployedFleet(inputs), news).touched).toHaveLength(3);
  });

  it("touches the one host whose own environment changed", async () => {
    const web2 = { ...(HOSTS.web2 as ValueMap), environment: { ROLE: "primary" } };
    const news = await checked(fleetInputs({ hosts: { ...HOSTS, web2 } }));
    expect(touched(deployedFleet(inputs), news)).toEqual({
      ...NOTHING,
      touched: ["web2 gets a new release"],
    });
  });

  it("touches no host for another user or key", async () => {
    const news = await checked(fleetInputs({ connection: { user: "root", privateKey: "K" } }));
    expect(changesOf(deployedFleet(inputs), news)).toEqual([
      "add connection.privateKey",
      "update connection.user",
    ]);
    expect(touched(deployedFleet(inputs), news)).toEqual(NOTHING);
  });

  it("adds and removes hosts without touching the others", async () => {
    const { web1: _, ...rest } = HOSTS;
    const news = await checked(
      fleetInputs({ hosts: { ...rest, web4: { connection: { host: "203.0.113.4" } } } }),
    );
    expect(touched(deployedFleet(inputs), news)).toEqual({
      touched: ["web4 is new"],
      leaving: ["web1 203.0.113.1"],
      retired: [],
    });
    expect(touched(deployedFleet(inputs), news, ["web1"])).toEqual({
      touched: ["web4 is new"],
      leaving: [],
      retired: ["web1"],
    });
  });

  it("deploys to a host's new address, and leaves the old one", async () => {
    const news = await checked(
      fleetInputs({ hosts: { ...HOSTS, web3: { connection: { host: "203.0.113.33" } } } }),
    );
    expect(touched(deployedFleet(inputs), news)).toEqual({
      touched: ["web3 moves here from 203.0.113.3"],
      leaving: ["web3 203.0.113.3"],
      retired: [],
    });
    const old = deployedFleet(inputs).outputs.hosts as Record<string, ValueMap>;
    const place = agendaOf("myapp.service", news, deployedFleet(inputs), []).places[2];
    expect(place?.record.token).not.toBe(old.web3?.token);
  });

  it("forgets the old address of a host when told so, and that of a machine that stays is none", async () => {
    const news = await checked(
      fleetInputs({ hosts: { ...HOSTS, web3: { connection: { host: "203.0.113.33" } } } }),
    );
    expect(touched(deployedFleet(inputs), news, ["web3"])).toEqual({
      touched: ["web3 moves here from 203.0.113.3"],
      leaving: [],
      retired: ["web3"],
    });
    const { places, departures } = agendaOf("myapp.service", news, deployedFleet(inputs), []);
    const [, , web3] = places;
    const [departure] = departures;
    if (!web3 || !departure) throw new Error("web3 does not move");
    expect(ranBefore(web3)).toBeUndefined();
    expect(stillToLeave({ places, departures })).toEqual([departure]);
    web3.tookOver = departure.record;
    expect(ranBefore(web3)).toBe(departure.record);
    expect(stillToLeave({ places, departures })).toEqual([]);
  });

  it("touches every host for changed secrets, or the one whose own they are", async () => {
    const withSecrets = (shared: string, own: string) =>
      fleetInputs({
        secrets: { token: shared },
        hosts: { ...HOSTS, web2: { ...(HOSTS.web2 as ValueMap), secrets: { token: own } } },
      });
    const before = await checked(withSecrets("a", "b"));
    const after = async (shared: string, own: string) =>
      (await checkFleet(withSecrets(shared, own), URN, before)).inputs;
    expect(touched(deployedFleet(before), await after("a", "b"))).toEqual(NOTHING);
    expect(touched(deployedFleet(before), await after("a", "c")).touched).toEqual([
      "web2 gets a new release",
    ]);
    expect(touched(deployedFleet(before), await after("c", "b")).touched).toEqual([
      "web1 gets a new release",
      "web3 gets a new release",
    ]);
    // Rotated half-way: the inputs are those of before, and the host that got there stays as it is.
    const rotated = await after("c", "b");
    const { digest } = recordedRelease(rotated);
    const halfway = deployedFleet(before, { web1: { deployed: { digest }, releaseDigest: digest } });
    expect(touched(halfway, await after("c", "b")).touched).toEqual(["web3 gets a new release"]);
  });

  it.each<[string, ValueMap, string, string]>([
    ["where a refresh found drift", { drift: ["x"] }, "web2 has drifted", "delete hosts.web2.drift"],
    [
      "where another release runs",
      { releaseDigest: "other" },
      "web2 does not run its release",
      "update hosts.web2.releaseDigest",
    ],
    ["where none runs", { status: "failed (failed)" }, "web2 does not run", "update hosts.web2.status"],
    [
      "that was not begun",
      { deployed: {}, status: "" },
      "web2 was not deployed to yet",
      "update hosts.web2.outcome",
    ],
  ])("works on the host %s, and on no other", (_, record, why, change) => {
    const old = deployedFleet(inputs, { web2: record });
    expect(touched(old, inputs)).toEqual({ ...NOTHING, touched: [why] });
    expect(changesOf(old, inputs)).toEqual([change]);
  });

  it("touches every host for settings that are laid down there", async () => {
    const news = await checked(fleetInputs({ directory: "/usr/local/bin/myapp", revisionHistoryLimit: 2 }));
    expect(touched(deployedFleet(inputs), news).touched).toHaveLength(3);
  });

  it("under another name is a replacement that first removes the old one", async () => {
    expect(diffFleet(deployedFleet(inputs), await checked(fleetInputs({ name: "other" })))).toMatchObject({
      replaces: ["name"],
      deleteBeforeReplace: true,
    });
  });

  it("leaves no address behind while the new one isn't known", async () => {
    const web3 = { connection: { host: Unknown.value } };
    const news = await checked(fleetInputs({ hosts: { ...HOSTS, web3 } }));
    expect(touched(deployedFleet(inputs), news)).toEqual({
      ...NOTHING,
      touched: ["web3 may get another address"],
    });
  });

  it("goes on removing what an earlier one could not", () => {
    const state = deployedFleet(inputs);
    const left = { name: "web1", address: "203.0.113.9", token: "t", status: "active (running)" };
    const old = { ...state, outputs: { ...state.outputs, leftBehind: [left] } };
    expect(changesOf(old, inputs)).toEqual(["delete leftBehind"]);
    expect(touched(old, inputs).leaving).toEqual(["web1 203.0.113.9"]);
  });
});

describe("a preview", () => {
  it("says which hosts would be touched, and why", async () => {
    const { web1: _, ...rest } = HOSTS;
    const news = await checked(
      fleetInputs({ hosts: { ...rest, web4: { connection: { host: "203.0.113.4" } } } }, "print(2)"),
    );
    const { places, departures } = agendaOf("myapp.service", news, deployedFleet(inputs), []);
    const leaving = departures.map(({ name }) => name);
    expect(foreseenText(places, leaving, ["web9"])).toBe(
      "would touch 3 of 3 hosts: web2, web3 get a new release; web4 is new; would remove the service from web1; would forget web9 without connecting",
    );
  });
});
