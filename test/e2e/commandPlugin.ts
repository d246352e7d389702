import { delimiter } from "node:path";
import { afterAll, beforeAll, it, vi } from "vitest";
import { findCommandPlugin, NO_COMMAND_PLUGIN } from "../../tools/pulumi/commandPlugin";

const plugin = findCommandPlugin();

/** Makes ready what the tests of a file need; nothing is made where the plugin of `@pulumi/command` is not installed. */
export function beforeAllWithCommandPlugin(prepare: () => Promise<void>): void {
  beforeAll(async () => {
    if (plugin === undefined) return;
    // The CLI of a test has a home of its own, where nothing is installed.
    vi.stubEnv("PATH", `${plugin}${delimiter}${process.env.PATH}`);
    await prepare();
  });
  afterAll(() => void vi.unstubAllEnvs());
}

/** A test that is skipped, and says so, where the plugin of `@pulumi/command` is not installed. */
export function itWithCommandPlugin(what: string, prove: () => Promise<void>): void {
  it(what, async ({ skip }) => {
    skip(plugin === undefined, NO_COMMAND_PLUGIN);
    await prove();
  });
}
