import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { checkService } from "../../../../provider/resources/service/checkService";
import {
  Archive,
  Asset,
  Secret,
  Unknown,
  type Value,
  type ValueMap,
} from "../../../../provider/resources/value";
import { everyInput, withEach } from "./everyInput";

const URN = "urn:pulumi:dev::tests::systemd:index:Service::myapp";
const source = new Archive(undefined, {
  assets: { "app.py": new Asset(undefined, { text: "print()" }) },
});
const minimal: ValueMap = {
  connection: { host: "203.0.113.7" },
  source,
  unit: { execStart: ["/usr/bin/python3", "app.py"] },
};
const told = async (inputs: ValueMap, urn = URN) =>
  (await checkService(inputs, urn)).problems.map(({ path, reason }) => `${path} ${reason}`);
const releaseOf = async (inputs: ValueMap) => (await checkService(inputs, URN)).inputs.release;

describe("a sound service", () => {
  it("comes out with its name, its credentials sealed, and its release", async () => {
    const { inputs, problems } = await checkService(
      { ...minimal, connection: { host: "203.0.113.7", privateKey: "K" } },
      URN,
    );
    expect(problems).toEqual([]);
    expect(inputs).toEqual({
      ...minimal,
      name: "myapp",
      connection: { host: "203.0.113.7", privateKey: new Secret("K") },
      release: {
        digest: expect.stringMatching(/^[0-9a-f]{20}$/),
        files: { "app.py": expect.stringMatching(/^sha256:[0-9a-f]{16}$/) },
        unit: expect.stringMatching(
          /^\[Unit\]\nDescription=myapp\n[\s\S]*\nExecStart="?\/usr\/bin\/python3"? "?app\.py"?\n/,
        ),
      },
    });
  });

  it("may use every input there is", async () => {
    expect(await told(everyInput)).toEqual([]);
  });

  it("has the same release whoever asks, and another one when anything that runs changes", async () => {
    const digest = async (change: ValueMap) => {
      const release = (await releaseOf({ ...minimal, ...change })) as { digest: string };
      return release.digest;
    };
    const first = await digest({});
    expect(await digest({})).toBe(first);
    expect(await digest({ connection: { host: "203.0.113.8" }, revisionHistoryLimit: 1 })).toBe(first);
    expect(await digest({ readiness: { minHealthyTime: "1s" } })).toBe(first);
    expect(await digest({ runtime: { packages: ["jq"] } })).toBe(first);
    const others = [
      await digest({
        source: new Archive(undefined, { assets: { "app.py": new Asset(undefined, { text: "" }) } }),
      }),
      await digest({ unit: { execStart: ["/usr/bin/python3", "app.py", "-v"] } }),
      await digest({ runtime: { python: { requirements: ["six==1.17.0"] } } }),
      await digest({ name: "other" }),
    ];
    expect(new Set([first, ...others])).toHaveLength(5);
  });

  it.each([
    ["urn:pulumi:dev::tests::systemd:index:Service::myapp", "myapp"],
    ["urn:pulumi:dev::tests::my:index:Group$systemd:index:Service::my-app", "my-app"],
  ])("is named by %s", async (urn, name) => {
    expect((await checkService(minimal, urn)).inputs.name).toBe(name);
  });
});

