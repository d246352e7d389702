/** Longer lines are hard to read, however wide the terminal. */
const MAX_WIDTH = 100;

const STYLES = { bold: "1", dim: "2", red: "31", green: "32", cyan: "36" } as const;

/** The demo's own words, laid out for a terminal. */
export interface Narration {
  heading(position: number, total: number, title: string): string;
  paragraph(text: string): string;
  prompt(where: string, command: string): string;
  edited(file: string, from: string, to: string): string;
  answer(text: string): string;
  verdict(isTrue: boolean, text: string): string;
}

export interface Layout {
  readonly colours: boolean;
  /** Of the terminal, in characters. @default 100 */
  readonly columns?: number;
}

export function narration({ colours, columns = MAX_WIDTH }: Layout): Narration {
  const styled = (style: keyof typeof STYLES, text: string) =>
    colours ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text;
  const each = (text: string, prefix: string) =>
    text
      .trimEnd()
      .split("\n")
      .map((line) => `${prefix}${line}`);
  return {
    heading(position, total, title) {
      const line = `${position}/${total}  ${title}`;
      return `\n${styled("bold", line)}\n${styled("bold", "─".repeat(line.length))}\n`;
    },
    paragraph: (text) => `${wrap(text, Math.min(columns, MAX_WIDTH)).join("\n")}\n\n`,
    prompt: (where, command) => `${styled("cyan", `${where}$`)} ${styled("bold", command)}\n`,
    edited(file, from, to) {
      const lines = [
        ...each(from, "- ").map((line) => styled("red", line)),
        ...each(to, "+ ").map((line) => styled("green", line)),
      ];
      return `${styled("cyan", file)}\n${lines.join("\n")}\n\n`;
    },
    answer: (text) => (text === "" ? "" : `${styled("dim", each(text, "  ").join("\n"))}\n`),
    verdict: (isTrue, text) =>
      isTrue ? `  ${styled("green", "✓")} ${text}\n\n` : `  ${styled("red", `✗ ${text}`)}\n\n`,
  };
}

/** Colours suit a terminal whose user has not asked for none (no-color.org). */
export function wantsColours(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  return isTerminal && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
