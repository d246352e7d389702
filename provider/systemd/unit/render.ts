import { directoryName } from "../unitName";
import { credentialLines } from "./credentials";
import { SECTIONS, type Section } from "./directives/known";
import { locateExecutable } from "./executable";
import { FIELD_DIRECTIVES } from "./fieldDirectives";
import { escapeSpecifiers, quoteAssignment, quoteCommand, quoteWord } from "./quote";
import { defaultsOf, UNBUFFERED_PYTHON, type UnitDefaults } from "./render/defaults";
import { hardeningLines } from "./render/hardening";
import { leadToRelease } from "./render/leadToRelease";
import type { Placement } from "./render/placement";
import type { UnitSpec } from "./unitSpec";

export type { Placement } from "./render/placement";

/**
 * The complete text of the unit. Values of typed fields are literal: systemd hands them on exactly as they are given,
 * `%`, `$` and quotes included. Expects a spec without problems (`validateUnit`).
 */
export function renderUnit(
  spec: UnitSpec,
  placement: Placement,
  defaults: UnitDefaults = defaultsOf(undefined),
): string {
  if (spec.text !== undefined) return leadToRelease(spec.text, placement);
  const lines = typedLines(spec, placement, defaults);
  return sectionsOf(spec)
    .map((section) => ({
      section,
      content: [
        ...lines.filter((line) => line.section === section).map((line) => `${line.name}=${line.value}`),
        ...(section === "Service"
          ? [
              ...credentialLines(placement.credentials),
              ...hardeningLines(defaults.hardening[spec.hardening ?? "none"], spec.directives?.Service ?? {}),
            ]
          : []),
        ...directiveLines(spec.directives?.[section] ?? {}),
      ],
    }))
    .filter(({ content }) => content.length > 0)
    .map(({ section, content }) => `[${section}]\n${content.join("\n")}\n`)
    .join("\n");
}

/** systemd's own three, and then the `X-…` ones of `directives`. */
function sectionsOf(spec: UnitSpec): string[] {
  return [...new Set<string>([...SECTIONS, ...Object.keys(spec.directives ?? {})])];
}

interface Line {
  readonly section: Section;
  readonly name: string;
  readonly value: string;
}

type Written = { readonly [Field in keyof typeof FIELD_DIRECTIVES]: readonly (string | undefined)[] };

/** Each field's lines, in the order of FIELD_DIRECTIVES. */
function typedLines(spec: UnitSpec, placement: Placement, defaults: UnitDefaults): Line[] {
  const written = writtenFields(spec, placement, defaults);
  return Object.entries(FIELD_DIRECTIVES).flatMap(([field, { section, name }]) =>
    written[field as keyof Written].flatMap((value) =>
      value === undefined ? [] : [{ section, name, value }],
    ),
  );
}

function writtenFields(spec: UnitSpec, placement: Placement, defaults: UnitDefaults): Written {
  const command = (argv: readonly string[]) => {
    const [program = "", ...others] = argv;
    return quoteCommand([locateExecutable(program, placement), ...others]);
  };
  const { name, value } = UNBUFFERED_PYTHON;
  const environment = { ...(placement.runtimeBin && { [name]: value }), ...spec.environment };
  const restart = spec.restart ?? defaults.restart;
  const limit = restart === "no" ? { burst: undefined, interval: undefined } : startLimit(spec, defaults);
  return {
    description: [escapeSpecifiers(spec.description ?? directoryName(placement.unitName))],
    after: joined(spec.after),
    wants: joined(spec.wants),
    requires: joined(spec.requires),
    startLimitInterval: [spec.startLimitInterval ?? limit.interval],
    startLimitBurst: [(spec.startLimitBurst ?? limit.burst)?.toString()],
    type: [spec.type ?? defaults.type],
    notifyAccess: [spec.notifyAccess ?? defaults.notifyAccess],
    execStartPre: (spec.execStartPre ?? []).map(command),
    execStart: [spec.execStart && command(spec.execStart)],
    execReload: [spec.execReload && command(spec.execReload)],
    workingDirectory: [escapeSpecifiers(spec.workingDirectory ?? placement.appDirectory)],
    user: [spec.user],
    group: [spec.group],
    dynamicUser: [spec.dynamicUser ? "yes" : undefined],
    environment: Object.entries(environment).map(([name, value]) => quoteAssignment(name, value)),
    environmentFiles: (spec.environmentFiles ?? []).map(escapeSpecifiers),
    stateDirectory: joined(spec.stateDirectory?.map(quoteWord)),
    restart: [restart],
    restartSec: [spec.restartSec],
    watchdog: [spec.watchdog],
    timeoutStart: [spec.timeoutStart ?? defaults.timeoutStart],
    timeoutStop: [spec.timeoutStop],
    wantedBy: joined(spec.wantedBy ?? defaults.wantedBy),
  };
}

/** A limit of zero is none, and needs no interval. */
function startLimit(spec: UnitSpec, defaults: UnitDefaults): { interval: string | undefined; burst: number } {
  const startLimitBurst = spec.startLimitBurst ?? defaults.startLimitBurst;
  const interval =
    startLimitBurst === 0 ? undefined : defaults.startLimitInterval({ ...spec, startLimitBurst });
  return { burst: startLimitBurst, interval };
}

function joined(items: readonly string[] = []): string[] {
  return items.length === 0 ? [] : [items.join(" ")];
}

function directiveLines(directives: Readonly<Record<string, string | readonly string[]>>): string[] {
  return Object.entries(directives).flatMap(([name, given]) =>
    (typeof given === "string" ? [given] : given).map((value) => `${name}=${value}`),
  );
}
