import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";

const repository = resolve(__dirname, "../../..");

/** What the adaptor and the tests' plugins need of the other rooms at run time. */
const contract = ["provider/resources/resource.ts", "provider/resources/value.ts"];

/**
 * Lays out a package like ours in `directory`: the launcher, the agent, and `dist/` compiled from what is in provider/ now,
 * so that what a test says of the plugin doesn't depend on when somebody last ran the build. `plugin`, if given, is the name of a
 * file beside this one that runs in place of provider/main.ts. Returns the launcher.
 */
export function buildPlugin(directory: string, plugin?: string): string {
  const dist = join(directory, "dist");
  const sources = plugin === undefined ? filesIn("provider") : [...filesIn("provider/adaptor"), ...contract];
  for (const source of sources) compile(source, dist);
  if (plugin !== undefined) {
    compile(join("test/provider/adaptor", `${plugin}.ts`), dist);
    writeFileSync(join(dist, "provider/main.js"), `require("../test/provider/adaptor/${plugin}");\n`);
  }
  copyFileSync(join(repository, "package.json"), join(directory, "package.json"));
  cpSync(join(repository, "assets/agent"), join(directory, "assets/agent"), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(directory, "node_modules"));
  const launcher = join(directory, "provider/pulumi-resource-systemd");
  mkdirSync(dirname(launcher), { recursive: true });
  for (const file of ["pulumi-resource-systemd", "start.js"])
    copyFileSync(join(repository, "provider", file), join(directory, "provider", file));
  chmodSync(launcher, 0o755);
  return launcher;
}

function filesIn(folder: string): string[] {
  return readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(repository, join(entry.parentPath, entry.name)));
}

function compile(source: string, dist: string): void {
  const target = join(dist, source.replace(/\.ts$/, ".js"));
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2023, esModuleInterop: true };
  const { outputText } = transpileModule(readFileSync(join(repository, source), "utf8"), { compilerOptions });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, outputText);
}
