import { describe, expect, it } from "vitest";
import type { Chapter, Step } from "../../../tools/demo/chapter";
import { is, isAnother, isAsBefore } from "../../../tools/demo/expectation";
import { narration } from "../../../tools/demo/narration";
import { tell } from "../../../tools/demo/tell";

const UP: Step = { kind: "pulumi", arguments: ["up"], ends: "well" };

/** A host that counts its deployments, and a CLI whose exit codes are given. */
async function told(steps: readonly Step[], codes: number[] = [0]): Promise<string> {
  let deployments = 0;
  let shown = "";
  const chapter: Chapter = {
    title: "A chapter",
    intent: "Something happens.",
    steps,
    notice: "It happened.",
  };
  const stage = {
    hostName: "web-1",
    pulumi: async () => {
      deployments += 1;
      return codes.shift() ?? 0;
    },
    edit: (file: string) => {
      shown += `(${file} edited)`;
    },
    host: async (command: string) => (command === "count" ? String(deployments) : "same"),
  };
  const failure = await tell(chapter, stage, narration({ colours: false }), (text) => {
    shown += text;
  }).then(
    () => "",
    (error: Error) => `\nfailure: ${error.message}`,
  );
  return shown + failure;
}

describe("telling a chapter", () => {
  it("says what will happen, does it, proves it, and says what it was", async () => {
    const steps: Step[] = [
      { kind: "edit", file: "app.py", from: "a", to: "b" },
      UP,
      { kind: "by hand", command: "touch" },
      { kind: "proof", command: "count", answer: is("1"), proves: "it was deployed once" },
    ];
    const story = await told(steps);
    const order = [
      ...["Something happens.", "(app.py edited)", "- a\n+ b", "$ pulumi up", "root@web-1 $ touch"],
      ...["root@web-1 $ count", "  1\n  ✓ it was deployed once", "It happened."],
    ].map((text) => story.indexOf(text));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((one, other) => one - other));
  });

  it("compares with what the host answered before", async () => {
    const proof = (command: string, answer: typeof isAsBefore): Step => ({
      ...{ kind: "proof", command, answer, proves: "so" },
    });
    expect(await told([UP, proof("count", isAnother), proof("id", isAsBefore)])).toContain("It happened.");
    expect(await told([UP, proof("count", isAsBefore)])).toContain(
      "✗ so\n\n\nfailure: expected of `count`: what it was before the chapter",
    );
  });

  it.each<[ends: "well" | "with an error", code: number, says: string]>([
    ["well", 0, "It happened."],
    ["well", 255, "failure: `pulumi up` ended with 255"],
    ["with an error", 255, "It happened."],
    ["with an error", 0, "failure: `pulumi up` should have failed"],
  ])("of a command that should end %s and ends with %i", async (ends, code, says) => {
    expect(await told([{ ...UP, ends }], [code])).toContain(says);
  });
});
