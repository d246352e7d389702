import { describe, expect, it, vi } from "vitest";
import type { Line } from "../../../../provider/adaptor/engine/logQueue";
import { Row } from "../../../../provider/adaptor/engine/row";

const progress = (text: string): Line => ({ kind: "progress", text });

describe("a row", () => {
  it("shows the first progress at once, and the newest of a burst at most ten times a second", async () => {
    const shown: { text: string; atMs: number }[] = [];
    const row = new Row(async ({ text }) => {
      shown.push({ text, atMs: performance.now() });
    });
    const burst = setInterval(() => row.add(progress(`${shown.length}`)), 2);
    row.add(progress("first"));
    expect(shown.map(({ text }) => text)).toEqual(["first"]);
    await vi.waitFor(() => expect(shown.length).toBeGreaterThanOrEqual(4), { timeout: 5_000 });
    clearInterval(burst);
    const gaps = shown.slice(1).map(({ atMs }, index) => atMs - (shown[index]?.atMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(90);
    await row.flush();
  });

  it("sends one line after the other, however slow the engine is", async () => {
    let sending = 0;
    const sent: string[] = [];
    const row = new Row(async ({ text }) => {
      expect(++sending).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      sending--;
      sent.push(text);
    });
    for (const text of ["a", "b", "c"]) row.add({ kind: "warning", text });
    row.add(progress("1%"));
    await row.flush();
    expect(sent).toEqual(["a", "b", "c", "1%"]);
  });

  it("flushes without waiting for the next turn of progress", async () => {
    const sent: string[] = [];
    const row = new Row(async ({ text }) => {
      sent.push(text);
    });
    for (let round = 0; round < 50; round++) {
      row.add(progress(`${round}`));
      row.add({ kind: "warning", text: `!${round}` });
    }
    const startMs = performance.now();
    await row.flush();
    expect(sent).toHaveLength(100);
    expect(performance.now() - startMs).toBeLessThan(1_000);
  });

  it("with nothing to say is flushed at once, and twice does no harm", async () => {
    const row = new Row(async () => expect.fail("nothing was said"));
    await row.flush();
    await row.flush();
  });
});
