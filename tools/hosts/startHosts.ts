import { provideDriver } from "./provideDriver";
import type { HostsOptions, TestHosts } from "./testHost";

/** Disposable hosts, all of one release. They end by `stop()`, and with this process at the latest. */
export async function startHosts(options: HostsOptions = {}): Promise<TestHosts> {
  const wanted = {
    count: options.count ?? 1,
    release: options.release ?? "bookworm",
    python: options.python ?? "venv",
    onProgress: options.onProgress ?? (() => {}),
  } satisfies Required<HostsOptions>;
  const driver = await provideDriver(wanted.onProgress);
  return driver.start(wanted);
}
