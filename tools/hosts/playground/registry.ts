import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../../cache";
import { fromToken, identify, isAlive, type ProcessIdentity, toToken } from "../../process/identity";

/** Who keeps hosts that were started to play with: one file per keeper, named after it, with the hosts' keys. */
const directory = () => join(cacheDirectory(), "playground");

export function enroll(knownHosts: string): { readonly path: string; leave(): void } {
  mkdirSync(directory(), { recursive: true });
  const path = join(directory(), toToken(identify(process.pid)));
  writeFileSync(path, knownHosts);
  return { path, leave: () => rmSync(path, { force: true }) };
}

/** The keepers that live; what dead ones left is forgotten. */
export function keepers(): ProcessIdentity[] {
  if (!existsSync(directory())) return [];
  return readdirSync(directory()).flatMap((name) => {
    const keeper = fromToken(name);
    if (keeper !== undefined && isAlive(keeper)) return [keeper];
    rmSync(join(directory(), name), { force: true });
    return [];
  });
}
