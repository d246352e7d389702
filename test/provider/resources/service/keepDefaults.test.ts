import { describe, expect, it } from "vitest";
import { checkService } from "../../../../provider/resources/service/checkService";
import { diffService } from "../../../../provider/resources/service/diffService";
import { recordedRelease } from "../../../../provider/resources/service/recordedRelease";
import { Archive, Asset, Secret, type ValueMap } from "../../../../provider/resources/value";
import { defaultsOf, EDITIONS, type Editions } from "../../../../provider/systemd/unit/render/defaults";

const URN = "urn:pulumi:dev::tests::systemd:index:Service::myapp";
/** A later version of this package, which has a service restarted whatever ended it, and has one directive more in a set. */
const LATER: Editions = [
  ...EDITIONS,
  {
    ...defaultsOf(undefined),
    restart: "always",
    hardening: { ...defaultsOf(undefined).hardening, basic: [["PrivateDevices", "yes"]] },
  },
];

const program = (unit: ValueMap = {}): ValueMap => ({
  connection: { host: "203.0.113.7" },
  source: new Archive(undefined, { assets: { "app.py": new Asset(undefined, { text: "print()" }) } }),
  unit: { execStart: ["/usr/bin/python3", "app.py"], ...unit },
});

async function checked(news: ValueMap, olds?: ValueMap, editions: Editions = LATER): Promise<ValueMap> {
  const { inputs, problems } = await checkService(news, URN, olds, { editions });
  expect(problems).toEqual([]);
  return inputs;
}

/** The inputs of a service that this version of the package has deployed. */
const deployed = (unit?: ValueMap) => checked(program(unit), undefined, EDITIONS);
const unitOf = ({ release }: ValueMap) => (release as ValueMap).unit;
const changes = (olds: ValueMap, news: ValueMap) =>
  diffService({ id: "i", inputs: olds, outputs: {} }, news).changes.map(
    ({ kind, path }) => `${kind} ${path}`,
  );

describe("new defaults of a later version", () => {
  it.each([
    ["a default", {}],
    ["a hardening set", { hardening: "basic" }],
  ] as const)("change nothing about a service whose program stays the same: %s", async (_, unit) => {
    const olds = await deployed(unit);
    expect(changes(olds, await checked(program(unit), olds))).toEqual([]);
  });

  it("come with a release that changes anyway, and are named in its preview", async () => {
    const olds = await deployed();
    const news = await checked(program({ watchdog: "20s" }), olds);
    expect(unitOf(olds)).toContain("Restart=on-failure\n");
    expect(unitOf(news)).toContain("Restart=always\n");
    expect(changes(olds, news)).toEqual([
      "add release.defaults",
      "update release.digest",
      "update release.unit",
      "add unit.watchdog",
    ]);
  });

  it("are those of a new service, and stay", async () => {
    const olds = await checked(program());
    expect(recordedRelease(olds).edition).toBe(2);
    expect(unitOf(olds)).toContain("Restart=always\n");
    expect(changes(olds, await checked(program(), olds))).toEqual([]);
  });

  it("are no matter to a program that says what it wants", async () => {
    const olds = await deployed({ restart: "no" });
    expect(changes(olds, await checked(program({ restart: "no" }), olds))).toEqual([]);
  });

  it("wait as well where the release is a secret", async () => {
    const secret = { environment: { TOKEN: new Secret("hunter2") } };
    const olds = await deployed(secret);
    expect(olds.release).toBeInstanceOf(Secret);
    expect(changes(olds, await checked(program(secret), olds))).toEqual([]);
  });

  it("go again with the failed update that brought them: its program of before keeps those of before", async () => {
    const olds = await deployed();
    // The engine keeps the inputs of before.
    await checked(program({ watchdog: "20s" }), olds);
    expect(changes(olds, await checked(program(), olds))).toEqual([]);
  });

  it("are unknown to an earlier version, which takes its own and says so", async () => {
    const olds = await checked(program());
    expect(changes(olds, await checked(program(), olds, EDITIONS))).toEqual([
      "delete release.defaults",
      "update release.digest",
      "update release.unit",
    ]);
  });
});

describe("what is sent to a host", () => {
  it("is written with the defaults that were checked", async () => {
    const inputs = await checked(program(), await deployed());
    expect(defaultsOf(recordedRelease(inputs).edition, LATER).restart).toBe("on-failure");
    expect(defaultsOf(recordedRelease(await checked(program())).edition, LATER).restart).toBe("always");
  });
});