describe("a service with problems", () => {
  it("has them all told at once, each with its path", async () => {
    const problems = await told({
      name: "my app",
      connection: { host: "", port: 0 },
      source: new Archive(undefined, { path: "./nowhere" }),
      directory: "bin",
      runtime: { python: { requirements: ["six"] } },
      unit: { execStart: [], watchdog: "soon", environment: { "A-B": "1" } },
      readiness: { timeout: "never" },
      onFailure: "explode",
      color: "red",
    });
    expect(problems.map((problem) => problem.split(" ")[0]).sort()).toEqual([
      "color",
      "connection.host",
      "connection.port",
      "directory",
      "name",
      "onFailure",
      "readiness.timeout",
      "runtime.python.requirements[0]",
      "source",
      'unit.environment["A-B"]',
      "unit.execStart",
      "unit.watchdog",
    ]);
  });

  it("has no release", async () => {
    const { inputs } = await checkService({ ...minimal, directory: "bin" }, URN);
    expect(inputs).not.toHaveProperty("release");
  });

  it("is told which of its files is missing", async () => {
    expect(await told({ ...minimal, unit: { execStart: ["./bin/server"] } })).toEqual([
      expect.stringMatching(/^unit\.execStart\[0\] is no file of `source`/),
    ]);
  });

  it("is told that its source is empty", async () => {
    const path = await mkdtemp(join(tmpdir(), "empty-"));
    onTestFinished(() => rm(path, { recursive: true }));
    expect(await told({ ...minimal, source: new Archive(undefined, { path }) })).toEqual([
      "source the source is empty: there is nothing to deploy",
    ]);
  });

  it("is told that the name of its resource is none for a unit", async () => {
    const problems = await told(minimal, `${URN.slice(0, -"myapp".length)}a::b`);
    expect(problems).toEqual([expect.stringMatching(/^name contains `:`/)]);
  });
});

/** What of the inputs goes into the release. */
const IN_RELEASE = /^(name|source|directory|runtime|unit)\b/;
/** What decides about it: of its secrets it has the names, and the id of their version. */
const DECIDES = /^(name|source|directory|runtime|unit|secrets)\b/;

describe("what only the update will know", () => {
  it("is no problem wherever it is, and leaves the release unknown if it goes into it", async () => {
    for (const { path, value } of withEach(everyInput, () => Unknown.value)) {
      const { inputs, problems } = await checkService(value as ValueMap, URN);
      expect(problems, path).toEqual([]);
      expect(inputs.release instanceof Unknown, path).toBe(DECIDES.test(path));
    }
  });

  it("hides no problem of what is known", async () => {
    const problems = await told({ ...everyInput, unit: Unknown.value, directory: "bin" });
    expect(problems).toEqual([expect.stringMatching(/^directory /)]);
  });
});

