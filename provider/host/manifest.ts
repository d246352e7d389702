import type { SourceEntry, SourceTree } from "./source/sourceTree";

/** Modes on the host, whatever the umask there and the group bits here: readable by any service user, written by root. */
export const FILE_MODE = "0644";
export const EXECUTABLE_MODE = "0755";

function line(entry: SourceEntry): string {
  switch (entry.kind) {
    case "file":
      return `f\t${entry.sha256}\t${entry.executable ? EXECUTABLE_MODE : FILE_MODE}\t${entry.path}\n`;
    case "directory":
      return `d\t-\t${EXECUTABLE_MODE}\t${entry.path}\n`;
    case "link":
      return `l\t${entry.target}\t-\t${entry.path}\n`;
  }
}

/** The manifest as the agent reads it (docs/agent-protocol.md §2): the number of a line is the name of its blob. */
export function manifestText(tree: SourceTree): string {
  return tree.map(line).join("");
}

/** The manifest as a reader of `pulumi preview` sees it: path → what is there, short enough for one line. */
export function manifestSummary(tree: SourceTree): Record<string, string> {
  const shown = (entry: SourceEntry): string => {
    switch (entry.kind) {
      case "file":
        return `sha256:${entry.sha256.slice(0, 16)}${entry.executable ? " +x" : ""}`;
      case "directory":
        return "directory";
      case "link":
        return `→ ${entry.target}`;
    }
  };
  return Object.fromEntries(tree.map((entry) => [entry.path, shown(entry)]));
}
