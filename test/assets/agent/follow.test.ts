import { spawn } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { it } from "vitest";
import { sandbox } from "./sandbox";
import { SHELL_NAMES, shellCommand } from "./shells";

it.concurrent.for(SHELL_NAMES)(
  "events reach the channel as they happen, in %s",
  async (shell, { expect, onTestFinished }) => {
    const work = sandbox(onTestFinished);
    const events = join(work, "events");
    writeFileSync(events, "");
    const script = `WORK=${work}; HOLDER=${work}/none; LOCK=none; PREFIX='@n '; relay_events; stop_relay`;
    const [command = "", ...args] = shellCommand(shell, ["base/events", "channel/follow"], script);
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: process.env.PATH },
    });
    const heard = new Map<string, number>();
    createInterface({ input: child.stdout }).on("line", (line) => heard.set(line, performance.now()));
    const ended = new Promise((resolve) => child.once("close", resolve));
    const said = new Map<string, number>();
    for (const line of ["one", "two", "three", "four", "five", "end outcome=committed"]) {
      await delay(110);
      said.set(`@n ${line}`, performance.now());
      appendFileSync(events, `${line}\n`);
    }
    await ended;
    expect([...heard.keys()]).toEqual([...said.keys()]);
    const delaysMs = [...said].map(([line, at]) => (heard.get(line) ?? Number.NaN) - at);
    // A tail that polls does so once in a second, and most lines would wait for it; one may meet a busy machine.
    expect(delaysMs.slice(1).filter((delayMs) => !(delayMs < 150)).length).toBeLessThanOrEqual(1);
  },
);

it.concurrent.for(SHELL_NAMES)(
  "a transaction that goes on without a word is said to, in %s",
  async (shell, { expect, onTestFinished }) => {
    const work = sandbox(onTestFinished);
    const events = join(work, "events");
    const holder = join(work, "holder");
    writeFileSync(events, "");
    writeFileSync(holder, "1 t1 urn\n");
    const script = `WORK=${work}; HOLDER=${holder}; TX=t1; LOCK=none; PREFIX='@n '; ALIVE_ROUNDS=1; systemctl() { echo active; }; relay_events; stop_relay`;
    const [command = "", ...args] = shellCommand(shell, ["base/events", "channel/follow"], script);
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: process.env.PATH },
    });
    const heard: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => heard.push(line));
    const ended = new Promise((resolve) => child.once("close", resolve));
    await expect.poll(() => heard.length, { timeout: 12_000 }).toBeGreaterThan(0);
    appendFileSync(events, "end outcome=committed\n");
    await ended;
    expect(new Set(heard)).toEqual(new Set(["@n alive", "@n end outcome=committed"]));
  },
);
