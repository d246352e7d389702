import { describe, expect, it } from "vitest";
import { lintUnitText } from "../../../../../provider/systemd/unit/lint";
import { notifyObstacle } from "../../../../../provider/systemd/unit/lint/notifyObstacle";

describe("notifyObstacle", () => {
  it.each([
    ["RestrictAddressFamilies", ["AF_INET AF_INET6"]],
    ["RestrictAddressFamilies", ["none"]],
    ["RestrictAddressFamilies", ["~AF_PACKET AF_UNIX"]],
    ["RestrictAddressFamilies", ["AF_UNIX AF_INET", "~AF_UNIX"]],
    ["RestrictAddressFamilies", ["AF_UNIX", "", "AF_INET"]],
    ["SystemCallFilter", ["@basic-io @file-system"]],
    ["SystemCallFilter", ["~@network-io"]],
    ["SystemCallFilter", ["@system-service", "~socket"]],
    ["InaccessiblePaths", ["-/run"]],
    ["InaccessiblePaths", ["/mnt", "/run/systemd/"]],
    ["TemporaryFileSystem", ["/run:ro"]],
    ["TemporaryFileSystem", ["/"]],
    ["Environment", ["A=b", '"NOTIFY_SOCKET=/run/my socket"']],
    ["UnsetEnvironment", ["HOME NOTIFY_SOCKET"]],
  ])("%s=%j keeps READY=1 from systemd", (name, values) => {
    expect(notifyObstacle(name, values)?.consequence).toContain(name);
  });

  it.each([
    ["RestrictAddressFamilies", []],
    ["RestrictAddressFamilies", [""]],
    ["RestrictAddressFamilies", ["AF_INET", "AF_UNIX"]],
    ["RestrictAddressFamilies", ["~AF_PACKET"]],
    ["SystemCallFilter", ["@system-service", "~@privileged @resources"]],
    ["SystemCallFilter", ["~@mount @swap"]],
    ["SystemCallFilter", ["socket sendto read write:EPERM"]],
    ["InaccessiblePaths", ["/run/user /runner"]],
    ["TemporaryFileSystem", ["/run/lock"]],
    ["PrivateNetwork", ["yes"]],
    ["Environment", ["A=NOTIFY_SOCKET=b", "'open"]],
    ["UnsetEnvironment", ["NOTIFY_SOCKET", ""]],
  ])("%s=%j does not", (name, values) => {
    expect(notifyObstacle(name, values)).toBeUndefined();
  });

  it("is found on the last line of the directive in a text, for services that notify only", () => {
    const text = (type: string) =>
      `[Service]\nType=${type}\nExecStart=/srv/app\nRestrictAddressFamilies=AF_INET\nRestrictAddressFamilies=AF_INET6\n`;
    expect(lintUnitText(text("notify"))).toMatchObject([{ line: 5, remedy: "allow AF_UNIX as well" }]);
    expect(lintUnitText(text("simple"))).toEqual([]);
  });
});