describe("the secrets of a service", () => {
  const check = async (secrets: Value | undefined, olds?: ValueMap) =>
    (await checkService(secrets === undefined ? minimal : { ...minimal, secrets }, URN, olds)).inputs;
  const version = ({ release }: ValueMap) => (release as ValueMap).credentials;
  const digest = ({ release }: ValueMap) => (release as ValueMap).digest;
  const ONE = { apiKey: "a", other: "o" };

  it("are sealed, and stand in the unit by name and version, in the order of names", async () => {
    const inputs = await check({ other: "o", apiKey: new Secret("a") });
    expect(inputs.secrets).toEqual({ other: new Secret("o"), apiKey: new Secret("a") });
    const id = version(inputs);
    expect(id).toMatch(/^[0-9a-f]{20}$/);
    expect((inputs.release as ValueMap).unit).toContain(
      `\nLoadCredential=apiKey:/opt/myapp/credentials/${id}/apiKey\nLoadCredential=other:/opt/myapp/credentials/${id}/other\n`,
    );
  });

  it("have a version by chance, never by what they are", async () => {
    const [first, second] = [await check(ONE), await check(ONE)];
    expect(version(first)).not.toBe(version(second));
    expect(digest(first)).not.toBe(digest(second));
  });

  it("have the version that was planned, by the engine's seed, and still none by what they are", async () => {
    const seeded = async (secrets: Value, seed: Uint8Array, olds?: ValueMap) =>
      version((await checkService({ ...minimal, secrets }, URN, olds, { seed })).inputs);
    const [one, two] = [Uint8Array.of(1), Uint8Array.of(2)];
    expect(await seeded(ONE, one)).toBe(await seeded(ONE, one));
    expect(await seeded(ONE, one)).not.toBe(await seeded(ONE, two));
    expect(await seeded({ other: "secret" }, one)).toBe(await seeded(ONE, one));
  });

  it("get another version than the last, should the seed be the same", async () => {
    const seed = Uint8Array.of(1);
    const before = (await checkService({ ...minimal, secrets: ONE }, URN, undefined, { seed })).inputs;
    const after = (await checkService({ ...minimal, secrets: { other: "new" } }, URN, before, { seed }))
      .inputs;
    expect(version(after)).toMatch(/^[0-9a-f]{20}$/);
    expect(version(after)).not.toBe(version(before));
  });

  it.each<[string, Value]>([
    ["in another order", { other: "o", apiKey: "a" }],
    ["marked in another way", new Secret({ apiKey: "a", other: new Secret("o") })],
  ])("keep it while they are the same, %s", async (_, same) => {
    const before = await check(ONE);
    const after = await check(same, before);
    expect(version(after)).toBe(version(before));
    expect(digest(after)).toBe(digest(before));
  });

  it.each<[string, Value]>([
    ["has another value", { apiKey: "b", other: "o" }],
    ["is gone", { apiKey: "a" }],
    ["has another name", { apiKey: "a", renamed: "o" }],
    ["has come", { ...ONE, third: "t" }],
    ["is called like something that every object has", { apiKey: "a", constructor: "o" }],
  ])("are another version when one of them %s", async (_, changed) => {
    const before = await check(ONE);
    const after = await check(changed, before);
    expect(version(after)).toMatch(/^[0-9a-f]{20}$/);
    expect(version(after)).not.toBe(version(before));
    expect(digest(after)).not.toBe(digest(before));
  });

  it.each<[string, Value | undefined]>([
    ["none", undefined],
    ["an empty object", {}],
    ["null", null],
  ])("have no version where there is %s, whatever there was", async (_, none) => {
    const inputs = await check(none, await check(ONE));
    expect(inputs.release).not.toHaveProperty("credentials");
    expect((inputs.release as ValueMap).unit).not.toContain("LoadCredential");
    expect(digest(inputs)).toBe(digest(await check(undefined)));
  });

  it("get a version when the state has them without one", async () => {
    const { release: _, ...unplanned } = await check(ONE);
    expect(version(await check(ONE, unplanned))).toMatch(/^[0-9a-f]{20}$/);
  });

  it("keep it in a secret release, which a secret environment makes", async () => {
    const unit = { execStart: ["/bin/true"], environment: { TOKEN: new Secret("HUSH") } };
    const sealed = async (olds?: ValueMap) =>
      (await checkService({ ...minimal, unit, secrets: ONE }, URN, olds)).inputs;
    const before = await sealed();
    const after = await sealed(before);
    expect((after.release as Secret).content).toEqual((before.release as Secret).content);
  });

  const ownText = (line: string) => ({
    secrets: { a: "x" },
    unit: { text: `[Service]\nType=notify\nExecStart=/bin/true\n${line}\n` },
  });

  it.each<[string, ValueMap, string]>([
    ["a name with a slash", { secrets: { "a/b": "x" } }, 'secrets["a/b"] is no name of a credential'],
    ["a name that hides", { secrets: { ".a": "x" } }, 'secrets[".a"] is no name of a credential'],
    ["a name with a specifier", { secrets: { "a%n": "x" } }, 'secrets["a%n"] is no name of a credential'],
    ["a name that splits", { secrets: { "a:b": "x" } }, 'secrets["a:b"] is no name of a credential'],
    ["a name that is no text", { secrets: { "": "x" } }, 'secrets[""] is no name of a credential'],
    [
      "a name that is too long",
      { secrets: { ["n".repeat(238)]: "x" } },
      `secrets.${"n".repeat(238)} has a name of 238 characters`,
    ],
    ["a value that is no text", { secrets: { a: 5 } }, "secrets.a must be a string, not a number"],
    ["no object", { secrets: "HUSH" }, "secrets must be an object, not a string"],
    [
      "more than systemd takes",
      { secrets: { a: "é".repeat(512 * 1024) } },
      "secrets take 1048577 bytes, with names and whole pages of 4096, and systemd hands a service 1048576 at most",
    ],
    [
      "more pages than systemd has for them",
      { secrets: Object.fromEntries(Array.from({ length: 129 }, (_, n) => [`s${n}`, "x".repeat(4097)])) },
      "secrets take 1056768 bytes, with names and whole pages of 4096, and systemd hands a service 1048576 at most",
    ],
    [
      "the name of a credential of the unit's own",
      {
        secrets: { a: "x" },
        unit: { execStart: ["/bin/true"], directives: { Service: { SetCredential: "a:y" } } },
      },
      "secrets.a is the name of a credential that the unit itself sets",
    ],
    [
      "the name of a credential of the unit's text",
      ownText("LoadCredential=a:/etc/a"),
      "secrets.a is the name of a credential that the unit itself sets",
    ],
    [
      "a unit that would take them back",
      ownText("LoadCredential="),
      "secrets would be taken back by the empty `LoadCredential=` of the unit",
    ],
  ])("with %s are refused", async (_, wrong, problem) => {
    expect(await told({ ...minimal, ...wrong })).toContainEqual(expect.stringContaining(problem));
  });
});

