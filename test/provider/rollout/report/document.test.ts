import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOST_OUTCOMES } from "../../../../provider/rollout/outcome";
import { renderReport } from "../../../../provider/rollout/report/document";
import { PHASES, type RolloutTimeline } from "../../../../provider/rollout/timeline";
import { anyText } from "./anyText";
import { skeletonOf } from "./skeleton";
import { failed, host, NEW, OLD, spans, timeline } from "./timelines";

/** Three hosts in the middle of the night: a canary, one that failed and one that was not to be reached. */
const NIGHT = timeline({
  verdict: { kind: "halted", because: "budget" },
  settings: { maxFailures: 1 },
  hosts: [
    host("web-1", {
      role: "canary",
      phases: spans(300, ["start", 8_000], ["soak", 10_000]),
      readyAfterSeconds: 7.96,
    }),
    failed("web-2", "exited with status 1 before it sent READY=1.", {
      phases: spans(18_300, ["start", 2_000], ["rollback", 4_000]),
    }),
    host("web-3", {
      ...{
        outcome: "unreachable",
        release: undefined,
        status: undefined,
        phases: spans(0, ["preflight", 300]),
      },
      failure: { summary: "web-3.test: no answer on port 22", text: "web-3.test: no answer on port 22" },
    }),
  ],
});

/** What is to be read, without markup: cells by ` | `, everything else by blanks. */
function readText(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<\/t[dh]>/g, " | ")
    .replace(/<title>.*?<\/title>/gs, "")
    .replace(/<\/?(?:a|b|bdi|code|i|span|time|wbr)(?: [^>]*)?>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/[ \n]+/g, " ");
}

const TEXT = readText(renderReport(NIGHT));

describe("the report, for whoever reads it at 3 a.m.", () => {
  it("begins with what came of it, and what to do", () => {
    expect(TEXT.trim()).toMatch(
      /^✕ Halted: more hosts failed than allowed myapp\.service, release 285f4fd1f762: ready on 1 of 3 hosts after 2min 14s, 2 failed of 1 allowed\. Of the others, 1 runs what ran before; 1 was not touched\. Next: Correct what the failures below name, in the program or on the hosts; pulumi up then works only on the 2 hosts that are not there yet\. 2026-11-28 03:12:04 – 2026-11-28 03:14:18 UTC/,
    );
  });

  it("tells which hosts failed and why, and leads to the diagnosis of each", () => {
    expect(TEXT).toContain(
      "Failures ✕ failed: exited with status 1 before it sent READY=1. web-2 ✕ unreachable: no answer on port 22 web-3",
    );
    const page = renderReport(NIGHT);
    expect(page).toContain('<a href="#why-1">');
    expect(page).toMatch(
      /<details><summary>exited with status 1[^<]*<\/summary><pre id="why-1"> {2}systemd {2}Result=exit-code/,
    );
    // There is no more to say of it than the row does.
    expect(page).toContain('<a href="#host-2">');
  });

  it("tells what runs where", () => {
    expect(TEXT).toContain("1 | 285f4fd1f762 active (running) | the release of this rollout | web-1");
    expect(TEXT).toContain("1 | 1a4b5671b606 active (running) | what ran before it | web-2");
    expect(TEXT).toContain("1 | as before | not touched by it | web-3");
  });

  it("has a row for each host under its batch", () => {
    expect(TEXT).toContain(
      "Canary 1 host, 300ms – 18.3s | web-1 web-1.test | ✓ updated | | 8s | 285f4fd1f762",
    );
    expect(TEXT).toContain("Batch 1 of 1 1 host, 18.3s – 24.3s | web-2 web-2.test | ✕ failed |");
    expect(TEXT).toContain(
      "Stopped by preflight 1 host | web-3 web-3.test | ✕ unreachable | | | as before |",
    );
  });

  it("tells how long each phase took, and has all times in figures", () => {
    expect(TEXT).toContain("start | from the start on trial to READY=1 | 2 | 2s | 8s | web-1");
    expect(TEXT).toContain("web-1 | updated | 0.3 | | 8.0 | 10.0 | |");
  });

  it("can be filtered by every outcome that there is", () => {
    const ids = [...renderReport(NIGHT).matchAll(/<input type="radio" name="only" id="([^"]+)"/g)].map(
      ([, id]) => id,
    );
    expect(ids).toEqual(["only-all", "only-any-failure", "only-updated", "only-unreachable", "only-failed"]);
  });
});

