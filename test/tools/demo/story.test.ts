import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { replaceOnce } from "../../../tools/demo/project";
import { STORY } from "../../../tools/demo/story";
import { repositoryRoot } from "../../../tools/repository";

describe("the story", () => {
  it("edits the app as it is today, one edit after the other", () => {
    const texts = new Map<string, string>();
    for (const { steps } of STORY) {
      for (const step of steps) {
        if (step.kind !== "edit") continue;
        const text = texts.get(step.file) ?? readFileSync(join(repositoryRoot(), step.file), "utf8");
        texts.set(step.file, replaceOnce(text, step.from, step.to));
      }
    }
    expect([...texts.values()].join()).toContain("version 2");
    expect([...texts.values()].join()).not.toContain("license.key");
  });

  it.each(STORY.map((chapter) => [chapter.title, chapter] as const))(
    "proves “%s” on the host",
    (_, chapter) => {
      expect(chapter.steps.some(({ kind }) => kind === "pulumi")).toBe(true);
      expect(chapter.steps.at(-1)?.kind).toBe("proof");
    },
  );

  it("ends by taking everything away", () => {
    expect(STORY.at(-1)?.steps[0]).toMatchObject({ arguments: expect.arrayContaining(["destroy"]) });
  });
});

describe("an edit", () => {
  it("wants its text exactly once", () => {
    expect(replaceOnce("a b c", "b", "x")).toBe("a x c");
    expect(() => replaceOnce("a b b", "b", "x")).toThrow("is there 2 times instead of once");
    expect(() => replaceOnce("a", "b", "x")).toThrow("is there 0 times instead of once");
  });
});
