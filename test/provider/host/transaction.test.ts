import { getEventListeners } from "node:events";
import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Dial } from "../../../provider/host/link";
import type { ApplyRequest } from "../../../provider/host/request";
import { Cancelled, OutcomeUnknown, operate } from "../../../provider/host/transaction";
import { SshError } from "../../../provider/ssh/sshError";
import { readLocal } from "./source/readLocal";

const request = {
  op: "apply",
  unit: "myapp.service",
  name: "myapp",
  transaction: "t1",
  token: "k",
  readyTimeoutSeconds: 10,
  minHealthySeconds: 1,
  lockTimeoutSeconds: 300,
  displace: [] as readonly string[],
  known: [] as readonly string[],
} as ApplyRequest;
const files = {
  manifest: "",
  sizesBytes: [],
  unit: "",
  requirements: [],
  packages: [],
  probe: [],
  secrets: {},
};
const PLACE = { endpoint: "deploy@h:22", role: "host", property: "connection" } as const;
const lost = () => new SshError(PLACE, { stage: "lost", problem: "connection reset" });
const refused = () => new SshError(PLACE, { stage: "dial", problem: "connection refused" });

/**
 * What one connection does: lines of the agent, in order; an error breaks the connection there, and what a function
 * returns is waited for.
 */
type Script = readonly (string | Error | (() => unknown))[];

/** A host played from scripts, one for each connection: it shows what was asked of it and what it received. */
function playedHost(...scripts: (Script | Error)[]) {
  const seen = { asked: [] as string[], closed: 0, received: [] as Buffer[] };
  const dial: Dial = async () => {
    const script = scripts.shift();
    if (!script) throw new Error("no more connections in the script");
    if (script instanceof Error) throw script;
    const ended = { done: false };
    return {
      endpoint: "deploy@h:22",
      hostKey: "ssh-ed25519 AAAA",
      runAgent: async (payload) => {
        const { gunzipSync } = await import("node:zlib");
        seen.asked.push(/OP='(\w+)'/.exec(gunzipSync(payload).toString("latin1"))?.[1] ?? "");
        const input = new PassThrough();
        const received = buffer(input).then((content) => seen.received.push(content));
        async function* lines() {
          for (const item of script as Script) {
            if (item instanceof Error) throw item;
            if (ended.done) return;
            if (typeof item === "string") yield item;
            else await item();
            if (typeof item === "string" && item.startsWith("need")) await received;
          }
        }
        return {
          nonce: "n",
          lines: lines(),
          input,
          stderrTail: () => "sudo: unable to resolve host",
          exit: Promise.resolve({ code: 0 }),
          close: () => undefined,
        };
      },
      close: () => {
        seen.closed++;
        ended.done = true;
      },
    };
  };
  return { dial, seen };
}

const watch = () => {
  const said: string[] = [];
  const controller = new AbortController();
  return { said, controller, signal: controller.signal, progress: (text: string) => void said.push(text) };
};

async function freight() {
  const tree = await readLocal({ kind: "tree", members: { app: { kind: "file", text: "x" } } });
  return { files, tree };
}

const COMMITTED = "end outcome=committed step=commit code=";

