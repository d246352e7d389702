import { describe, expect, it } from "vitest";
import { pipSettings } from "../../../tools/hosts/pipSettings";

describe("pipSettings", () => {
  it("is empty for a machine without any", () => {
    expect(pipSettings({}, "", undefined)).toBe("[global]\n");
  });

  it("names the machine's certificates", () => {
    expect(pipSettings({}, "", "/etc/ssl/ca.crt")).toBe("[global]\ncert = /etc/ssl/ca.crt\n");
  });

  it("carries where packages come from, the environment before the file", () => {
    const conf =
      "[install]\nindex-url = https://wrong.example\n[global]\nindex-url = https://file.example\nproxy=p:1\n";
    expect(pipSettings({ PIP_INDEX_URL: "https://env.example" }, conf, undefined)).toBe(
      "[global]\nindex-url = https://env.example\nproxy = p:1\n",
    );
    expect(pipSettings({}, conf, undefined)).toContain("index-url = https://file.example\n");
  });

  it("leaves behind what is true on this machine only", () => {
    expect(pipSettings({ PIP_FIND_LINKS: "/opt/wheels" }, "[global]\ncert = /elsewhere\n", undefined)).toBe(
      "[global]\n",
    );
  });
});
