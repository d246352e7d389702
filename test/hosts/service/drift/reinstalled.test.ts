import { describe, expect, it } from "vitest";
import { connectionTo } from "../deployer";
import { DIRECTORY, driftingHost, inputs, UNIT_FILE } from "./driftingHost";

const REMOVED = `systemctl disable --now myapp.service; rm -rf /opt/myapp ${UNIT_FILE} ${DIRECTORY}; userdel myapp; systemctl daemon-reload; systemctl reset-failed`;

describe.sequential("a host", () => {
  const at = driftingHost();
  const { sh, drift } = at;
  const machineId = () => sh("cat /etc/machine-id");
  const anotherMachineId = () => sh("tr -d - </proc/sys/kernel/random/uuid >/etc/machine-id");

  it("that is another machine by its machine-id, with all in place, is named and nothing restarts", async () => {
    const [was, before] = [await machineId(), await at.invocation()];
    await anotherMachineId();
    expect(await drift()).toEqual([
      `This is another machine, or it was installed anew: its machine-id was ${was} and is ${await machineId()}.`,
    ]);
    expect(await drift()).toHaveLength(1);
    expect(await at.service.changes(inputs())).toEqual(["delete drift"]);
    expect((await at.service.up(inputs())).machineId).toBe(await machineId());
    expect(await drift()).toBeUndefined();
    expect(await at.service.changes(inputs())).toEqual([]);
    expect(await at.invocation()).toBe(before);
  });

  it("that was installed anew is named, and the next up installs everything there again", async () => {
    const was = await machineId();
    await sh(REMOVED);
    await anotherMachineId();
    expect(await drift()).toEqual([
      `This is another machine, or it was installed anew: its machine-id was ${was} and is ${await machineId()}.`,
      "Nothing of myapp.service is on the host.",
    ]);
    expect(await at.service.changes(inputs())).toEqual(["delete drift"]);
    const outputs = await at.service.up(inputs());
    expect(outputs).toMatchObject({
      status: "active (running)",
      changes: ["install: myapp.service is new here"],
    });
    expect(await drift()).toBeUndefined();
    expect(await at.service.changes(inputs())).toEqual([]);
    expect(await sh("systemctl is-enabled myapp.service; id -un myapp")).toBe("enabled\nmyapp");
  });

  it("that was installed anew has another key too: refresh stops there, and up goes on with the key in the program", async () => {
    await sh(REMOVED);
    await anotherMachineId();
    await sh(
      "rm /etc/ssh/ssh_host_*; ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key; systemctl restart ssh",
    );
    await expect(at.service.refresh()).rejects.toThrow(/key/);
    const hostKey = (await sh("cut -d' ' -f1-2 /etc/ssh/ssh_host_ed25519_key.pub")).trim();
    const again = inputs({ connection: connectionTo(at.host, { hostKey }) });
    expect(await at.service.changes(again)).not.toEqual([]);
    const outputs = await at.service.up(again);
    expect(outputs).toMatchObject({ status: "active (running)", machineId: await machineId() });
    expect(await drift()).toBeUndefined();
    expect(await at.service.changes(again)).toEqual([]);
  });
});
