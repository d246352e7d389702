import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../../..");

/** What `pulumi new typescript` writes. */
const DEFAULT_TSCONFIG = {
  compilerOptions: {
    strict: true,
    outDir: "bin",
    target: "es2020",
    module: "commonjs",
    moduleResolution: "node",
    sourceMap: true,
    experimentalDecorators: true,
    pretty: false,
    noFallthroughCasesInSwitch: true,
    noImplicitReturns: true,
    forceConsistentCasingInFileNames: true,
  },
  files: ["index.ts"],
};

/** Somebody else's project, in a directory of its own, that has installed this package from its tarball. */
export interface InstalledPackage extends Disposable {
  readonly directory: string;
  /** Names in the tarball, without `package/`. */
  readonly packed: readonly string[];
  write(name: string, text: string): void;
  /** Runs a command there; throws with what it printed when it fails. */
  run(command: string, ...args: string[]): string;
}

/** Packs what is built in dist/ now, and installs it the way a user would. Takes a quarter of a minute. */
export function installPackage(): InstalledPackage {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-systemd-consumer-"));
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: directory, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const write = (name: string, text: string) => {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };

  const [pack] = JSON.parse(
    run("npm", "pack", REPOSITORY, "--ignore-scripts", "--json", "--loglevel=error"),
  ) as { filename: string; files: { path: string }[] }[];
  if (pack === undefined) throw new Error("npm pack reports no tarball");
  write("tsconfig.json", JSON.stringify(DEFAULT_TSCONFIG));
  write(
    "package.json",
    JSON.stringify({
      name: "consumer",
      private: true,
      dependencies: { "@pulumi/pulumi": "3.248.0", "pulumi-systemd": `file:${pack.filename}` },
      devDependencies: { "@types/node": "^20", typescript: "^5.9.0" },
    }),
  );
  run(
    "npm",
    "install",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    "--loglevel=error",
  );
  return {
    directory,
    packed: pack.files.map(({ path }) => path),
    write,
    run,
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
