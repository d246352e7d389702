import { createHash } from "node:crypto";
import { join } from "node:path";
import { cacheDirectory } from "../cache";
import { buildOnce } from "../process/buildOnce";
import { mustRun } from "../process/command";

/** The newest that run on Python 3.11 and that this mitogen says it supports. */
const PEERS = ["ansible-core==2.19.14", "mitogen==0.3.54", "pyinfra==3.10.0"] as const;

/**
 * The others, in a virtual environment of their own, made once per machine and set of versions.
 * @returns its directory of programs
 */
export async function providePeers(onProgress: (line: string) => void): Promise<string> {
  const key = createHash("sha256").update(PEERS.join("\n")).digest("hex").slice(0, 12);
  // Programs in it name their interpreter by its path, so it is made in the place where it stays.
  const environment = join(cacheDirectory(), "peers", key, "venv");
  await buildOnce(join(environment, "..", "complete"), onProgress, async () => {
    onProgress(`installing ${PEERS.join(", ")}`);
    await mustRun(["python3", "-m", "venv", "--clear", environment]);
    await mustRun([
      join(environment, "bin", "pip"),
      "install",
      "--quiet",
      "--disable-pip-version-check",
      ...PEERS,
    ]);
  });
  return join(environment, "bin");
}
