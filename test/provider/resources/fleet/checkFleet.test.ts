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
  it.each<[string, ValueMap, string[]]>([
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
      ["hosts.web1.env: is no property here; there are connection, environment"],
    ],
    [
      "a service's own word for what a rollout decides",
      { onFailure: "keep" },
      ['onFailure: is rollout.autoRevert in a fleet: "none" is what "keep" is for a service'],
    ],
    [
      "secrets, which are not there yet",
      { secrets: { token: "t" } },
      [
        "secrets: are not there yet in a fleet; a root-only file by unit.environmentFiles, put there by other means, is",
      ],
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
    [
      "a host that is to be forgotten and deployed to",
      { retire: ["web1"] },
      ["retire: names web1, which is one of `hosts`: take it out there, and it is forgotten"],
    ],
  ])("is told: %s", async (_, change, expected) => {
    expect(await problemsOf(change)).toEqual(expected);
  });

  it("is told of a host's own environment by its own path", async () => {
    const [problem] = await problemsOf(web({ connection: { host: "h" }, environment: { "1X": "y" } }));
    expect(problem).toMatch(/^hosts\.web1\.environment\["1X"\]: /);
  });
});
