import type { Chapter, PulumiStep, Step } from "./chapter";
import type { Narration } from "./narration";

/** What a story acts on. */
export interface Stage {
  /** Name of the host, as prompts have it. */
  readonly hostName: string;
  /** Shows the CLI at work. @returns its exit code */
  pulumi(step: PulumiStep): Promise<number>;
  /** Replaces one text in a file of the project by another; it must be there. */
  edit(file: string, from: string, to: string): void;
  /** A command as root on the host, without ssh. @returns what it printed, without the last line end */
  host(command: string): Promise<string>;
}

/** A chapter that did not go as the story has it. */
export class OutOfStory extends Error {
  override readonly name = "OutOfStory";
}

/** Plays a chapter and holds every proof against the host. Ends with the first thing that is not as told. */
export async function tell(
  chapter: Chapter,
  stage: Stage,
  narration: Narration,
  show: (text: string) => void,
): Promise<void> {
  show(narration.paragraph(chapter.intent));
  const before = await answersBefore(chapter.steps, stage);
  for (const step of chapter.steps) await play(step);
  show(narration.paragraph(chapter.notice));

  async function play(step: Step): Promise<void> {
    switch (step.kind) {
      case "edit":
        stage.edit(step.file, step.from, step.to);
        show(narration.edited(step.file, step.from, step.to));
        return;
      case "pulumi":
        show(narration.prompt("", ["pulumi", ...step.arguments].join(" ")));
        checkEnd(step, await stage.pulumi(step));
        show("\n");
        return;
      case "by hand":
        show(narration.prompt(`root@${stage.hostName} `, step.command));
        show(`${narration.answer(await stage.host(step.command))}\n`);
        return;
      case "proof": {
        show(narration.prompt(`root@${stage.hostName} `, step.command));
        const answer = await stage.host(step.command);
        const isTrue = step.answer.holds(answer, before.get(step.command) ?? "");
        show(narration.answer(answer));
        show(narration.verdict(isTrue, step.proves));
        if (!isTrue) throw new OutOfStory(`expected of \`${step.command}\`: ${step.answer.wanted}`);
      }
    }
  }
}

async function answersBefore(steps: readonly Step[], stage: Stage): Promise<ReadonlyMap<string, string>> {
  const commands = new Set(steps.flatMap((step) => (step.kind === "proof" ? [step.command] : [])));
  const answers = new Map<string, string>();
  for (const command of commands) answers.set(command, await stage.host(command));
  return answers;
}

function checkEnd(step: PulumiStep, code: number): void {
  if ((code === 0) === (step.ends === "well")) return;
  const verb = step.arguments[0] ?? "";
  throw new OutOfStory(
    code === 0 ? `\`pulumi ${verb}\` should have failed` : `\`pulumi ${verb}\` ended with ${code}`,
  );
}
