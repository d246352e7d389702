import { beforeAll, describe, expect, it } from "vitest";
import { nameOf } from "../../tools/matrix/cells";
import { failureStory, runMatrix } from "../../tools/matrix/runMatrix";
import { sampleCells } from "../../tools/matrix/sample";
import { providePulumi } from "../../tools/pulumi/providePulumi";

const cells = sampleCells();
/** By cell: nothing where all went as it must. */
const stories = new Map<string, string>();

/** `npm run matrix` tries them all. */
describe("a deployment that is interrupted", () => {
  beforeAll(async () => {
    const { binDir } = await providePulumi({ onProgress: () => {} });
    await runMatrix({
      ...{ binDir, cells, hosts: 2 },
      onResult: ({ cell, failed }, result) => {
        stories.set(nameOf(cell), failed ? failureStory(cell, result) : "");
      },
    });
  });

  it.each(cells.map(nameOf))("%s: one version runs, and the next up is green", (name) => {
    expect(stories.get(name)).toBe("");
  });
});