describe("an operation on a host", () => {
  it("takes one connection and one run of the agent", async () => {
    const { dial, seen } = playedHost([
      "hello",
      "step name=preflight",
      "need blobs=1",
      "detached tx=t1",
      COMMITTED,
    ]);
    const { transcript, hostKey } = await operate(dial, request, await freight(), watch());
    expect(transcript.end?.outcome).toBe("committed");
    expect(hostKey).toBe("ssh-ed25519 AAAA");
    expect(seen).toMatchObject({ asked: ["apply"], closed: 1 });
    expect(seen.received[0]?.subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
  });

  it("listens to one signal with a whole fleet, which Node takes for no leak, and then no longer", async () => {
    const warnings: string[] = [];
    const note = (warning: Error) => warnings.push(warning.message);
    process.on("warning", note);
    onTestFinished(() => void process.off("warning", note));
    const watched = watch();
    let entered = 0;
    const allEntered = () => expect.poll(() => entered).toBe(50);
    const onOne = () => {
      const { dial } = playedHost([() => void entered++, allEntered, COMMITTED]);
      return operate(dial, request, undefined, watched);
    };
    await Promise.all(Array.from({ length: 50 }, onOne));
    expect(getEventListeners(watched.signal, "abort")).toEqual([]);
    await nextTurn();
    expect(warnings).toEqual([]);
  });

  it("tells each step and the daemon's own STATUS= as it goes", async () => {
    const { dial } = playedHost([
      "step name=judge",
      "status -- loading 3 of 7",
      "ready after_us=10041000",
      COMMITTED,
    ]);
    const { said, ...rest } = watch();
    await operate(dial, request, undefined, rest);
    expect(said).toEqual([
      "waiting for READY=1",
      "STATUS: loading 3 of 7",
      "READY=1 after 10.0s; watching that it stays up",
    ]);
  });

  it("starts again when the connection breaks before anything was touched", async () => {
    const { dial, seen } = playedHost(
      ["step name=preflight", lost()],
      ["need blobs=", "detached tx=t1", COMMITTED],
    );
    const { transcript } = await operate(dial, request, await freight(), watch());
    expect(seen.asked).toEqual(["apply", "apply"]);
    expect(transcript.end?.outcome).toBe("committed");
  });

  it("follows the same transaction when it breaks afterwards, also through a reboot", async () => {
    const { dial, seen } = playedHost(["need blobs=", "detached tx=t1", lost()], refused(), refused(), [
      "finding code=x -- replayed",
      COMMITTED,
    ]);
    const { transcript } = await operate(dial, request, await freight(), watch());
    expect(seen.asked).toEqual(["apply", "follow"]);
    expect(transcript.end?.outcome).toBe("committed");
  });

  it("fails at once when the host can't be reached in the first place", async () => {
    const { dial } = playedHost(refused());
    await expect(operate(dial, request, undefined, watch())).rejects.toThrow("connection refused");
  });

  it("says so when the agent ends without a word", async () => {
    const { dial } = playedHost(["hello"]);
    const failure = await operate(dial, request, undefined, watch()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OutcomeUnknown);
    expect((failure as OutcomeUnknown).lastWords).toContain("sudo: unable to resolve host");
  });

  it("is cancelled at once before anything was touched", async () => {
    const { controller, ...rest } = watch();
    const { dial, seen } = playedHost(["step name=preflight", () => controller.abort(), lost()]);
    await expect(operate(dial, request, undefined, rest)).rejects.toThrow(Cancelled);
    expect(seen.closed).toBeGreaterThan(0);
  });

  it("says that it is still there when its turn for the lock has come", async () => {
    const { dial, seen } = playedHost([
      "step name=lock",
      "lock age_s=3 -- x",
      "turn",
      "detached tx=t1",
      COMMITTED,
    ]);
    const { transcript } = await operate(dial, request, undefined, watch());
    await expect.poll(() => seen.asked).toEqual(["apply", "turn"]);
    expect(transcript.end?.outcome).toBe("committed");
  });

  it("asks the host to stop when it is cancelled while it waits for the lock, which may be had at any moment", async () => {
    const { controller, ...rest } = watch();
    const { dial, seen } = playedHost([
      "step name=lock",
      () => controller.abort(),
      "end outcome=busy step=lock code=cancelled",
    ]);
    const { transcript } = await operate(dial, request, undefined, rest);
    await expect.poll(() => seen.asked).toEqual(["apply", "cancel"]);
    expect(transcript.end).toMatchObject({ outcome: "busy", code: "cancelled" });
  });

  it("asks the host to stop when it is cancelled later, and waits for the outcome", async () => {
    const { controller, ...rest } = watch();
    const { dial, seen } = playedHost([
      "detached tx=t1",
      () => controller.abort(),
      "end outcome=rolled-back step=judge code=cancelled",
    ]);
    const { transcript } = await operate(dial, request, undefined, rest);
    expect(transcript.end).toMatchObject({ outcome: "rolled-back", code: "cancelled" });
    await expect.poll(() => seen.asked).toContain("cancel");
  });
});

/** As a timer of the host: the agent's next word comes then. */
const after = (ms: number) => () => delay(ms);

describe("a host that answers and comes to no end", () => {
  const patience = { silenceLimitMs: 400, wholeLimitMs: 5_000, reachLimitMs: 5_000 };
  const overdue = async (script: Script, limits = patience) => {
    const { dial, seen } = playedHost(script);
    const failure = await operate(dial, request, undefined, watch(), limits).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OutcomeUnknown);
    return { failure: failure as OutcomeUnknown, seen };
  };

  it("is left to itself when it tells nothing new", async () => {
    const { failure, seen } = await overdue(["detached tx=t1", "step name=runtime", after(900), COMMITTED]);
    expect((failure.cause as Error).message).toBe("It answers, and has told nothing new for 0.4 s.");
    expect(failure.transcript).toMatchObject({ detached: true, step: "runtime" });
    expect(seen).toMatchObject({ asked: ["apply"], closed: 2 });
  });

  it("is not for as long as it has something to tell", async () => {
    const talk = Array.from({ length: 10 }, (_, line) => [
      after(80),
      `progress -- Collecting ${line}`,
    ]).flat();
    const { dial } = playedHost(["detached tx=t1", "step name=runtime", ...talk, COMMITTED]);
    const { transcript } = await operate(dial, request, undefined, watch(), patience);
    expect(transcript.end?.outcome).toBe("committed");
  });

  it.each([
    ["judge", "committed"],
    ["runtime", undefined],
  ])("that only says that it is there may be so while it waits for a service: %s", async (step, outcome) => {
    const alive = Array.from({ length: 10 }, () => [after(80), "alive"]).flat();
    const { dial } = playedHost(["detached tx=t1", `step name=${step}`, ...alive, COMMITTED]);
    const report = operate(dial, request, undefined, watch(), patience).then(({ transcript }) => transcript);
    expect((await report.catch(({ transcript }: OutcomeUnknown) => transcript)).end?.outcome).toBe(outcome);
  });

  it("is left to itself however much it says, when all its time is up", async () => {
    const talk = Array.from({ length: 40 }, (_, line) => [after(30), `progress -- ${line}`]).flat();
    const { failure } = await overdue(["detached tx=t1", "step name=runtime", ...talk, COMMITTED], {
      ...patience,
      wholeLimitMs: 700,
    });
    expect((failure.cause as Error).message).toBe("It answers, and has been at it for 0.7 s.");
  });

  it("ends an operation that was cancelled, too", async () => {
    const { controller, ...rest } = watch();
    const { dial, seen } = playedHost([
      "detached tx=t1",
      "step name=runtime",
      () => controller.abort(),
      after(900),
      COMMITTED,
    ]);
    await expect(operate(dial, request, undefined, rest, patience)).rejects.toThrow(OutcomeUnknown);
    expect(seen.asked).toEqual(["apply", "cancel"]);
  });

  it("has its time only while it is connected to", async () => {
    const { dial } = playedHost(["hello", COMMITTED]);
    const slow: Dial = async (...args) => {
      await delay(600);
      return dial(...args);
    };
    const { transcript } = await operate(slow, request, undefined, watch(), patience);
    expect(transcript.end?.outcome).toBe("committed");
  });
});

it("a host that was lost is dialled for so long, however patient the dials are", async () => {
  const { dial } = playedHost(["detached tx=t1", lost()]);
  let dials = 0;
  const forEver: Dial = (signal, onProgress) => {
    dials += 1;
    if (dials === 1) return dial(signal, onProgress);
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  const patience = { silenceLimitMs: 60_000, wholeLimitMs: 60_000, reachLimitMs: 1_500 };
  const outcome = operate(forEver, request, undefined, watch(), patience);
  const failure = await outcome.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(OutcomeUnknown);
  expect((failure as Error & { cause: Error }).cause.message).toBe(
    "It could not be reached again within 1.5 s.",
  );
  expect(dials).toBe(2);
});

it("is cancelled before anything was touched, also when its channel just ends", async () => {
  const { controller, ...rest } = watch();
  const { dial } = playedHost(["step name=preflight", () => controller.abort(), "need blobs="]);
  await expect(operate(dial, request, undefined, rest)).rejects.toThrow(Cancelled);
});
