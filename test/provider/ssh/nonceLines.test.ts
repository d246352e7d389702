import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nonceLines } from "../../../provider/ssh/nonceLines";

async function read(chunks: readonly (string | Buffer)[]): Promise<{ lines: string[]; noise: string[] }> {
  const noise: string[] = [];
  const source = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  const lines: string[] = [];
  for await (const line of source.pipe(nonceLines("n0", (text) => noise.push(text)))) lines.push(line);
  return { lines, noise };
}

describe("nonceLines", () => {
  it("tells our lines from noise", async () => {
    expect(await read(["Welcome!\n@n0 hello\n@n1 forged\n x @n0 not at the start\n@n0 \n"])).toEqual({
      lines: ["hello", ""],
      noise: ["Welcome!", "@n1 forged", " x @n0 not at the start"],
    });
  });

  it("drops a last line that is cut off", async () => {
    expect((await read(["@n0 one\n@n0 tw"])).lines).toEqual(["one"]);
  });

  it("puts lines together from any chunks, also within a character", async () => {
    const text = Buffer.from("@n0 Démarrage ✓\nbruit\n@n0 prête 🎉\n");
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 12 }), async (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        const chunks = at.slice(1).map((end, index) => text.subarray(at[index], end));
        expect((await read(chunks)).lines).toEqual(["Démarrage ✓", "prête 🎉"]);
      }),
      { numRuns: 50 },
    );
  });

  it("does not keep an endless line in memory", async () => {
    const { lines } = await read([
      "@n0 ",
      ...Array.from({ length: 40 }, () => "x".repeat(65_536)),
      "\n@n0 next\n",
    ]);
    expect(lines[0]?.length).toBeLessThan(1_200_000);
    expect(lines[1]).toBe("next");
  });
});