describe("a secret", () => {
  it("is no problem wherever it is; a release made of it is secret as well", async () => {
    for (const { path, value } of withEach(everyInput, (part) => new Secret(part))) {
      const { inputs, problems } = await checkService(value as ValueMap, URN);
      expect(problems, path).toEqual([]);
      expect(inputs.release instanceof Secret, path).toBe(IN_RELEASE.test(path));
    }
  });

  it("is not in the release in clear", async () => {
    const unit = { execStart: ["/bin/true"], environment: { TOKEN: new Secret("HUSH") } };
    const release = await releaseOf({ ...minimal, unit });
    expect(release).toBeInstanceOf(Secret);
    expect(JSON.stringify((release as Secret).content)).toContain("HUSH");
  });

  const CANARY = "HUSHcanary";
  /** Values that some input or other must object to. */
  const OBJECTIONABLE: readonly Value[] = [
    CANARY,
    `${CANARY}\n${CANARY}`,
    `/${CANARY}//lib/../${CANARY}/`,
    `${CANARY}.socket.`,
    `$ ${CANARY} # "${CANARY}`,
    `[Service]\nType=${CANARY}\n${CANARY}=1\n`,
    `[${CANARY}]\nExecStart=${CANARY} # ${CANARY}\n${CANARY}`,
    `[Service]\nRestart=on-failure # ${CANARY}\nWatchdogSec=${CANARY}\nUser=${CANARY}!\n`,
    [CANARY],
    { [CANARY.toLowerCase()]: CANARY },
    41_000_000.5,
  ];
  /** These must not be shown even where the program didn't mark them. */
  const CREDENTIAL = /password|privateKey|^secrets/i;
  const inputs: ValueMap = { ...everyInput, unit: { ...(everyInput.unit as ValueMap), text: "" } };

  it.each(OBJECTIONABLE.map((value) => [JSON.stringify(value), value]))(
    "like %s is repeated by no problem, whichever input it is",
    async (_, bad) => {
      const marked = [...withEach(inputs, () => new Secret(bad))];
      const plain = [...withEach(inputs, () => bad)].filter(({ path }) => CREDENTIAL.test(path));
      let objections = 0;
      for (const { path, value } of [...marked, ...plain]) {
        const { problems } = await checkService(value as ValueMap, URN);
        objections += problems.length;
        expect(
          problems.filter(({ reason }) => /HUSHcanary|41000000/.test(reason)),
          path,
        ).toEqual([]);
      }
      expect(objections).toBeGreaterThan(50);
    },
  );
});