describe("the page", () => {
  it("needs nothing from anywhere, and runs nothing", () => {
    const page = renderReport(NIGHT);
    expect(page).not.toMatch(/https?:|<script|<link|<img|@import|url\((?!#)| style="| on\w+="/);
    expect([...page.matchAll(/href="([^"]*)"/g)].filter(([, to]) => !to?.startsWith("#"))).toEqual([]);
  });

  it("admits its own style and nothing else", () => {
    const page = renderReport(NIGHT);
    const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? "";
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll("&#39;", "'");
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/);
    expect(policy).toContain(createHash("sha256").update(style).digest("base64"));
    // What is escaped in a style stays escaped: the page would be without that rule.
    expect(style).not.toContain("&#");
  });

  it("has a place for every link, and no place twice", () => {
    const page = renderReport(NIGHT);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, to] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(to);
  });

  it("is the same each time", () => {
    expect(renderReport(NIGHT)).toBe(renderReport(NIGHT));
  });

  it("says something of a fleet without hosts", () => {
    expect(readText(renderReport(timeline({ hosts: [] })))).toContain("✓ Succeeded");
  });
});

/** A timeline that says one text wherever a host, or the program, may have one. */
function saying(text: (what: string) => string): RolloutTimeline {
  return timeline({
    ...{ service: text("service"), release: text("release"), verdict: { kind: "incomplete" } },
    hosts: HOST_OUTCOMES.map((outcome) => ({
      ...{ outcome, role: "batch", name: text(`name ${outcome}`), address: text(`address ${outcome}`) },
      ...{
        status: text("status"),
        release: text("release"),
        phases: spans(0, ...PHASES.map((phase) => [phase, 1] as const)),
      },
      failure: { summary: text(`summary ${outcome}`), text: text(`text ${outcome}`) },
    })),
  });
}

describe("what hosts say", () => {
  const HARMLESS = skeletonOf(renderReport(saying((what) => `${what}.`)));

  it.each([
    "</pre></details><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "</style><style>*{display:none}",
    "<!--",
    "]]><svg onload=alert(1)>",
    "&lt;script&gt;",
    "\u0000\u001b[31m\u202e\ud800",
    "`x` <b>y</b>",
  ])("stays text: %j", (text) => {
    // The mark in front keeps texts apart as before: same texts would be drawn together.
    const page = renderReport(saying((what) => `${what}.${text}`));
    expect(withoutBreaks(skeletonOf(page))).toEqual(withoutBreaks(HARMLESS));
  });

  it("stays text, whatever it is", () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const page = renderReport(saying((what) => `${what}.${text}`));
        expect(withoutBreaks(skeletonOf(page))).toEqual(withoutBreaks(HARMLESS));
      }),
      { numRuns: 30 },
    );
  });
});

/** A name may be broken after each of its dots, and a backquote in a sentence makes code of what follows. */
function withoutBreaks(skeleton: readonly string[]): string[] {
  return skeleton.filter((tag) => !["wbr", "code", "/code"].includes(tag));
}

it("draws a host with every outcome and a digest of its own", () => {
  const hosts = HOST_OUTCOMES.map((outcome) =>
    host(outcome, { outcome, release: outcome === "updated" ? NEW : OLD }),
  );
  expect(() => skeletonOf(renderReport(timeline({ hosts })))).not.toThrow();
});
