import type { Place } from "./place";

/**
 * What a host said of the deployment that `up` would make there.
 * - `plan`: what would happen; `action` in the host's own word, `text` with the reason
 * - `refused`: what speaks against it
 * - `unasked`: why it could not be asked
 * - `unknown`: what it could not be asked without
 */
export interface Foreseen {
  readonly place: Pick<Place, "name" | "address">;
  readonly kind: "plan" | "refused" | "unasked" | "unknown";
  readonly action?: string;
  readonly text: string;
}

/** Of so many hosts the whole reason is shown; others mostly have the same. */
const MOST_REASONS = 3;
const MOST_LINES = 10;
const MOST_NAMES = 10;

/** Names, as many as a reader takes in. */
export function named(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function hosts(count: number): string {
  return `${count} ${count === 1 ? "host" : "hosts"}`;
}

/** For the row: `17 restart · 2 install · 1 not reached`. */
export function foreseenRow(all: readonly Foreseen[]): string {
  const words = all.map(({ kind, action = "" }) => {
    if (kind === "plan") return action === "none" ? "untouched" : action;
    return { refused: "would be refused", unasked: "not reached", unknown: "not known yet" }[kind];
  });
  return [...new Set(words)]
    .map((word) => `${words.filter((other) => other === word).length} ${word}`)
    .join(" · ");
}

/** A line for each plan, and not for each host. The one that most hosts have is told by their number. */
export function foreseenLines(all: readonly Foreseen[]): string[] {
  const told = all.filter(({ kind }) => kind === "plan" || kind === "unknown");
  const groups = [...new Set(told.map(({ text }) => text))].map((text) => ({
    text,
    names: told.filter((each) => each.text === text).map(({ place }) => place.name),
  }));
  const most = Math.max(0, ...groups.map(({ names }) => names.length));
  const largest = groups.find(({ names }) => names.length === most);
  return groups.map((group) => {
    const isNumber = group === largest && most > MOST_REASONS;
    return `  ${isNumber ? hosts(most) : named(group.names)}: ${group.text}`;
  });
}

/** What `up` would be refused by; undefined where nothing is. */
export function refusedText(all: readonly Foreseen[]): string | undefined {
  const refused = all.filter(({ kind }) => kind === "refused");
  if (refused.length === 0) return undefined;
  return [
    `\`pulumi up\` would fail: ${hosts(refused.length)} of ${all.length} can't take the release: ${named(refused.map(({ place }) => place.name))}`,
    ...refused.slice(0, MOST_REASONS).flatMap(({ text }) => ["", indented(text)]),
    ...andMore(refused.length - MOST_REASONS),
  ].join("\n");
}

/** Which hosts could not be asked, and why; undefined where all could. */
export function unaskedText(all: readonly Foreseen[]): string | undefined {
  const unasked = all.filter(({ kind }) => kind === "unasked");
  if (unasked.length === 0) return undefined;
  return [
    `what would happen is not known of ${hosts(unasked.length)}`,
    ...unasked
      .slice(0, MOST_LINES)
      .map(({ place, text }) => `  ${place.name} (${place.address}): ${firstLine(text)}`),
    ...andMore(unasked.length - MOST_LINES),
  ].join("\n");
}

function andMore(count: number): string[] {
  return count > 0 ? [`  … and ${hosts(count)} more`] : [];
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
