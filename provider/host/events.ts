import { printable } from "../ssh/printable";

/** One line of the agent: `<name> [key=value …] [-- text]` (docs/agent-protocol.md §3). */
export interface AgentEvent {
  readonly name: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly text: string;
}

const TEXT_SEPARATOR = " -- ";

/** STATUS= ends at 4096 bytes and a journal line at 2000; a host that sends more is not what it should be. */
const LONGEST_TEXT_CHARS = 8 * 1024;

/** Reads a line; never fails, since an older provider must bear a newer agent: what is not `key=value` is passed over. */
export function parseEvent(said: string): AgentEvent {
  const line = printable(said);
  const separator = `${line} `.indexOf(TEXT_SEPARATOR);
  const head = separator < 0 ? line : line.slice(0, separator);
  const text =
    separator < 0 ? "" : line.slice(separator + TEXT_SEPARATOR.length).slice(0, LONGEST_TEXT_CHARS);
  const [name = "", ...words] = head.split(" ").filter((word) => word !== "");
  const pairs = words.flatMap((word) => {
    const equals = word.indexOf("=");
    return equals > 0 ? [[word.slice(0, equals), word.slice(equals + 1)] as const] : [];
  });
  return { name, keys: Object.fromEntries(pairs), text };
}
