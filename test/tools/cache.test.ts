import { homedir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cacheDirectory } from "../../tools/cache";

it.each([
  ["/var/cache/me", "/var/cache/me/pulumi-systemd"],
  ["relative", join(homedir(), ".cache/pulumi-systemd")],
  [undefined, join(homedir(), ".cache/pulumi-systemd")],
])("XDG_CACHE_HOME=%s: %s", (base, expected) => {
  expect(cacheDirectory({ XDG_CACHE_HOME: base })).toBe(expected);
});
