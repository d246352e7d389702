import { describe, expect, it } from "vitest";
import { checkFleet } from "../../../../provider/resources/fleet/checkFleet";
import { fieldsOf, memberInputs } from "../../../../provider/resources/fleet/member";
import { checkService } from "../../../../provider/resources/service/checkService";
import { recordedRelease } from "../../../../provider/resources/service/recordedRelease";
import { Secret, Unknown, type ValueMap } from "../../../../provider/resources/value";
import { defaultsOf, EDITIONS, type Editions } from "../../../../provider/systemd/unit/render/defaults";
import { checked, fleetInputs, URN } from "./exampleFleet";

const problemsOf = async (change: ValueMap) => {
  const { problems } = await checkFleet(fleetInputs(change), URN);
  return problems.map(({ path, reason }) => `${path}: ${reason}`);
};
const web = (host: ValueMap) => ({ hosts: { web1: host } });

describe("a fleet's inputs after Check", () => {
  it("have the release that a service of the same words would have, once for all hosts", async () => {
    const inputs = await checked();
    const service = await checkService(memberInputs({ ...fleetInputs(), name: "myapp" }, "web2"), URN);
    expect(recordedRelease(inputs)).toEqual(recordedRelease(service.inputs));
    expect(inputs.overrides).toBeUndefined();
  });

  it("have a release of its own for a host whose environment makes it differ, by its digests alone", async () => {
    const hosts = {
      web1: { connection: { host: "203.0.113.1" } },
      web2: { connection: { host: "203.0.113.2" }, environment: { ROLE: "primary" } },
      web3: { connection: { host: "203.0.113.3" }, environment: {} },
    };
    const inputs = await checked(fleetInputs({ hosts }));
    const { web2, ...others } = fieldsOf(inputs.overrides);
    expect(others).toEqual({});
    expect(Object.keys(fieldsOf(web2))).toEqual(["digest", "unitSha256"]);
    const alone = await checkService(memberInputs({ ...fleetInputs({ hosts }), name: "myapp" }, "web2"), URN);
    expect(recordedRelease(memberInputs(inputs, "web2"))).toEqual(recordedRelease(alone.inputs));
    expect(recordedRelease(memberInputs(inputs, "web2")).digest).not.toBe(recordedRelease(inputs).digest);
  });

  it("have every credential marked secret, and what was made of a secret environment", async () => {
    const inputs = await checked(
      fleetInputs({
        connection: { privateKey: "k" },
        hosts: {
          web1: { connection: { host: "203.0.113.1", password: "p" } },
          web2: { connection: { host: "203.0.113.2" }, environment: { TOKEN: new Secret("t") } },
        },
      }),
    );
    expect(inputs).toMatchObject({
      connection: { privateKey: new Secret("k") },
      hosts: { web1: { connection: { password: new Secret("p") } } },
    });
    expect(fieldsOf(inputs.overrides).web2).toBeInstanceOf(Secret);
    expect(inputs.release).not.toBeInstanceOf(Secret);
  });

  describe("with secrets", () => {
    const hosts = {
      web1: { connection: { host: "203.0.113.1" } },
      web2: { connection: { host: "203.0.113.2" }, secrets: { token: "own" } },
      web3: { connection: { host: "203.0.113.3" }, secrets: { token: "shared" } },
    };
    const given = (change: ValueMap = {}) => fleetInputs({ secrets: { token: "shared" }, hosts, ...change });
    const again = async (news: ValueMap, olds: ValueMap) => {
      const { inputs, problems } = await checkFleet(news, URN, olds);
      expect(problems).toEqual([]);
      return inputs;
    };
    const idsOf = (inputs: ValueMap) =>
      ["web1", "web2", "web3"].map((name) => recordedRelease(memberInputs(inputs, name)).credentialsId);

    it("have each marked secret, and in clear nowhere", async () => {
      const inputs = await checked(given());
      expect(inputs).toMatchObject({
        secrets: { token: new Secret("shared") },
        hosts: { web2: { secrets: { token: new Secret("own") } } },
        credentialsKey: expect.any(Secret),
      });
      const { secrets, hosts: _, credentialsKey, ...rest } = inputs;
      expect(JSON.stringify(rest)).not.toMatch(/shared|own/);
    });

    it("have one release for all hosts with the same ones, and one of its own for a host with others", async () => {
      const inputs = await checked(given());
      const [web1, web2, web3] = idsOf(inputs);
      expect(web1).toMatch(/^[0-9a-f]{20}$/);
      expect(web3).toBe(web1);
      expect(web2).toMatch(/^[0-9a-f]{20}$/);
      expect(web2).not.toBe(web1);
      expect(Object.keys(fieldsOf(inputs.overrides))).toEqual(["web2"]);
      expect(Object.keys(fieldsOf(fieldsOf(inputs.overrides).web2))).toEqual([
        "digest",
        "unitSha256",
        "credentials",
      ]);
    });

    it("have another release for changed ones, and the same when they come again after a failed rollout", async () => {
      const before = await checked(given());
      expect(await again(given(), before)).toEqual(before);
      const rotated = given({ secrets: { token: "rotated" } });
      const once = await again(rotated, before);
      expect(idsOf(once)[0]).not.toBe(idsOf(before)[0]);
      expect(idsOf(once)[1]).toBe(idsOf(before)[1]);
      // The engine keeps the inputs of before.
      expect(await again(rotated, before)).toEqual(once);
    });

    it("have names that another fleet's key would not make of the same secrets", async () => {
      expect(idsOf(await checked(given()))[0]).not.toBe(idsOf(await checked(given()))[0]);
    });

    it("keep their key when they have none any more, and have none when they never had", async () => {
      const before = await checked(given());
      const { credentialsKey, release } = await again(fleetInputs(), before);
      expect(credentialsKey).toEqual(before.credentialsKey);
      expect(recordedRelease({ release: release as ValueMap }).credentialsId).toBe("");
      expect((await checked()).credentialsKey).toBeUndefined();
    });

    it("leave the release open while one of them isn't known", async () => {
      const { inputs, problems } = await checkFleet(
        given({ hosts: { ...hosts, web2: { ...hosts.web2, secrets: { token: Unknown.value } } } }),
        URN,
      );
      expect(problems).toEqual([]);
      expect(fieldsOf(inputs.overrides).web2).toBe(Unknown.value);
      expect(recordedRelease(inputs).digest).not.toBe("");
    });
  });

  it("keep the defaults that their releases were written with, hosts with one of their own too", async () => {
    const later: Editions = [...EDITIONS, { ...defaultsOf(undefined), restart: "always" }];
    const web2 = { connection: { host: "203.0.113.2" }, environment: { ROLE: "primary" } };
    const given = fleetInputs({ hosts: { ...fieldsOf(fleetInputs().hosts), web2 } });
    const inputsOf = async (olds?: ValueMap) =>
      (await checkFleet(given, URN, olds, { editions: later })).inputs;
    const before = await checked(given);
    expect(await inputsOf(before)).toEqual(before);
    // Those of a new fleet are the newest, and stay as well.
    const fresh = await inputsOf();
    expect(recordedRelease(memberInputs(fresh, "web2")).edition).toBe(later.length);
    expect(recordedRelease(fresh).digest).not.toBe(recordedRelease(before).digest);
    expect(await inputsOf(fresh)).toEqual(fresh);
  });

  it("leave open what only the update will know", async () => {
    const { problems, inputs } = await checkFleet(
      fleetInputs({ hosts: { web1: { connection: { host: Unknown.value } } } }),
      URN,
    );
    expect(problems).toEqual([]);
    expect(recordedRelease(inputs).digest).not.toBe("");
  });
});

