import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withoutCommentary } from "../../../provider/host/agentProgram";
import { buildPayload } from "../../../provider/host/payload";
import type {
  ApplyRequest,
  AttendRequest,
  ObserveRequest,
  PlanRequest,
} from "../../../provider/host/request";
import { paddedToBlocks } from "../../../provider/ssh/bootScript";
import { runWith, SHELL_NAMES } from "../../assets/agent/shells";

const AGENT = join(__dirname, "../../../assets/agent");
const filesIn = (directory: string) =>
  readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".sh"));

const identity = { unit: "myapp.service", name: "myapp", token: "abc", urn: "urn:x", directory: "" };
const observe: ObserveRequest = { op: "observe", ...identity };
const apply = {
  op: "apply",
  transaction: "t",
  displace: [],
  known: [],
  ...identity,
} as unknown as ApplyRequest;
const plan = { ...apply, op: "plan" } as unknown as PlanRequest;
const attending = (["follow", "cancel", "turn"] as const).map(
  (op): AttendRequest => ({ op, transaction: "t", ...identity }),
);

describe("the agent's program as it is sent", () => {
  let directory: string;
  const unpack = async (request: Parameters<typeof buildPayload>[0], tar: readonly string[] = ["tar"]) => {
    const input = paddedToBlocks(await buildPayload(request));
    const [file = "", ...words] = [...tar, "-xozf", "-", "-C", directory];
    execFileSync(file, words, { input });
    return filesIn(join(directory, "agent")).sort();
  };
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "agent-program-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("is whole for a deployment, of which the host keeps it", async () => {
    expect(await unpack(apply)).toEqual(filesIn(AGENT).sort());
  });

  it.each(["tar", "busybox tar"])("unpacks with %s, and the request behind it", async (tar) => {
    await unpack(observe, tar.split(" "));
    expect(readFileSync(join(directory, "request"), "utf8")).toContain("OP='observe'\n");
  });

  describe.each(SHELL_NAMES)("in %s", (shell) => {
    it.each([observe, plan, ...attending])(
      "has for $op all that is sourced in the foreground",
      async (request) => {
        expect(await unpack(request)).not.toContain("transaction.sh");
        const paths = `WORK=${directory} HERE=${directory}/agent MODE=foreground`;
        const sourced = runWith(
          shell,
          [],
          `${paths}; . "$HERE/request.sh"; . "$WORK/request"; . "$HERE/parts.sh"; command -v foreground`,
        );
        expect(sourced).toBe("foreground\n");
      },
    );
  });
});

describe("what people alone read", () => {
  it("is left out: above functions and at the head of a file", () => {
    const part =
      '#!/bin/sh\n# The head.\n# Its second line.\n\nA=1\n\n# f → A\n# more\nf() {\n\t# why\n\techo "\n# no comment\n"\n}\n';
    const sent = '#!/bin/sh\n\nA=1\nf() {\n\t# why\n\techo "\n# no comment\n"\n}\n';
    expect(withoutCommentary(part)).toBe(sent);
  });

  /** bash prints a function as it has understood it: without comments, with every quoted text as it is. */
  const understood = (parts: readonly string[]) => {
    const script = 'for part; do eval "f() {\n$part\n}" && declare -f f || exit 1; done';
    return execFileSync("bash", ["-c", script, "bash", ...parts], { encoding: "utf8" }).split(/^}$/m);
  };

  it("means nothing to the shell, in no part of the agent", () => {
    const parts = filesIn(AGENT).map((name) => readFileSync(join(AGENT, name), "utf8"));
    expect(understood(parts.map(withoutCommentary))).toEqual(understood(parts));
  });
});
