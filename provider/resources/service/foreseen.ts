import type { Effect, Transcript } from "../../host/transcript";
import { isWithin } from "../../systemd/propertyPath";

/** What `up` would do to the service, by what the host's own plan says. */
const WOULD: ReadonlyMap<string, string> = new Map(
  Object.entries({
    install: "would install",
    start: "would start",
    restart: "would restart",
    none: "would not touch what runs",
  }),
);

function effectText(kind: string, texts: readonly string[]): string {
  const list = texts.join(", ");
  switch (kind) {
    case "account":
      return `makes ${texts.join(" and ")}`;
    case "package":
      return `installs ${list}`;
    case "environment":
      return "makes a Python environment";
    case "files":
      return list === "missing" ? "lays the release's files anew" : `repairs the release's files (${list})`;
    case "secrets":
      return list === "missing" ? "lays the secrets anew" : `repairs the secrets (${list})`;
    case "aside":
      return `sets aside ${list}`;
    case "link":
      return `moves the link ${list}`;
    case "enable":
      return `enables ${list}`;
    default:
      return `${kind}: ${list}`;
  }
}

/** One clause for each kind of effect, in the order in which the host told them. */
function effectTexts(effects: readonly Effect[]): string[] {
  const kinds = [...new Set(effects.map(({ kind }) => kind))];
  return kinds.map((kind) =>
    effectText(
      kind,
      effects.filter((effect) => effect.kind === kind).map(({ text }) => text),
    ),
  );
}

/** In one line, what `up` would do on a host; undefined where the host has something against it, or made no plan. */
export function foreseenLine({ plan, effects, findings }: Transcript): string | undefined {
  if (!plan || findings.length > 0) return undefined;
  const action = WOULD.get(plan.action) ?? `would ${plan.action}`;
  return [plan.why === "" ? action : `${action}: ${plan.why}`, ...effectTexts(effects)].join("; ");
}

/** Without these nobody can say which release is meant for which host; the rest is for later. */
const NEEDED = [
  "name",
  "connection",
  "source",
  "directory",
  "runtime",
  "unit",
  "secrets",
  "adopt",
  "createUser",
];

/** Of the paths that aren't known yet, those without which a host can't be asked. */
export function blanks(unknown: readonly string[]): string[] {
  return unknown.filter((path) => NEEDED.some((property) => isWithin(path, property)));
}

/** What stands in the way of asking. */
export function blanksLine(missing: readonly string[]): string {
  return `not known yet: ${missing.join(", ")}; so the host was not asked what would happen`;
}
