import { expect, it } from "vitest";
import { fleetScene } from "./fleetScene";

const { fleet, at, inputs, record, running } = fleetScene(2, 2);
/** Long enough for a busy machine, and far shorter than what a start may take (90 s). */
const DEADLINE = "20s";

it("a host that is not healthy by healthyDeadline is taken back, and its place goes to the next", async () => {
  await fleet.up(inputs("first"));
  await at(0).run("echo second hang >/etc/does");
  const failure = await fleet.upFails(
    inputs("second", { rollout: { canary: 0, maxParallel: 1, maxFailures: 1, healthyDeadline: DEADLINE } }),
  );
  expect(await running()).toEqual(["# first active", "# second active"]);
  expect([record("web1").outcome, record("web2").outcome]).toEqual(["failed", "updated"]);
  expect(failure.message).toContain(
    "web1: stopped by the rollout, since it was not healthy within 20s (rollout.healthyDeadline)",
  );
  expect(failure.message).toMatch(/The previous release [0-9a-f]+ runs again/);
}, 120_000);

it("a rollout without a healthy host for progressDeadline halts, and takes back what was under way", async () => {
  await at(0).run("echo third hang >/etc/does");
  const failure = await fleet.upFails(
    inputs("third", { rollout: { canary: 0, maxParallel: 1, maxFailures: 2, progressDeadline: DEADLINE } }),
  );
  expect(await running()).toEqual(["# first active", "# second active"]);
  expect([record("web1").outcome, record("web2").outcome]).toEqual(["failed", "not-started"]);
  expect(failure.message).toContain(
    "web1: stopped by the rollout, since no host became healthy for 20s (rollout.progressDeadline)",
  );
  expect(failure.message).toContain("the rollout halted, since no host became healthy for too long");
}, 120_000);
