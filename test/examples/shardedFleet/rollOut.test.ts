import { describe, expect, it } from "vitest";

/** An ECMAScript module, which a test that is none can only import like this. */
const load = () => import("../../../examples/sharded-fleet/rollOut.mjs");

/** Deployments that are ended by hand, in whatever order. */
function held() {
  const begun: string[] = [];
  const ends = new Map<string, { succeed: () => void; fail: (why: Error) => void }>();
  return {
    begun,
    deploy: (shard: string) =>
      new Promise<void>((succeed, fail) => {
        begun.push(shard);
        ends.set(shard, { succeed, fail });
      }),
    end(shard: string, why?: string) {
      const end = ends.get(shard) ?? expect.fail(`${shard} was not begun`);
      if (why === undefined) end.succeed();
      else end.fail(new Error(why));
    },
  };
}

const SHARDS = ["canary", "east", "west", "north", "south"];

describe("shards of a fleet", async () => {
  const { rollOut } = await load();

  it("go after the first one, so many at once", async () => {
    const { begun, deploy, end } = held();
    const outcome = rollOut(SHARDS, 2, deploy);
    expect(begun).toEqual(["canary"]);
    end("canary");
    await expect.poll(() => begun).toEqual(["canary", "east", "west"]);
    end("west");
    await expect.poll(() => begun).toEqual(["canary", "east", "west", "north"]);
    for (const shard of ["east", "north"]) end(shard);
    await expect.poll(() => begun).toEqual(SHARDS);
    end("south");
    expect(await outcome).toMatchObject({ failed: [], notBegun: [] });
  });

  it("are not begun when the first one fails", async () => {
    const { begun, deploy, end } = held();
    const outcome = rollOut(SHARDS, 2, deploy);
    end("canary", "it does not start");
    expect(await outcome).toEqual({
      deployed: [],
      failed: [{ shard: "canary", reason: new Error("it does not start") }],
      notBegun: SHARDS.slice(1),
    });
    expect(begun).toEqual(["canary"]);
  });

  it("halt when one fails, and those under way come to their end", async () => {
    const { begun, deploy, end } = held();
    const outcome = rollOut(SHARDS, 2, deploy);
    end("canary");
    await expect.poll(() => begun).toEqual(["canary", "east", "west"]);
    end("east", "no");
    await new Promise((resolve) => setImmediate(resolve));
    end("west");
    const { deployed, failed, notBegun } = await outcome;
    expect({ deployed, failed: failed.map(({ shard }) => shard), notBegun }).toEqual({
      ...{ deployed: ["canary", "west"], failed: ["east"], notBegun: ["north", "south"] },
    });
  });

  it.each([[[]], [["only"]]])("may be as few as %j", async (shards: string[]) => {
    expect(await rollOut(shards, 4, async () => {})).toEqual({ deployed: shards, failed: [], notBegun: [] });
  });
});
