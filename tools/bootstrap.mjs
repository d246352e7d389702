// From a fresh clone to a running command. Plain JavaScript without dependencies: nothing is installed or compiled yet.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { programFor, USAGE } from "./bootstrap/command.mjs";
import { needsBuild, needsInstall } from "./bootstrap/staleness.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = [
  "index.ts",
  "stack",
  "components",
  "provider",
  "tools",
  "tsconfig.json",
  "tsconfig.build.json",
];

process.exitCode = await main(process.argv.slice(2));

async function main([command, ...args]) {
  process.chdir(root);
  const program = programFor(command, args);
  if (program === undefined) {
    const asked = command === undefined || ["help", "--help", "-h"].includes(command);
    (asked ? process.stdout : process.stderr).write(
      asked ? USAGE : `unknown command "${command}"\n\n${USAGE}`,
    );
    return asked ? 0 : 2;
  }
  return (await install()) || (await build()) || run([process.execPath, ...program]);
}

async function install() {
  const times = {
    lockfile: timeOf("package-lock.json"),
    installed: timeOf("node_modules/.package-lock.json"),
  };
  if (!needsInstall(times)) return 0;
  console.error("installing the dependencies (npm ci)");
  // No package's install script is needed: @pulumi/command's would download a plugin, ssh2's an optional speed-up.
  return run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
}

async function build() {
  const sources = SOURCES.flatMap((path) => filesBelow(path).map(timeOf));
  if (!needsBuild({ sources, built: timeOf("dist/.built") })) return 0;
  console.error("compiling the sources (tsc)");
  // Aside, and renamed when complete: nothing of a deleted source stays, and nobody runs half of a build.
  const [fresh, old] = [`dist.building-${process.pid}`, `dist.old-${process.pid}`];
  const startedAt = new Date();
  try {
    const code = await run([
      process.execPath,
      "node_modules/typescript/bin/tsc",
      "-p",
      "tsconfig.build.json",
      "--outDir",
      fresh,
    ]);
    if (code !== 0) return code;
    writeFileSync(join(fresh, ".built"), "");
    // A source that changed while we compiled is newer than what we compiled.
    utimesSync(join(fresh, ".built"), startedAt, startedAt);
    if (existsSync("dist")) renameSync("dist", old);
    renameSync(fresh, "dist");
    return 0;
  } finally {
    for (const path of [fresh, old]) rmSync(path, { recursive: true, force: true });
  }
}

/** Ctrl-C reaches the program by itself, being the terminal's to give; we stay until it has ended. */
function run([file, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: "inherit" });
    process.on("SIGINT", () => {});
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    child.once("error", (error) => {
      console.error(`could not start ${file}: ${error.message}`);
      resolve(1);
    });
    child.once("close", (code) => resolve(code ?? 1));
  });
}

function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

function filesBelow(path) {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return existsSync(path) ? [path] : [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
