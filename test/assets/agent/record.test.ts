import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sandbox } from "./sandbox";
import { runWith, SHELL_NAMES } from "./shells";

describe.each(SHELL_NAMES)("the record of a service, in %s", (shell) => {
  it("gives back what was written, whatever is in it", () => {
    const state = join(sandbox(), "state");
    const odd = ["/srv/a=", "=", " a b ", "it's $HOME \\n *", "a=b=c"];
    for (const value of odd) {
      writeFileSync(state, `# a comment\nurn=${value}\ndirectory=${value}\n`);
      const said = runWith(
        shell,
        ["record/state"],
        'read_state; printf "%s|%s|" "$STATE_URN" "$STATE_DIRECTORY"',
        {
          STATE: state,
        },
      );
      expect(said).toBe(`${value}|${value}|`);
    }
  });
});
