import { posix } from "node:path";
import fc from "fast-check";
import { parseTimeSpan } from "../../../provider/systemd/timeSpan";
import { locateExecutable } from "../../../provider/systemd/unit/executable";
import type { UnitSpec } from "../../../provider/systemd/unit/unitSpec";
import { hostileText } from "../../provider/systemd/unit/validText";
import type { Properties } from "./loadedProperties";

/** One field of a unit, and what to try in it. */
export interface HostileField<Value> {
  readonly value: fc.Arbitrary<Value>;
  /** The properties that say this value, as they must be once systemd has loaded it; `plain` are those of a unit without. */
  loaded(value: Value, plain: Properties): Properties;
  /** What follows from it, and differs from version to version. */
  readonly implies?: readonly string[];
}

/** `plain` with more names in one of its lists. */
function more(plain: Properties, name: string, added: readonly string[]): Properties {
  return { [name]: [...new Set([...(plain[name] as string[]), ...added])] };
}

export const unitNames = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .tuple(
          fc.stringMatching(/^[A-Za-z0-9:_.\\@-]{1,10}$/),
          fc.constantFrom("service", "target", "mount", "x"),
        )
        .map((parts) => parts.join(".")),
    },
    hostileText,
  ),
  { maxLength: 2 },
);

function names(property: string): HostileField<string[]> {
  return {
    value: unitNames,
    loaded: (value, plain) => more(plain, property, value),
  };
}

/** As systemd keeps them: `$$` becomes `$` only when the command is run. */
function commands(property: string, argvs: readonly (readonly string[])[]): Properties {
  const kept = argvs.map(([program = "", ...others]) => {
    const path = posix.normalize(
      locateExecutable(program, { appDirectory: APP_DIRECTORY, files: new Set() }),
    );
    return [path, [path, ...others.map((word) => word.replaceAll("$", "$$$$"))]];
  });
  return { [property]: kept };
}

/** Where the release of every unit is that is tried. */
export const APP_DIRECTORY = "/srv";

const program = fc.oneof(
  fc.constantFrom("/bin/true", "/bin//true", "/bin/./true"),
  hostileText.map((text) => `/bin/${text}`),
  hostileText,
);
const argv = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: fc.constant("/bin/true") }, program),
    fc.array(hostileText, { maxLength: 3 }),
  )
  .map(([first, others]) => [first, ...others]);

export const span = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .array(
        fc.tuple(
          fc.constantFrom(
            "",
            "0",
            "1",
            "15",
            "90",
            "1.5",
            ".25",
            "1e3",
            "-1",
            "+1",
            "584554",
            "18446744073709551615",
          ),
          fc.constantFrom("", " ", "\t", "\n"),
          fc.constantFrom(
            ...[
              "",
              "s",
              "sec",
              "m",
              "min",
              "M",
              "month",
              "h",
              "d",
              "w",
              "y",
              "ms",
              "us",
              "usec",
              "\u00b5s",
              "\u03bcs",
              "S",
            ],
          ),
        ),
        { minLength: 1, maxLength: 3 },
      )
      .chain((terms) =>
        fc.constantFrom("", " ", "  ").map((blank) => terms.map((term) => term.join("")).join(blank)),
      ),
  },
  fc.constantFrom("infinity", " infinity", "Infinity", "0"),
  hostileText,
);

/** As D-Bus says it: microseconds, the largest number of all for ever. */
function microseconds(text: string, zero?: number): number {
  const length = parseTimeSpan(text) ?? Number.NaN;
  return length === 0 && zero !== undefined ? zero : Math.min(length, FOR_EVER);
}
const FOR_EVER = 2 ** 64;

const path = fc
  .tuple(
    fc.constantFrom("", "/", "/srv/", "//srv/", "~", "-/"),
    fc.oneof(fc.stringMatching(/^[a-z./ %]{0,12}$/), hostileText, fc.constant("x".repeat(300))),
  )
  .map((parts) => parts.join(""));
const simplified = (text: string) => posix.normalize(text).replace(/(.)\/$/, "$1");

const account = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.@-]{0,33}\$?$/) },
  fc.stringMatching(/^[0-9]{1,10}$/),
  hostileText,
);

const WORDS = {
  type: ["simple", "exec", "notify", "idle", "oneshot", "forking"],
  notifyAccess: ["main", "exec", "all"],
  restart: ["no", "always", "on-success", "on-failure", "on-abnormal", "on-abort", "on-watchdog"],
} as const;

/**
 * Directives that take nearly any text, and what they govern. Their values are systemd's own language: what becomes of them
 * is values.test.ts's business, here nothing else may change.
 */
