import { join } from "node:path";
import { cacheDirectory } from "../cache";
import { installPackages } from "../process/aptPackages";
import { withLock } from "../process/lock";
import { chooseDriver } from "./chooseDriver";
import { containerDriver } from "./container/driver";
import { NSPAWN_PACKAGES, readMachineFacts } from "./machineFacts";
import { nspawnDriver } from "./nspawn/driver";
import type { HostDriver } from "./testHost";

/** The driver that fits this machine, with its commands installed. */
export async function provideDriver(onProgress: (line: string) => void): Promise<HostDriver> {
  const choice = chooseDriver(await readMachineFacts());
  switch (choice.driver) {
    case "none":
      throw new Error(choice.reason);
    case "container":
      return containerDriver(choice.engine);
    case "nspawn":
      if (choice.missingCommands.length > 0) {
        const packages = choice.missingCommands.flatMap((command) => NSPAWN_PACKAGES[command] ?? []);
        onProgress(`installing ${packages.join(", ")}: test hosts are made with them`);
        await withLock(join(cacheDirectory(), "packages.lock"), () => installPackages(packages));
      }
      return nspawnDriver;
  }
}
