import { describe, expect, it } from "vitest";
import {
  isActiveRunning,
  readyAfterSeconds,
  unitState,
  wasReady,
} from "../../../../provider/systemd/state/unitState";

/** As `systemctl show` of systemd 252 prints it. */
const SHOWN = {
  Id: "myapp_notify.service",
  LoadState: "loaded",
  ActiveState: "active",
  SubState: "running",
  Result: "success",
  Type: "notify",
  FragmentPath: "/etc/systemd/system/myapp_notify.service",
  DropInPaths: "/etc/systemd/system/myapp_notify.service.d/a.conf /run/systemd/system/service.d/b.conf",
  UnitFileState: "enabled",
  NeedDaemonReload: "no",
  InvocationID: "0123456789abcdef0123456789abcdef",
  MainPID: "4711",
  NRestarts: "2",
  StatusText: "",
  InactiveExitTimestampMonotonic: "5000000",
  ActiveEnterTimestampMonotonic: "15040000",
  WatchdogTimestampMonotonic: "20000000",
  WatchdogUSec: "1min 30s",
};

describe("unitState", () => {
  it("types what show prints", () => {
    expect(unitState(SHOWN)).toEqual({
      loadState: "loaded",
      activeState: "active",
      subState: "running",
      result: "success",
      type: "notify",
      fragmentPath: "/etc/systemd/system/myapp_notify.service",
      dropInPaths: [
        "/etc/systemd/system/myapp_notify.service.d/a.conf",
        "/run/systemd/system/service.d/b.conf",
      ],
      unitFileState: "enabled",
      needDaemonReload: false,
      invocationId: "0123456789abcdef0123456789abcdef",
      mainPid: 4711,
      restarts: 2,
      statusText: "",
      inactiveExitAtUs: 5_000_000,
      activeEnterAtUs: 15_040_000,
      watchdogAtUs: 20_000_000,
      watchdogUs: 90_000_000,
    });
  });

  it("bears what an older systemd does not print", () => {
    expect(unitState({})).toMatchObject({
      activeState: "",
      dropInPaths: [],
      mainPid: 0,
      restarts: 0,
      watchdogUs: 0,
    });
    expect(unitState({ NRestarts: "[not set]", WatchdogUSec: "infinity" })).toMatchObject({
      restarts: 0,
      watchdogUs: Number.POSITIVE_INFINITY,
    });
  });
});

describe("readyAfterSeconds", () => {
  it("is the time from leaving inactive to READY=1", () => {
    expect(readyAfterSeconds(SHOWN)).toBe(10.04);
  });

  it.each([
    ["never came up", { ActiveEnterTimestampMonotonic: "0" }],
    ["was up only before this start", { InactiveExitTimestampMonotonic: "16000000" }],
  ])("is unknown for one that %s", (_, changed) => {
    expect(readyAfterSeconds({ ...SHOWN, ...changed })).toBeUndefined();
    expect(wasReady({ ...SHOWN, ...changed })).toBe(false);
  });
});

describe("isActiveRunning", () => {
  it.each([
    ["active", "running", true],
    ["active", "exited", false],
    ["activating", "start", false],
    ["reloading", "reload", false],
  ])("%s (%s): %s", (ActiveState, SubState, expected) => {
    expect(isActiveRunning({ ActiveState, SubState })).toBe(expected);
  });
});
