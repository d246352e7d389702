import { nspawnDriver } from "./nspawn/driver";
import type { HostDriver } from "./testHost";

export async function provideDriver(_onProgress: (line: string) => void): Promise<HostDriver> {
  return nspawnDriver;
}
