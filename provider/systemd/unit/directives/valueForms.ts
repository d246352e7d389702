import { LIST_FORMS } from "./listForms";
import { NUMBER_FORMS } from "./numberForms";
import { PATH_FORMS } from "./pathForms";
import { nameSet, TRUTH, type ValueForm } from "./valueForm";
import { BOOLEANS, ENUMERATIONS, NUMBERED } from "./wordForms";

/**
 * What values systemd accepts for directives whose value it would otherwise drop with no more than a warning in the
 * journal. test/hosts/systemd/values.test.ts holds every form against the systemd of each Debian.
 */

const TIME_SPANS = nameSet(`
  CPUQuotaPeriodSec JobRunningTimeoutSec JobTimeoutSec LogRateLimitIntervalSec MemoryPressureThresholdSec
  RestartMaxDelaySec RestartSec RuntimeMaxSec RuntimeRandomizedExtraSec StartLimitInterval StartLimitIntervalSec
  TimeoutAbortSec TimeoutCleanSec TimeoutSec TimeoutStartSec TimeoutStopSec WatchdogSec`);

const UNIT_LISTS = nameSet(`
  After Before BindTo BindsTo Conflicts JoinsNamespaceOf OnFailure OnSuccess PartOf PropagateReloadFrom
  PropagateReloadTo PropagatesReloadTo PropagatesStopTo ReloadPropagatedFrom Requires Requisite
  StopPropagatedFrom Upholds Wants
  Also RequiredBy UpheldBy WantedBy`);

const FORMS: ReadonlyMap<string, ValueForm> = new Map([...NUMBER_FORMS, ...PATH_FORMS, ...LIST_FORMS]);

/** The words a directive accepts, or `undefined` when its values are of another kind. */
export function acceptedWords(name: string): string[] | undefined {
  if (ENUMERATIONS[name] !== undefined) return Object.keys(ENUMERATIONS[name]);
  if (BOOLEANS[name] !== undefined) return ["yes", "no", ...Object.keys(BOOLEANS[name])];
  return undefined;
}

export function isAcceptedWord(name: string, value: string): boolean {
  if (acceptedWords(name)?.includes(value) === true) return true;
  if (BOOLEANS[name] !== undefined) return TRUTH.test(value);
  return /^[0-9]+$/.test(value) && Number(value) <= (NUMBERED[name] ?? -1);
}

/** The systemd version that brought this value of a directive that is older than the value. */
export function valueSince(name: string, value: string): number {
  if (name === "RestrictAddressFamilies" && value === "none") return 249;
  return (ENUMERATIONS[name] ?? BOOLEANS[name])?.[value] ?? 0;
}

/** How a directive's values are written, unless they are words, time spans, units or commands. */
export function formOf(name: string): ValueForm | undefined {
  return FORMS.get(name);
}

export function takesTimeSpan(name: string): boolean {
  return TIME_SPANS.has(name);
}

export function takesUnits(name: string): boolean {
  return UNIT_LISTS.has(name);
}

/** A command line, of which systemd makes an argv itself. */
export function takesCommand(name: string): boolean {
  return /^Exec(Condition|StartPre|Start|StartPost|Reload|ReloadPost|Stop|StopPost)$/.test(name);
}

/** Directives of one value that an empty one puts back to their default, though their kin complain about it. */
const RESETTABLE = nameSet(`
  CPUQuotaPeriodSec CPUSchedulingPolicy CoredumpFilter IOSchedulingClass KillMode ManagedOOMMemoryPressure
  ManagedOOMSwap MemoryKSM MountFlags NUMAPolicy SetLoginEnvironment BindLogSockets TimeoutAbortSec`);

/** An empty value of this directive resets nothing: systemd can't read it, and what stands above stays in force. */
export function refusesEmpty(name: string): boolean {
  if (RESETTABLE.has(name)) return false;
  return acceptedWords(name) !== undefined || takesTimeSpan(name) || EMPTY_IS_NO_NUMBER.test(name);
}

const EMPTY_IS_NO_NUMBER =
  /^(?:Limit[A-Z]+|UMask|.*DirectoryMode|(?:Final|Restart)?KillSignal|(?:Reload|Watchdog)Signal|.*Burst|RestartSteps|FileDescriptorStoreMax|TimerSlackNSec|BusName|Slice|CPUSchedulingPriority|Standard(?:Input|Output|Error))$/;
