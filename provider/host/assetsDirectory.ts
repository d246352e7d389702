import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** `assets/` of this package, found from the sources and from dist/ alike. */
export function assetsDirectory(from: string = __dirname): string {
  const candidate = join(from, "assets", "agent", "main.sh");
  if (existsSync(candidate)) return join(from, "assets");
  const parent = dirname(from);
  if (parent === from)
    throw new Error("the agent's program (assets/agent) is missing from this installation of pulumi-systemd");
  return assetsDirectory(parent);
}
