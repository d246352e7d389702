/** One line of the agent: `<name> [key=value …] [-- text]` (docs/agent-protocol.md §3). */
export interface AgentEvent {
  readonly name: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly text: string;
}

const TEXT_SEPARATOR = " -- ";

/** Host text reaches terminals and state files: control characters (escape sequences first of all) become visible. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => (character === "\t" ? "  " : "\uFFFD"));
}

/** Reads a line; never fails, since an older provider must bear a newer agent: what is not `key=value` is passed over. */
export function parseEvent(line: string): AgentEvent {
  const separator = `${line} `.indexOf(TEXT_SEPARATOR);
  const head = separator < 0 ? line : line.slice(0, separator);
  const text = separator < 0 ? "" : printable(line.slice(separator + TEXT_SEPARATOR.length));
  const [name = "", ...words] = head.split(" ").filter((word) => word !== "");
  const pairs = words.flatMap((word) => {
    const equals = word.indexOf("=");
    return equals > 0 ? [[word.slice(0, equals), word.slice(equals + 1)] as const] : [];
  });
  return { name, keys: Object.fromEntries(pairs), text };
}
