import { describe, expect, it } from "vitest";
import type { ServiceDraft } from "../../../../provider/resources/service/decodeService";
import { serviceProblems } from "../../../../provider/resources/service/validateService";

const problems = (draft: ServiceDraft, unknown: readonly string[] = []) =>
  serviceProblems(draft, unknown).map(({ path, reason }) => `${path} ${reason}`);

describe("a service without fault", () => {
  it.each<[string, ServiceDraft]>([
    ["that says nothing", {}],
    ["with a directory", { directory: "/usr/local/bin/myapp" }],
    ["with readiness", { readiness: { timeout: "1s", minHealthyTime: "0", probe: ["true"] } }],
    ["with packages", { runtime: { packages: ["jq", "g++", "libc6:amd64", "nginx=1.22.1-9"] } }],
    ["with a user to make", { createUser: true, unit: { user: "myapp" } }],
    [
      "with a user to make that its text names",
      { createUser: true, unit: { text: "[Service]\nUser=myapp\n" } },
    ],
  ])("%s has no problem", (_, draft) => {
    expect(problems(draft)).toEqual([]);
  });
});

describe("a requirement", () => {
  it.each([
    "sdnotify==0.3.2",
    "sdnotify === 0.3.2",
    "uvicorn[standard]==0.30.1",
    'tomli==2.0.1; python_version < "3.11"',
    "six==1.17.0 --hash=sha256:00",
    "six==1.17.0 # for the old client",
    "mylib @ https://example.com/mylib-1.0-py3-none-any.whl",
    "--extra-index-url=https://example.com/simple",
  ])("%s is pinned", (line) => {
    expect(problems({ runtime: { python: { requirements: [line] } } })).toEqual([]);
  });

  it.each([
    "sdnotify",
    "sdnotify>=0.3",
    "sdnotify~=0.3.2",
    "sdnotify==0.3.*",
    'sdnotify; python_version == "3.11"',
    "sdnotify # ==0.3.2",
  ])("%s is not, and the way out is shown", (line) => {
    expect(problems({ runtime: { python: { requirements: ["six==1.17.0", line] } } })).toEqual([
      'runtime.python.requirements[1] is not pinned: write it like "name==1.2.3", so that the same release is the same everywhere',
    ]);
  });

  it.each([
    ["", "is empty"],
    ["  ", "is empty"],
    ["six==1.17.0\n--pre", "must be one line without control characters"],
  ])("%j is none", (line, reason) => {
    expect(problems({ runtime: { python: { requirements: [line] } } })).toEqual([
      `runtime.python.requirements[0] ${reason}`,
    ]);
  });
});

describe("what is wrong with a service", () => {
  it.each<[ServiceDraft, string]>([
    [
      { directory: "bin/myapp" },
      'directory must be an absolute path of the host, like "/usr/local/bin/myapp"',
    ],
    [
      { directory: "/usr//local/../bin" },
      "directory must be written in its shortest form, without `//`, `.`, `..` or a slash at its end",
    ],
    [
      { directory: "/usr/local/bin/myapp/" },
      "directory must be written in its shortest form, without `//`, `.`, `..` or a slash at its end",
    ],
    [{ directory: "/usr/a\nb" }, "directory must not contain control characters"],
    [
      { readiness: { timeout: "15 parsecs" } },
      'readiness.timeout is no systemd time span; write it like "15s" or "1min 30s" (systemd.time(7))',
    ],
    [
      { readiness: { timeout: "infinity" } },
      "readiness.timeout must end some time: a deployment can't wait for ever",
    ],
    [{ readiness: { timeout: "200ms" } }, "readiness.timeout must be 1s or more"],
    [
      { readiness: { minHealthyTime: "" } },
      'readiness.minHealthyTime is no systemd time span; write it like "15s" or "1min 30s" (systemd.time(7))',
    ],
    [{ directory: `/srv/${"a".repeat(201)}` }, "directory must have a last part of 200 bytes at most"],
    [
      { readiness: { probe: ["/bin/x", "a\0b"] } },
      "readiness.probe[1] contains a NUL character, which no argument can carry",
    ],
    [
      { createUser: true, unit: { user: "1234" } },
      "createUser conflicts with unit.user, a number: an id needs no account; name it or leave one of them out",
    ],
    [
      { createUser: true, unit: { text: "[Service]\nUser=app\nGroup=1234\n" } },
      "createUser conflicts with the group in unit.text, a number: an id needs no account; name it or leave one of them out",
    ],
    [
      { createUser: true, unit: { user: `${"a".repeat(20)}@example.org` } },
      "createUser conflicts with unit.user: useradd makes no name of more than 31 characters",
    ],
    [{ readiness: { probe: [] } }, "readiness.probe is an empty command; leave it out if there is none"],
    [{ runtime: { packages: ["jq", "-o=Dpkg::Options"] } }, "runtime.packages[1] is no name of a package"],
    [{ runtime: { packages: ["jq curl"] } }, "runtime.packages[0] is no name of a package"],
    [{ runtime: { packages: ["openssh-server-"] } }, "runtime.packages[0] is no name of a package"],
    [{ runtime: { packages: [""] } }, "runtime.packages[0] is no name of a package"],
    [{ connection: { host: " " } }, "connection.host is empty"],
    [{ connection: { host: "h", proxy: { host: "" } } }, "connection.proxy.host is empty"],
    [{ createUser: true, unit: {} }, "createUser needs to know whom: set unit.user"],
    [
      { createUser: true, unit: { dynamicUser: true } },
      "createUser conflicts with unit.dynamicUser: systemd makes that user itself; leave one of them out",
    ],
    [
      { createUser: true, unit: { text: "[Service]\nType=notify\n" } },
      "createUser needs to know whom: there is no User= in unit.text that could be made",
    ],
  ])("%j is told", (draft, expected) => {
    expect(problems(draft)).toEqual([expected]);
  });

  it("is told all at once", () => {
    const draft: ServiceDraft = {
      connection: { host: "" },
      directory: "myapp",
      runtime: { packages: ["a b"], python: { requirements: ["six"] } },
      readiness: { timeout: "soon" },
      createUser: true,
      unit: {},
    };
    expect(serviceProblems(draft, []).map(({ path }) => path)).toEqual([
      "connection.host",
      "directory",
      "runtime.packages[0]",
      "runtime.python.requirements[0]",
      "readiness.timeout",
      "createUser",
    ]);
  });

  it.each(["unit.user", "unit.text"])("is not said of a user to make while %s isn't known", (path) => {
    expect(problems({ createUser: true, unit: {} }, [path])).toEqual([]);
  });
});