const GOVERNED: Readonly<Record<string, readonly string[]>> = {
  SyslogIdentifier: ["SyslogIdentifier"],
  Environment: ["Environment"],
  ExecStopPost: ["ExecStopPost"],
  SupplementaryGroups: ["SupplementaryGroups"],
  ReadWritePaths: ["ReadWritePaths"],
  LogExtraFields: ["LogExtraFields"],
  PIDFile: ["PIDFile", "RequiresMountsFor", "After", "Requires"],
  TTYPath: ["TTYPath"],
  SetCredential: ["SetCredential"],
  "X-Note": [],
};

const directives = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...Object.keys(GOVERNED)), hostileText)
      .map(([name, value]) => ({ Service: { [name]: value } })),
  },
  fc
    .tuple(hostileText, hostileText, hostileText)
    .map(([section, name, value]) => ({ [`X-${section}`]: { [`X${name}`]: value } })),
  fc.tuple(hostileText, hostileText).map(([name, value]) => ({ Service: { [`X-${name}`]: value } })),
);

/** Those that must be started or enabled to be seen are in fields.test.ts, the sandbox is in hardening.test.ts. */
type Tried = Exclude<keyof UnitSpec, "hardening" | "text" | "dynamicUser" | "watchdog" | "wantedBy">;

export const HOSTILE_FIELDS: { readonly [Field in Tried]: HostileField<NonNullable<UnitSpec[Field]>> } = {
  description: { value: hostileText, loaded: (Description) => ({ Description }) },
  after: names("After"),
  wants: names("Wants"),
  requires: names("Requires"),
  type: { value: fc.constantFrom(...WORDS.type), loaded: (Type) => ({ Type }) },
  notifyAccess: {
    value: fc.constantFrom(...WORDS.notifyAccess),
    loaded: (NotifyAccess) => ({ NotifyAccess }),
  },
  restart: {
    value: fc.constantFrom(...WORDS.restart),
    loaded: (Restart) => ({ Restart, ...(Restart !== "no" && DEFAULT_LIMIT) }),
  },
  execStart: { value: argv, loaded: (value) => commands("ExecStart", [value]) },
  execStartPre: {
    value: fc.array(argv, { maxLength: 2 }),
    loaded: (value) => commands("ExecStartPre", value),
  },
  execReload: { value: argv, loaded: (value) => ({ ...commands("ExecReload", [value]), CanReload: true }) },
  user: { value: account, loaded: (User) => ({ User }), implies: ["SetLoginEnvironment"] },
  group: { value: account, loaded: (Group) => ({ Group }) },
  restartSec: {
    value: span,
    loaded: (value) => ({ RestartUSec: microseconds(value) }),
    implies: ["RestartUSecNext"],
  },
  timeoutStart: { value: span, loaded: (value) => ({ TimeoutStartUSec: microseconds(value, FOR_EVER) }) },
  timeoutStop: {
    value: span,
    loaded: (value) => {
      const length = microseconds(value, FOR_EVER);
      return { TimeoutStopUSec: length, TimeoutAbortUSec: length };
    },
  },
  startLimitInterval: { value: span, loaded: (value) => ({ StartLimitIntervalUSec: microseconds(value) }) },
  startLimitBurst: {
    value: fc.oneof(fc.nat(), fc.constantFrom(0, 2 ** 32 - 1, 2 ** 32, -1, 0.5, Number.NaN)),
    loaded: (StartLimitBurst) => ({ StartLimitBurst }),
  },
  environment: {
    value: fc.dictionary(
      fc.oneof(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,5}$/), hostileText),
      hostileText,
      {
        maxKeys: 2,
      },
    ),
    loaded: (value) => ({ Environment: Object.entries(value).map(([name, text]) => `${name}=${text}`) }),
  },
  environmentFiles: {
    value: fc.array(path, { maxLength: 2 }),
    loaded: (value) => ({
      EnvironmentFiles: value.map((text) => [simplified(text.replace(/^-/, "")), text.startsWith("-")]),
    }),
  },
  stateDirectory: {
    value: fc.array(
      fc.oneof(
        fc.stringMatching(/^[A-Za-z0-9_@+./:-]{1,12}$/),
        fc.constantFrom("private", "private/x", "a//b"),
        hostileText,
      ),
      { maxLength: 2 },
    ),
    loaded: (value, plain) => ({
      StateDirectory: [...new Set(value.map(simplified))],
      ...more(
        plain,
        "RequiresMountsFor",
        value.map((text) => `/var/lib/${simplified(text)}`),
      ),
      CanClean: value.length === 0 ? [] : ["state"],
    }),
    implies: ["After", "StateDirectorySymlink"],
  },
  directives: { value: directives, loaded: () => ({}), implies: Object.values(GOVERNED).flat() },
  workingDirectory: {
    value: path,
    loaded: (value) => ({
      WorkingDirectory: simplified(value),
      RequiresMountsFor: value === "~" ? [] : [simplified(value)],
    }),
    implies: ["After", "Requires"],
  },
};

/** A service that may be restarted has a limit by default (render.test.ts). */
const DEFAULT_LIMIT = { StartLimitBurst: 5, StartLimitIntervalUSec: microseconds("9min") };
