import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The root of the checkout, whether this runs from source or compiled in dist/. */
export function repositoryRoot(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, "package-lock.json"))) directory = dirname(directory);
  return directory;
}
