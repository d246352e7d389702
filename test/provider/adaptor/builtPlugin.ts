import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";

const repository = resolve(__dirname, "../../..");

/**
 * Lays out a package like ours in `directory`: the launcher, the adaptor compiled, `dist/provider/main.js` from the
 * TypeScript of `main`. What a test says of the plugin process doesn't depend on when somebody last ran the build.
 */
export function buildPlugin(directory: string, main: string): string {
  const sources = [
    ...filesIn("provider/adaptor"),
    "provider/resources/resource.ts",
    "provider/resources/value.ts",
    "provider/systemd/problem.ts",
  ];
  for (const source of sources) compile(directory, source, readFileSync(join(repository, source), "utf8"));
  compile(directory, "provider/main.ts", main);
  copyFileSync(join(repository, "package.json"), join(directory, "package.json"));
  symlinkSync(join(repository, "node_modules"), join(directory, "node_modules"));
  const launcher = join(directory, "provider/pulumi-resource-systemd");
  mkdirSync(dirname(launcher), { recursive: true });
  copyFileSync(join(repository, "provider/pulumi-resource-systemd"), launcher);
  chmodSync(launcher, 0o755);
  return launcher;
}

function filesIn(folder: string): string[] {
  return readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(repository, join(entry.parentPath, entry.name)));
}

function compile(directory: string, source: string, text: string): void {
  const target = join(directory, "dist", source.replace(/\.ts$/, ".js"));
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2023, esModuleInterop: true };
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, transpileModule(text, { compilerOptions }).outputText);
}
