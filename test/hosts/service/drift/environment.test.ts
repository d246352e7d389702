import { describe, expect, it } from "vitest";
import { driftingHost, inputs } from "./driftingHost";

const inEnvironment = () =>
  inputs({ runtime: { python: { requirements: [] } } }, { execStart: ["python3", "app.py"] });
const PACKAGES = "$RELEASE/runtime/lib/python3.11/site-packages";
/** What `python3 -m venv` and its installation need. */
const MEANS = ["/usr/lib/python3.11/venv", "/usr/bin/apt-get"];

describe.sequential("a Python environment", () => {
  const at = driftingHost(inEnvironment);
  const { sh, drift } = at;
  const expectRepaired = async () => {
    const before = await at.invocation();
    await at.service.up(inEnvironment());
    expect(await at.invocation()).not.toBe(before);
    expect(await drift()).toBeUndefined();
    expect(await at.service.changes(inEnvironment())).toEqual([]);
    expect(await sh("$RELEASE/runtime/bin/python3 -c 'import pip; print(1)'")).toBe("1");
  };

  it("that was deleted is named, and the next up makes it anew", async () => {
    await sh("rm -r /opt/myapp/runtimes");
    expect(await drift()).toEqual([
      expect.stringMatching(/^The Python environment of release \w{12} is gone\.$/),
    ]);
    expect(await at.service.changes(inEnvironment())).toEqual(["delete drift"]);
    await expectRepaired();
  });

  it("that was changed is named, with what is added, changed and removed", async () => {
    await sh(`echo >${PACKAGES}/mine.py; echo '# by hand' >>${PACKAGES}/pip/__init__.py`);
    await sh("rm $RELEASE/runtime/bin/python3");
    expect(await drift()).toEqual([
      expect.stringMatching(
        /^The Python environment of release \w{12} was changed by hand: added: lib\/\S+\/mine\.py; changed: lib\/\S+\/pip\/__init__\.py; removed: bin\/python3\.$/,
      ),
    ]);
  });

  it("that cannot be made anew stays as it is, and so does the service", async () => {
    const before = await at.invocation();
    await sh(MEANS.map((path) => `mv ${path} ${path}.gone`).join("; "));
    const { message } = await at.service.upFails(inEnvironment());
    await sh(MEANS.map((path) => `mv ${path}.gone ${path}`).join("; "));
    expect(message).toContain("venv");
    expect(await at.invocation()).toBe(before);
    expect(await sh(`ls ${PACKAGES}/mine.py; ls /opt/myapp/set-aside`)).toMatch(/^\S+mine\.py$/);
  });

  it("is made anew by the next up, and what someone had installed there is kept", async () => {
    await expectRepaired();
    expect(at.service.state?.outputs.changes).toContainEqual(
      expect.stringMatching(/^set aside: .*\/runtimes\//),
    );
    expect(await sh("ls /opt/myapp/set-aside/*/opt/myapp/runtimes/*/lib/*/site-packages/mine.py")).not.toBe(
      "",
    );
  });

  it("is not looked for where none is wanted", async () => {
    await at.service.up(inputs());
    await sh("rm -rf /opt/myapp/runtimes/*");
    expect(await drift()).toBeUndefined();
  });
});
