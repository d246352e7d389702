import { describe, expect, it } from "vitest";
import {
  dependencyObjection,
  directoryName,
  instanceOf,
  normalizeUnitName,
  UNIT_NAME_LIMIT,
  unitNameProblems,
} from "../../../provider/systemd/unitName";

describe("normalizeUnitName", () => {
  it.each([
    ["myapp", "myapp.service"],
    ["myapp.service", "myapp.service"],
    ["my.app", "my.app.service"],
    ["v2.1", "v2.1.service"],
    ["app@blue", "app@blue.service"],
    ["app.socket", "app.socket"],
    ["service", "service.service"],
    ["", ""],
  ])("%j → %j", (name, unitName) => {
    expect(normalizeUnitName(name)).toBe(unitName);
  });
});

describe("directoryName", () => {
  it.each([
    ["myapp_notify.service", "myapp_notify"],
    ["app@blue.service", "app@blue"],
    ["my.service.service", "my.service"],
  ])("%s lives in /opt/%s", (unitName, directory) => {
    expect(directoryName(unitName)).toBe(directory);
  });
});

describe("instanceOf", () => {
  it("is what stands between @ and the ending", () => {
    expect(["app@blue.service", "app@.service", "app.service"].map(instanceOf)).toEqual([
      "blue",
      "",
      undefined,
    ]);
  });
});

describe("unitNameProblems", () => {
  const reasonOf = (name: string) => unitNameProblems(normalizeUnitName(name), "name")[0]?.reason;

  it.each(["myapp_notify", "a", "my.app-2", "app@blue", "_x", "X"])("accepts %s", (name) => {
    expect(unitNameProblems(normalizeUnitName(name), "name")).toEqual([]);
  });

  it.each([
    ["", "is empty"],
    ["my app", "a blank or control character"],
    ["my\napp", "a blank or control character"],
    ["my/app", "contains `/`, which systemd does not allow"],
    ["café", "contains `é`"],
    ["a+b", "contains `+`"],
    ["a:b", "contains `:`, which systemd would allow; but the name is also a directory"],
    ["a\\x2db", "contains `\\`"],
    ["pulumi-systemd-myapp", "starts with `pulumi-systemd-`, by which deployments themselves are called"],
    ["..", "starts with `.`"],
    ["-rf", "starts with `.` or `-`"],
    ["@x", "one `@` may stand between"],
    ["a@b@c", "one `@` may stand between"],
    ["app@", "names a template, which cannot be started: name an instance, as in `app@blue`"],
    ["backup.timer", "names a timer unit, but this resource manages a service"],
  ])("refuses %j: %s", (name, part) => {
    expect(reasonOf(name)).toContain(part);
  });

  it("leaves room for the names that a deployment makes of it", () => {
    const fits = "a".repeat(UNIT_NAME_LIMIT - ".service".length);
    expect(reasonOf(fits)).toBeUndefined();
    expect(reasonOf(`${fits}a`)).toContain("has 240 characters with its ending; 239 fit");
    for (const name of [`pulumi-systemd-${fits}.service`, `.${fits}.service.pulumi-systemd`])
      expect(name.length).toBeLessThanOrEqual(255);
  });
});

describe("dependencyObjection", () => {
  it.each(["network.target", "dbus.socket", "a@b.service", "dev-disk-by\\x2dlabel.device"])(
    "accepts %s",
    (name) => {
      expect(dependencyObjection(name)).toBeUndefined();
    },
  );

  it.each([
    ["postgresql", "write `postgresql.service`"],
    ["#", "is not the name of a unit"],
    ["a b.service", "is not the name of a unit"],
    ["é.service", "is not the name of a unit"],
    ["srv@data.mount", "there are no instances of a mount unit"],
  ])("refuses %j", (name, part) => {
    const { reason = "", remedy = "" } = dependencyObjection(name) ?? {};
    expect(`${reason}; ${remedy}`).toContain(part);
  });
});
