import { expect, it, onTestFinished } from "vitest";
import { fleetResource } from "../../../../provider/resources/fleet/fleet";
import { recordsOf } from "../../../../provider/resources/fleet/hostRecord";
import { Archive, Asset, type ValueMap } from "../../../../provider/resources/value";
import { startMadeUpHosts } from "../../../../tools/bench/fleet/madeUpHosts";
import { drivenBy } from "../../../hosts/service/driven";

it("made-up hosts take a fleet from its first deployment to its end, as real ones would", async () => {
  const { hosts, close } = await startMadeUpHosts(3, 10);
  onTestFinished(close);
  const inputs = (mark: string): ValueMap => ({
    name: "bench",
    connection: { user: "bench", privateKey: hosts[0]?.privateKey ?? "" },
    hosts: Object.fromEntries(
      hosts.map(({ name, address, port, hostKey }) => [
        name,
        { connection: { host: address, port, hostKey } },
      ]),
    ),
    source: new Archive(undefined, { assets: { "app.py": new Asset(undefined, { text: mark }) } }),
    unit: { execStart: ["/usr/bin/python3", "app.py"], user: "guest" },
    readiness: { minHealthyTime: "0s" },
    rollout: { maxParallel: 3 },
  });
  const fleet = drivenBy(fleetResource(), "bench");
  const of = (output: string) =>
    [...recordsOf(fleet.state?.outputs ?? {}).values()].map((record) => record[output]);

  await fleet.up(inputs("one"));
  expect(of("outcome")).toEqual(["updated", "updated", "updated"]);
  const first = of("releaseDigest");
  await fleet.refresh();
  expect(of("drift")).toEqual([undefined, undefined, undefined]);
  expect(await fleet.changes(inputs("one"))).toEqual([]);
  await fleet.up(inputs("two"));
  expect(of("status")).toEqual(Array(3).fill("active (running)"));
  expect(of("readyAfter")).toEqual([0.01, 0.01, 0.01]);
  expect(of("releaseDigest")).not.toEqual(first);
  await fleet.destroy();
  expect(fleet.state).toBeUndefined();
}, 60_000);
