import { isSection } from "../directives/known";
import { isComment, isContinued, physicalLines } from "../unitFile";
import type { Objection } from "./objection";

/** Section headers after a line that ends with a backslash: systemd reads them as part of that line's value. */
export function swallowedHeaders(text: string): (Objection & { readonly line: number })[] {
  let continuedFrom = 0;
  return physicalLines(text).flatMap((content, index) => {
    if (isComment(content)) return [];
    const from = continuedFrom;
    continuedFrom = isContinued(content) ? index + 1 : 0;
    const header = /^[ \t]*\[(.*)\][ \t]*$/.exec(content)?.[1] ?? "";
    if (from === 0 || !isSection(header)) return [];
    return [
      {
        line: from,
        consequence: `the backslash at its end makes [${header}] below it part of this value, so that section never begins`,
        remedy: "remove the backslash",
      },
    ];
  });
}
