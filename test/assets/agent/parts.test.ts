import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const AGENT = join(__dirname, "../../../assets/agent");
const files = readdirSync(AGENT, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".sh"),
);
const textOf = (name: string) => readFileSync(join(AGENT, name), "utf8");

/** The files that `$HERE/…` leads to from `name`. */
const sourcedBy = (name: string) =>
  [...textOf(name).matchAll(/^\s*\. "\$HERE\/(.+\.sh)"$/gm)].map(([, file = ""]) => file);

describe("the parts of the agent", () => {
  it("are all of its files, each once", () => {
    const programs = ["main.sh", "byHand/main.sh"];
    const parts = [...sourcedBy("parts.sh"), ...sourcedBy("byHand/main.sh")];
    expect([...parts, ...programs].sort()).toEqual([...files].sort());
  });

  it("have no function in common: the last one to be sourced would stand in for the other", () => {
    const defined = files.flatMap((name) =>
      [...textOf(name).matchAll(/^([a-z_]+)\(\)/gm)].map(([, word = ""]) => word),
    );
    // The command for people tells what happens in words of its own.
    expect(defined.filter((word, index) => defined.indexOf(word) !== index)).toEqual(["event"]);
  });
});
