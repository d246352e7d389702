import { join } from "node:path";
import { cacheDirectory } from "../cache";
import { buildOnce } from "../process/buildOnce";
import { mustRun } from "../process/command";

/** The newest line of Node that we support; the oldest is whatever runs this. */
export const NEWEST_NODE = "24.9.0";

/**
 * A Node of another version, from npm's packages of prebuilt programs (`node` itself fetches one of these in an install
 * script, which npm 11 no longer runs). Installed once per machine.
 *
 * @returns the directory to put first on PATH
 */
export async function provideNode(version: string, onProgress: (line: string) => void): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const directory = await buildOnce(
    join(cacheDirectory(), "node", version),
    onProgress,
    async (unfinished) => {
      onProgress(`installing Node ${version}`);
      const options = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
      await mustRun(["npm", "install", "--prefix", unfinished, ...options, `${name}@${version}`]);
    },
  );
  return join(directory, "node_modules", name, "bin");
}
