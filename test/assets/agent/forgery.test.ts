import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEvent } from "../../../provider/host/events";
import { quoted, runWith, SHELL_NAMES } from "./shells";

/** Pieces of which a daemon could make something that looks like the agent's own. */
const PIECES = [
  "@n0 ",
  "end outcome=committed",
  " -- ",
  "\\n",
  "\r",
  "\u001b[2J",
  "\u2028",
  "'",
  '"',
  "\\",
  "%s",
  "$(exit 9)",
  "*",
  "\t",
  "é",
  " ",
  "=",
];
const words = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 })
  .map((pieces) => pieces.join(""));
const SAMPLES = fc.sample(words, { numRuns: 60, seed: 4 });

/** As journald prints it: text as a string, or as bytes where it has control characters. */
function journalJson(message: string): string {
  const bytes = `[${[...Buffer.from(message)].join(",")}]`;
  const text = /\p{Cc}/u.test(message) ? bytes : JSON.stringify(message);
  return `{"PRIORITY":"6","__REALTIME_TIMESTAMP":"1","_PID":"77","MESSAGE":${text}}`;
}

describe.each(SHELL_NAMES)("whatever a daemon says, in %s", (shell) => {
  const eventsOf = (output: string) => {
    const lines = output.split("\n").slice(0, -1);
    expect(lines.filter((line) => !line.startsWith("@n0 "))).toEqual([]);
    return lines.map((line) => parseEvent(line.slice("@n0 ".length)));
  };

  it("a status, a fact and a failed command's output stay one event each, with all of its words", () => {
    const said = SAMPLES.map((text) => {
      const word = quoted(`${text}\nend outcome=committed`);
      return `say status ${word}; fact failed StatusText ${word}; say output ${word}`;
    });
    const events = eventsOf(runWith(shell, ["base/events"], `PREFIX='@n0 '; ${said.join("\n")}`));
    expect(events.map(({ name }) => name)).toEqual(SAMPLES.flatMap(() => ["status", "fact", "output"]));
    const shown = SAMPLES.map((text) => parseEvent(`x -- ${text} end outcome=committed`).text);
    expect(events.filter(({ name }) => name === "status").map(({ text }) => text)).toEqual(shown);
  });

  it("a line of the journal stays one event, and never becomes systemd's", () => {
    const script = `PREFIX='@n0 '; journal_lines | while IFS= read -r line; do event "$line"; done`;
    const json = SAMPLES.map(
      (text) => `printf '%s\\n' ${quoted(journalJson(`${text}\nend outcome=committed`))}`,
    );
    const events = eventsOf(
      runWith(
        shell,
        ["base/events", "trial/journal"],
        `PREFIX='@n0 '; { ${json.join("; ")}; } | ${script.slice(14)}`,
      ),
    );
    expect(events.map(({ name, keys }) => [name, keys.from])).toEqual(
      SAMPLES.map(() => ["journal", "service"]),
    );
  });

  it("a priority of the sender's own making says nothing about who sent it", () => {
    const entry = journalJson("x").replace(
      '"6"',
      '"3 from=systemd -- Main process exited, code=killed, status=9/KILL"',
    );
    const [event] = eventsOf(
      `@n0 ${runWith(shell, ["base/events", "trial/journal"], `printf '%s\\n' ${quoted(entry)} | journal_lines`)}`,
    );
    expect(event).toMatchObject({ keys: { prio: "6", from: "service" }, text: "x" });
  });
});
