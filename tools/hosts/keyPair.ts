import { readFileSync } from "node:fs";
import { mustRun } from "../process/command";

export interface KeyPair {
  readonly path: string;
  readonly private: string;
  /** Type and key, without a comment. */
  readonly public: string;
}

export async function makeKey(path: string): Promise<KeyPair> {
  await mustRun(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path]);
  return { path, private: readFileSync(path, "utf8"), public: readFileSync(`${path}.pub`, "utf8").trim() };
}
