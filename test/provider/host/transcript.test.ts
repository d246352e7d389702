import { describe, expect, it } from "vitest";
import { parseEvent } from "../../../provider/host/events";
import { EMPTY_TRANSCRIPT, record, type Transcript } from "../../../provider/host/transcript";

const heard = (...lines: string[]): Transcript => lines.map(parseEvent).reduce(record, EMPTY_TRANSCRIPT);

describe("the transcript of a deployment", () => {
  it("knows what the host lacks, once it said so", () => {
    expect(heard("step name=preflight").need).toBeUndefined();
    expect(heard("need blobs=").need).toEqual([]);
    expect(heard("need blobs=1,12,3").need).toEqual([1, 12, 3]);
  });

  it("collects every finding of preflight", () => {
    const { findings, end } = heard(
      "finding code=masked -- myapp.service is masked",
      "finding code=user-missing user=myapp -- no user myapp",
      "end outcome=refused step=preflight code=findings",
    );
    expect(findings.map(({ code }) => code)).toEqual(["masked", "user-missing"]);
    expect(findings[1]?.keys.user).toBe("myapp");
    expect(end).toEqual({ outcome: "refused", step: "preflight", code: "findings", text: "" });
  });

  it("collects what a deployment would do beside its action", () => {
    const { plan, effects } = heard(
      "effect kind=package -- jq",
      "effect kind=environment",
      "plan action=restart -- the release changed",
    );
    expect(plan).toEqual({ action: "restart", why: "the release changed" });
    expect(effects).toEqual([
      { kind: "package", text: "jq" },
      { kind: "environment", text: "" },
    ]);
  });

  it("collects what its user should know", () => {
    expect(heard("notice code=by-hand -- put back by hand by alice", "notice -- full").notices).toEqual([
      "put back by hand by alice",
      "full",
    ]);
  });

  it("keeps the facts of the failure apart from those of now", () => {
    const { failed, now } = heard(
      "fact of=failed name=Result -- exit-code",
      "fact of=now name=Result -- success",
      "fact of=now name=release -- ab12",
    );
    expect(failed).toEqual({ Result: "exit-code" });
    expect(now).toEqual({ Result: "success", release: "ab12" });
  });

  it("tells the daemon's journal lines from systemd's", () => {
    const { journal } = heard("journal prio=3 from=service -- Traceback", "journal from=systemd -- Failed.");
    expect(journal).toEqual([
      { text: "Traceback", priority: 3, from: "service" },
      { text: "Failed.", priority: 6, from: "systemd" },
    ]);
  });

  it("keeps the newest lines of a journal without end", () => {
    const { journal } = heard(...Array.from({ length: 500 }, (_, index) => `journal -- line ${index}`));
    expect(journal.length).toBe(200);
    expect(journal.at(-1)?.text).toBe("line 499");
  });

  it("stays small whatever a host says, and for how long", () => {
    const flood = ["finding", "verify", "output", "journal", "fact of=now name=N", "fact of=failed name=N"];
    const { findings, verify, output, now, failed } = heard(
      ...flood.flatMap((event) =>
        Array.from({ length: 1_000 }, (_, i) => `${event.replace("N", `n${i}`)} -- x`),
      ),
      "fact of=now name=n0 -- changed",
    );
    for (const kept of [findings, verify, output]) expect(kept.length).toBe(200);
    for (const facts of [now, failed]) expect(Object.keys(facts).length).toBe(200);
    expect(now.n0).toBe("changed");
  });

  it("doesn't credit the failed release with the READY=1 of the previous one", () => {
    const { readyAfterUs } = heard("step name=judge", "step name=rollback", "ready after_us=10100000");
    expect(readyAfterUs).toBeUndefined();
    expect(
      heard("step name=judge", "ready after_us=400000", "step name=rollback", "ready after_us=9")
        .readyAfterUs,
    ).toBe(400_000);
  });

  it("takes an outcome it doesn't know for an interruption, never for a success", () => {
    expect(heard("end outcome=splendid").end?.outcome).toBe("interrupted");
  });

  it("passes over events of a newer agent", () => {
    expect(heard("weather temperature=20")).toEqual(EMPTY_TRANSCRIPT);
  });
});
