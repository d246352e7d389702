import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Gate } from "../../../provider/ssh/dialGate";
import { connectTo } from "./support/client";
import { startServer } from "./support/server";
import { waitFor } from "./support/waitFor";

const NEVER = new AbortController().signal;

/** A task that ends when it is told to. */
function task() {
  let end = (_outcome: "well" | "badly"): void => {};
  const outcome = new Promise<void>((resolve, reject) => {
    end = (how) => (how === "well" ? resolve() : reject(new Error("refused")));
  });
  const run = () => {
    state.begun = true;
    return outcome;
  };
  const state = { begun: false, end, run };
  return state;
}
const settled = () => delay(0);

describe("a gate", () => {
  it("lets as many in as fit, and the rest in order, whether a task ends well or badly", async () => {
    const gate = new Gate(2);
    const tasks = Array.from({ length: 4 }, task);
    const passes = tasks.map(({ run }) => gate.pass(run, NEVER).catch((error: Error) => error.message));
    const begun = async () => {
      await settled();
      return tasks.map((each) => each.begun);
    };
    expect(await begun()).toEqual([true, true, false, false]);
    tasks[1]?.end("badly");
    expect(await begun()).toEqual([true, true, true, false]);
    tasks[0]?.end("well");
    expect(await begun()).toEqual([true, true, true, true]);
    expect(gate.isIdle).toBe(false);
    for (const { end } of tasks) end("well");
    expect(await Promise.all(passes)).toEqual([undefined, "refused", undefined, undefined]);
    expect(gate.isIdle).toBe(true);
  });

  it("lets go of who no longer wants to wait", async () => {
    const gate = new Gate(1);
    const [first, second, third] = [task(), task(), task()];
    const impatient = new AbortController();
    const passes = [
      gate.pass(first.run, NEVER),
      gate.pass(second.run, impatient.signal).catch((error: Error) => error.message),
      gate.pass(third.run, NEVER),
    ];
    await settled();
    impatient.abort(new Error("cancelled"));
    first.end("well");
    third.end("well");
    expect(await Promise.all(passes)).toEqual([undefined, "cancelled", undefined]);
    expect(second.begun).toBe(false);
    expect(gate.isIdle).toBe(true);
  });
});

describe("twenty dials to one sshd", () => {
  it("come in turn, eight at a time: no more than that have not logged in yet", async () => {
    const knocking: (() => void)[] = [];
    let isOpen = false;
    const server = await startServer({
      authenticate: (context) => (isOpen ? context.accept() : knocking.push(() => context.accept())),
    });
    const spec = { port: server.port, password: "x", hostKey: server.hostKey, dialErrorLimit: 0 };
    const connections = Promise.all(Array.from({ length: 20 }, () => connectTo(spec)));
    await waitFor("eight wait to be let in", () => knocking.length === 8);
    expect(server.open()).toBe(8);
    isOpen = true;
    for (const letIn of knocking) letIn();
    await connections;
    expect(server.open()).toBe(20);
  });
});
