import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkService } from "../../../../provider/resources/service/checkService";
import { Secret, type ValueMap } from "../../../../provider/resources/value";
import { parseUnitFile } from "../../../../provider/systemd/unit/unitFile";
import { hostileText } from "../../systemd/unit/validText";
import { everyInput, withEach } from "./everyInput";

const URN = "urn:pulumi:dev::tests::systemd:index:Service::myapp";

/** The whole with another text in place of each that it has. */
function withText(text: string) {
  return [...withEach(everyInput, (part) => (typeof part === "string" ? text : part))].filter(({ path }) =>
    TEXTS.has(path),
  );
}
const MARK = "somewhere";
const TEXTS = new Set(
  [...withEach(everyInput, (part) => (typeof part === "string" ? MARK : part))]
    .filter(({ value }) => JSON.stringify(value).includes(MARK))
    .map(({ path }) => path),
);

/** The directives that a release's unit has, in order; undefined where there is no release. */
async function directivesOf(inputs: ValueMap): Promise<string[] | undefined> {
  const checked = await checkService(inputs, URN);
  const { release } = checked.inputs;
  const { unit } = (release instanceof Secret ? release.content : release) as { unit: string };
  return parseUnitFile(unit).assignments.map(({ section, name }) => `${section}.${name}`);
}

describe("any text in any input", () => {
  it("is taken as it is, or is a problem that names an input; never more", async () => {
    const sound = await directivesOf(everyInput);
    await fc.assert(
      fc.asyncProperty(fc.nat(TEXTS.size - 1), hostileText, async (index, text) => {
        const { path = "", value } = withText(text)[index] ?? {};
        const { problems } = await checkService(value as ValueMap, URN);
        for (const problem of problems) expect(problem.path, path).toMatch(/^[a-z]/);
        if (problems.length > 0 || path.includes("directives")) return;
        expect(await directivesOf(value as ValueMap), path).toEqual(sound);
      }),
      { numRuns: 300 },
    );
  });
});
