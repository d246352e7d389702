import { createConnection } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startHosts } from "../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../tools/hosts/testHost";
import { tracesOn } from "./hostTraces";

let started: TestHosts;
let host: TestHost;

beforeAll(async () => {
  started = await startHosts();
  [host] = started.hosts as [TestHost];
});
afterAll(async () => {
  await started?.stop();
});

it("a host is at rest when sshd has let go of a lost connection, though the kernel hasn't", async () => {
  const untouched = await tracesOn(host);
  const socket = createConnection(host.port, host.address);
  await new Promise((resolve) => socket.once("data", resolve));
  await host.dropConnections();
  socket.destroy();

  const rest = tracesOn(host);
  const longEnough = new Promise((resolve) => setTimeout(resolve, 1_000, "not at rest"));
  expect(await Promise.race([rest, longEnough])).toBe("not at rest");

  await host.run("ss -Htnp sport = :22 | sed 's/.*pid=//; s/,.*//' | xargs kill -KILL");
  expect(await rest).toEqual(untouched);
  expect((await host.run("ss -Htn sport = :22")).stdout).toMatch(/^FIN-WAIT-1/);
});
