/**
 * The elements of a page with the names of their attributes, without any text: what a browser would build of it. Throws
 * where it would have to guess.
 */
export function skeletonOf(page: string): string[] {
  const tags: string[] = [];
  const open: string[] = [];
  let at = 0;
  for (const { 0: tag, index, groups = {} } of page.matchAll(TAG)) {
    expectText(page.slice(at, index), open.at(-1));
    at = index + tag.length;
    const { closing = "", name = "", attributes = "", empty = "" } = groups;
    if (closing) {
      if (open.pop() !== name) throw new Error(`${tag} closes another element`);
    } else if (!empty && !VOID.has(name)) open.push(name);
    const names = [...attributes.matchAll(/ ([\w:-]+)(?:="[^"]*")?/g)].map(([, attribute]) => attribute);
    tags.push([`${closing}${name}`, ...names].join(" "));
  }
  if (open.length > 0) throw new Error(`${open.join(" ")}: never closed`);
  return tags;
}

const TAG =
  /<(?<closing>\/)?(?<name>!?[a-z][a-z0-9]*)(?<attributes>(?: [\w:-]+(?:="[^"<>]*")?)*)(?<empty>\/)?>/g;
const VOID: ReadonlySet<string> = new Set(["!doctype", "meta", "input", "wbr"]);

/** The text of a style is no markup, and may not close it. */
function expectText(text: string, element: string | undefined): void {
  const unfit = element === "style" ? /<\// : /[<>]|&(?!#\d+;)/;
  if (unfit.test(text)) throw new Error(`no text: ${text}`);
}