describe("what is wrong with a fleet", () => {
  it.each<[string, ValueMap, unknown[]]>([
    ["no host to connect to", web({}), ["hosts.web1.connection.host: is required"]],
    [
      "a connection's field, where it is written",
      web({ connection: { host: "h", port: 0 } }),
      ["hosts.web1.connection.port: must be a whole number from 1 to 65535"],
    ],
    [
      "what all hosts share, once",
      { connection: { port: "x" } },
      ["connection.port: must be a whole number from 1 to 65535, not a string"],
    ],
    [
      "two names for one address",
      { hosts: { a: { connection: { host: "h" } }, b: { connection: { host: "h" } } } },
      ["hosts.b: has the same address as a: h"],
    ],
    [
      "an unknown word of a host",
      web({ connection: { host: "h" }, env: {} }),
      ["hosts.web1.env: is no property here; there are connection, environment, secrets"],
    ],
    [
      "a service's own word for what a rollout decides",
      { onFailure: "keep" },
      ['onFailure: is rollout.autoRevert in a fleet: "none" is what "keep" is for a service'],
    ],
    [
      "a secret of a host that has no name, where it is written",
      web({ connection: { host: "h" }, secrets: { "no/name": "HUSH" } }),
      [expect.stringMatching(/^hosts\.web1\.secrets\["no\/name"\]: is no name of a credential: /)],
    ],
    [
      "a secret of a host that is no text, once",
      web({ connection: { host: "h" }, secrets: { token: ["HUSH"] } }),
      ["hosts.web1.secrets.token: must be a string, not a list"],
    ],
    [
      "a share that is none",
      { rollout: { maxParallel: "a few" } },
      ['rollout.maxParallel: must be a number of hosts, or a share of them from "0%" to "100%"'],
    ],
    [
      "none at once",
      { rollout: { maxParallel: 0 } },
      ['rollout.maxParallel: must be a whole number, 1 or more, or a share such as "25%"'],
    ],
    [
      "deadlines that contradict each other",
      { rollout: { healthyDeadline: "5min", progressDeadline: "1min" } },
      ["rollout.progressDeadline: is shorter than healthyDeadline: no host could use up its own time"],
    ],
    [
      "the soak said twice",
      { readiness: { minHealthyTime: "1s" }, rollout: { minHealthyTime: "2s" } },
      ["rollout.minHealthyTime: says the same as readiness.minHealthyTime; leave one of them out"],
    ],
  ])("is told: %s", async (_, change, expected) => {
    expect(await problemsOf(change)).toEqual(expected);
  });

  it("is told of a host's own environment by its own path", async () => {
    const [problem] = await problemsOf(web({ connection: { host: "h" }, environment: { "1X": "y" } }));
    expect(problem).toMatch(/^hosts\.web1\.environment\["1X"\]: /);
  });
});
