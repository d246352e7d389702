import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { appInputs, type Deployer, deployerOf } from "./deployer";

/** Units of the host that cannot be without ours: each by another directive, the last one through another unit. */
const DEPENDENTS = {
  "needs.service": "Requires=myapp.service\nAfter=myapp.service",
  "bound.service": "BindsTo=myapp.service\nAfter=myapp.service",
  "part.service": "PartOf=myapp.service\nAfter=myapp.service",
  "second-hand.service": "Requires=needs.service\nAfter=needs.service",
  "resting.service": "Requires=myapp.service\nAfter=myapp.service",
};

const RUNNING = Object.keys(DEPENDENTS).filter((unit) => unit !== "resting.service");

describe.sequential("units that require the service", () => {
  let hosts: TestHosts;
  let host: TestHost;
  let deployer: Deployer;
  const sh = async (command: string) => (await host.run(command)).stdout.trim();
  const running = async () =>
    (await sh(`systemctl is-active ${Object.keys(DEPENDENTS).join(" ")}`)).split("\n");
  const AS_BEFORE = Object.keys(DEPENDENTS).map((unit) => (RUNNING.includes(unit) ? "active" : "inactive"));

  beforeAll(async () => {
    hosts = await startHosts();
    [host] = hosts.hosts as [TestHost];
    deployer = deployerOf(host);
    await deployer.up(appInputs({ mark: "first" }));
    for (const [unit, relation] of Object.entries(DEPENDENTS)) {
      await host.run(
        `printf '[Unit]\\n${relation.replaceAll("\n", "\\n")}\\n[Service]\\nExecStart=sleep infinity\\n' > /etc/systemd/system/${unit}`,
      );
    }
    await host.run(`systemctl daemon-reload && systemctl start ${RUNNING.join(" ")}`);
  });
  afterAll(async () => await hosts?.stop());

  it("restart with it, and are named where they are up", async () => {
    const before = await sh(`systemctl show -p InvocationID --value ${RUNNING.join(" ")}`);
    const { changes } = await deployer.up(appInputs({ mark: "second" }));
    for (const unit of RUNNING) expect(String(changes)).toContain(unit);
    expect(String(changes)).not.toContain("resting.service");
    await expect.poll(running, { timeout: 20_000 }).toEqual(AS_BEFORE);
    const after = await sh(`systemctl show -p InvocationID --value ${RUNNING.join(" ")}`);
    for (const invocation of before.split(/\s+/)) expect(after).not.toContain(invocation);
  });

  it("are up again after a rollback", async () => {
    await deployer.upFails(appInputs({ mark: "bad", does: "exit" }));
    await expect.poll(running, { timeout: 20_000 }).toEqual(AS_BEFORE);
  });
});
