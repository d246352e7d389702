import { parseTimeSpan } from "../../timeSpan";
import { forEach, nameSet, type ValueForm } from "./valueForm";

/** Decimal, `0x…` or octal after a leading zero, as C reads it; `undefined` for anything else. */
function integer(text: string): number | undefined {
  if (/^[+-]?0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  if (!/^[+-]?(?:0x[0-9a-f]+|[0-9]+)$/i.test(text) || /^[+-]?0[0-9]/.test(text)) return undefined;
  return Number(text.replace("+", "").replace("-", "")) * (text.startsWith("-") ? -1 : 1);
}

function isWithin(text: string, least: number, most: number): boolean {
  const number = integer(text);
  return number !== undefined && number >= least && number <= most;
}

function between(least: number, most: number): ValueForm {
  return {
    name: "number in its range",
    remedy: `a whole number from ${least} to ${most}`,
    accepts: (value) => isWithin(value, least, most),
  };
}

const UNSIGNED_LIMIT = 2 ** 32 - 1;

const SIGNAL_NAMES = nameSet(`
  HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU
  URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS`);

/** `SIGTERM`, `TERM`, `RTMIN+3` or a number (signal(7)); capitals only. */
export function isSignal(text: string): boolean {
  const bare = text.replace(/^SIG/, "");
  return (
    SIGNAL_NAMES.has(bare) || /^RTM(?:IN(?:\+[0-9]+)?|AX(?:-[0-9]+)?)$/.test(bare) || isWithin(text, 1, 64)
  );
}

const SIGNAL: ValueForm = { name: "signal", remedy: "its name, like `SIGTERM`", accepts: isSignal };

const MODE: ValueForm = {
  name: "access mode",
  remedy: "octal digits, like `0750`",
  accepts: (value) => /^[0-7]+$/.test(value) && Number.parseInt(value, 8) <= 0o7777,
};

/** Terms add up, each in a smaller unit than the one before: `1G 512M`. */
const SIZE = /^(?:[0-9]+(?:\.[0-9]+)?[ \t]*[KMGTPE]?(?:[ \t]+|$))+$/;
const PERCENTAGE = /^(?:100(?:\.0+)?|[0-9]{1,2}(?:\.[0-9]{1,2})?)%$/;

function isBytes(text: string): boolean {
  return SIZE.test(text) && isDescending(text) && Number.parseFloat(text) < 2 ** 64;
}

function isDescending(size: string): boolean {
  const units = size.split(/[ \t]+(?=[0-9])/).map((term) => /[KMGTPE]$/.exec(term)?.[0] ?? " ");
  return units.every(
    (unit, index) => index === 0 || SIZE_UNITS.indexOf(unit) > SIZE_UNITS.indexOf(units[index - 1] ?? ""),
  );
}
/** From large to small; the last one stands for bytes. */
const SIZE_UNITS = "EPTGMK ";

function memory(least: 0 | 1): ValueForm {
  return {
    name: "amount of memory",
    remedy: "bytes with `K`, `M`, `G` or `T` after them, a percentage, or `infinity`",
    accepts: (value) =>
      value === "infinity" ||
      ((isBytes(value) || PERCENTAGE.test(value)) && (least === 0 || Number.parseFloat(value) >= least)),
  };
}

/** `soft:hard` or one value for both; `infinity` is no limit, and soft must not be above hard. */
function limit(remedy: string, read: (text: string) => number | undefined): ValueForm {
  const readOne = (text: string) => (text === "infinity" ? Number.POSITIVE_INFINITY : read(text));
  return {
    name: "resource limit",
    remedy: `${remedy}, \`infinity\`, or two of them as \`soft:hard\``,
    accepts: (value) => {
      const [soft, hard, ...more] = value.split(":").map(readOne);
      return soft !== undefined && more.length === 0 && (!value.includes(":") || soft <= (hard ?? -1));
    },
  };
}

const BYTES_LIMIT = limit("bytes with `K`, `M` or `G` after them", (text) => {
  if (!isBytes(text)) return undefined;
  const power = "KMGTPE".indexOf(/[KMGTPE]/.exec(text)?.[0] ?? "-") + 1;
  return Number.parseFloat(text) * 1024 ** power;
});

const CPU_SETS: ValueForm = {
  name: "list of CPU numbers",
  remedy: "numbers and ranges, like `0-3 6`",
  accepts: (value) =>
    value.split(/[ \t,]+/).every((item) => item.split("-").every((end) => isWithin(end, 0, 8191))),
};

export const NUMBER_FORMS = [
  ...forEach("ReloadSignal KillSignal RestartKillSignal FinalKillSignal WatchdogSignal", SIGNAL),
  ...forEach(
    `UMask RuntimeDirectoryMode StateDirectoryMode CacheDirectoryMode LogsDirectoryMode ConfigurationDirectoryMode`,
    MODE,
  ),
  ...forEach(
    "StartLimitBurst RestartSteps FileDescriptorStoreMax LogRateLimitBurst TTYRows TTYColumns",
    between(0, UNSIGNED_LIMIT),
  ),
  ...forEach("FailureActionExitStatus SuccessActionExitStatus", between(0, 255)),
  ...forEach("Nice", between(-20, 19)),
  ...forEach("OOMScoreAdjust", between(-1000, 1000)),
  ...forEach("IOSchedulingPriority", between(0, 7)),
  ...forEach("CPUSchedulingPriority", between(0, 99)),
  ...forEach("IOWeight StartupIOWeight", between(1, 10_000)),
  ...forEach("BlockIOWeight StartupBlockIOWeight", between(10, 1000)),
  ...forEach("CPUWeight StartupCPUWeight", {
    name: "weight",
    remedy: "a whole number from 1 to 10000, or `idle`",
    accepts: (value) => value === "idle" || isWithin(value, 1, 10_000),
  }),
  ...forEach("CPUQuota", {
    name: "share of CPU time",
    remedy: "a percentage of one CPU, like `50%` or `200%`",
    accepts: (value) => /^[0-9]+(?:\.[0-9]{1,2})?%$/.test(value) && Number.parseFloat(value) > 0,
  }),
  ...forEach("TasksMax", {
    name: "number of tasks",
    remedy: "a whole number, a percentage, or `infinity`",
    accepts: (value) => value === "infinity" || PERCENTAGE.test(value) || isWithin(value, 1, 2 ** 63),
  }),
  ...forEach("ManagedOOMMemoryPressureLimit", {
    name: "percentage",
    remedy: "one like `50%`",
    accepts: (value) => PERCENTAGE.test(value),
  }),
  ...forEach(
    `MemoryMin DefaultMemoryMin DefaultMemoryLow MemoryLow StartupMemoryLow MemorySwapMax StartupMemorySwapMax
    MemoryZSwapMax StartupMemoryZSwapMax`,
    memory(0),
  ),
  ...forEach("DefaultStartupMemoryLow MemoryHigh StartupMemoryHigh MemoryMax StartupMemoryMax", memory(1)),
  ...forEach(
    "LimitFSIZE LimitDATA LimitSTACK LimitCORE LimitRSS LimitAS LimitMEMLOCK LimitMSGQUEUE",
    BYTES_LIMIT,
  ),
  ...forEach(
    "LimitNOFILE LimitNPROC LimitLOCKS LimitSIGPENDING LimitRTPRIO",
    limit("a whole number", (text) => (isWithin(text, 0, 2 ** 64 - 1) ? integer(text) : undefined)),
  ),
  ...forEach("LimitCPU LimitRTTIME", limit("a time span", parseTimeSpan)),
  ...forEach(
    "CPUAffinity NUMAMask AllowedCPUs StartupAllowedCPUs AllowedMemoryNodes StartupAllowedMemoryNodes",
    {
      ...CPU_SETS,
      accepts: (value) => /%[A-Za-z]/.test(value) || /^(?:numa|all)$/.test(value) || CPU_SETS.accepts(value),
    },
  ),
];
