import { readdirSync, readlinkSync } from "node:fs";
import { mustRun } from "../process/command";

/** What a process holds open, as what it is (`socket`, `pipe`, a path), sorted: so that two lists can be compared. */
export function descriptorsOf(pid: number): string[] {
  const directory = `/proc/${pid}/fd`;
  return readdirSync(directory)
    .flatMap((descriptor) => kindOf(`${directory}/${descriptor}`))
    .sort();
}

function kindOf(path: string): string[] {
  try {
    return [readlinkSync(path).replace(/:\[\d+\]$/, "")];
  } catch {
    // Closed since the directory was read.
    return [];
  }
}

/** This machine's TCP connections to a network (`198.18.7.0/24`), whoever's; one that only waits out TIME-WAIT is none. */
export async function connectionsTo(network: string): Promise<string[]> {
  const sockets = await mustRun(["ss", "--tcp", "--numeric", "--no-header", "--processes", "dst", network]);
  return sockets.split("\n").filter((line) => line !== "");
}
