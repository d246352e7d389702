import { homedir } from "node:os";
import { join } from "node:path";

/** What takes minutes to make is made once per machine and kept here. May be deleted whenever nothing runs. */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  // The base directory specification ignores relative paths.
  const base = env.XDG_CACHE_HOME?.startsWith("/") ? env.XDG_CACHE_HOME : join(homedir(), ".cache");
  return join(base, "pulumi-systemd");
}
