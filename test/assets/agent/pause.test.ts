import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sandbox } from "./sandbox";
import { runWith, SHELL_NAMES } from "./shells";

describe.each(SHELL_NAMES)("a pause in %s", (shell) => {
  const files = ["base/paths", "base/events", "transaction"];
  /** What is said on the way through two points of the commit, when asked to pause at `place`. */
  const through = (work: string, place: string, prepare = ":", mode = "detached") =>
    runWith(
      shell,
      files,
      `RUN=$WORK; MODE=${mode}; PAUSE_AT=${place}; ${prepare}; STEP=commit; point text; echo between; point links`,
      { WORK: work, NAME: "app", UNIT: "app.service", TX: "tx", DIGEST: "d" },
    );

  it("is none when nothing asks for it", () => {
    const work = sandbox();
    expect(through(work, "''")).toBe("between\n");
    expect(existsSync(join(work, "paused"))).toBe(false);
  });

  it("lasts until the file `go` appears, and tells where it is", () => {
    const work = sandbox();
    const letGo =
      '{ until [ -e "$WORK/paused" ]; do sleep 0.02; done; cp "$WORK/paused" "$WORK/seen"; : >"$WORK/go"; } &';
    expect(through(work, "commit:links", `${letGo} :`)).toBe("between\npaused at=commit:links\n");
    expect(readFileSync(join(work, "seen"), "utf8")).toBe("commit:links\n");
    expect(existsSync(join(work, "paused"))).toBe(false);
  });

  it("ends with a cancel where that is heeded", () => {
    const work = sandbox();
    writeFileSync(join(work, "cancel"), "");
    expect(through(work, "commit:text")).toBe("paused at=commit:text\nbetween\n");
  });

  it("is none in a recovery", () => {
    expect(through(sandbox(), "commit:text", ":", "recover")).toBe("between\n");
  });

  it("ends in the foreground when nobody reads its channel any more", () => {
    const script = `MODE=foreground; PAUSE_AT=upload; trap '' PIPE; { exec 9>&1; STEP=upload; pause_at upload; } 2>/dev/null | head -n 1; echo over`;
    expect(runWith(shell, ["base/events"], script, { WORK: sandbox() })).toMatch(
      /^paused at=upload\nover\n$/,
    );
  });
});
