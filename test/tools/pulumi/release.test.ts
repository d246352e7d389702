import { describe, expect, it } from "vitest";
import { checksumOf, isNewEnough, officialRelease, PULUMI_VERSION } from "../../../tools/pulumi/release";

describe("isNewEnough", () => {
  it.each([
    [`v${PULUMI_VERSION}\n`, true],
    [PULUMI_VERSION, true],
    ["v3.259.1", true],
    ["v3.1000.0", true],
    ["v3.260.0-alpha.x1", true],
    ["v3.258.9", false],
    ["v3.9.0", false],
    ["v2.300.0", false],
    ["v4.0.0", false],
    ["dev", false],
    ["", false],
  ])("%s: %s", (printed, expected) => {
    expect(isNewEnough(printed)).toBe(expected);
  });
});

describe("officialRelease", () => {
  it.each([
    ["linux", "x64", `pulumi-v${PULUMI_VERSION}-linux-x64.tar.gz`],
    ["darwin", "arm64", `pulumi-v${PULUMI_VERSION}-darwin-arm64.tar.gz`],
    ["linux", "riscv64", undefined],
    ["win32", "x64", undefined],
  ] as const)("%s %s: %s", (platform, arch, archive) => {
    expect(officialRelease(platform, arch)?.archive).toBe(archive);
  });
});

describe("checksumOf", () => {
  const [a, b] = ["a".repeat(64), "b".repeat(64)];
  const checksums = `${a}  pulumi-v1-linux-x64.tar.gz\n${b} *pulumi-v1-linux-arm64.tar.gz\nnot a line\n`;

  it.each([
    ["pulumi-v1-linux-x64.tar.gz", a],
    ["pulumi-v1-linux-arm64.tar.gz", b],
    ["pulumi-v1-linux", undefined],
    ["line", undefined],
  ])("%s", (file, expected) => {
    expect(checksumOf(file, checksums)).toBe(expected);
  });
});
