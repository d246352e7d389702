import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { atDeath } from "../../../tools/process/deathWatch";
import { poll } from "../../../tools/process/poll";

const SOURCE = join(__dirname, "../../../tools/process/deathWatch.ts");

let room: string;
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), "death-watch-"));
});
afterEach(() => rmSync(room, { recursive: true }));

describe("atDeath", () => {
  it("runs when released, once, and release waits for it", async () => {
    const watch = atDeath(`sleep 0.1; echo x >> '${room}/ran'`);
    expect(existsSync(join(room, "ran"))).toBe(false);
    await watch.release();
    expect(existsSync(join(room, "ran"))).toBe(true);
    await watch.release();
  });

  it("runs when its process is killed with SIGKILL", async () => {
    const { outputText } = transpileModule(readFileSync(SOURCE, "utf8"), {
      compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2023 },
    });
    writeFileSync(join(room, "deathWatch.js"), outputText);
    const program = `require("./deathWatch.js").atDeath("touch '${room}/ran'");
      process.stdout.write("up");
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ["-e", program], {
      cwd: room,
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => owner.stdout.once("data", resolve));
    owner.kill("SIGKILL");
    const ran = () => existsSync(join(room, "ran")) || undefined;
    await poll(ran, { waitingFor: "the script to run", deadlineMs: 5000 });
  });
});
