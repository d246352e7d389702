import { expect, it, onTestFinished } from "vitest";
import type { Transcript } from "../../../provider/host/transcript";
import { carryOut } from "../../../provider/resources/service/carryOut";
import { completeService } from "../../../provider/resources/service/completeService";
import { serviceResource } from "../../../provider/resources/service/service";
import { Archive, Asset } from "../../../provider/resources/value";
import { startMadeUpHosts } from "../../../tools/bench/fleet/madeUpHosts";
import type { Reachable } from "../../../tools/bench/fleet/reachable";
import { startHosts } from "../../../tools/hosts/startHosts";
import { readLocal } from "../../provider/host/source/readLocal";
import { notifyApp } from "./notifyApp";

/** A first deployment there: the steps that were heard of, and all that was told. */
async function deployTo({ address, port, user, privateKey, hostKey }: Reachable) {
  const urn = "urn:pulumi:dev::tests::systemd:index:Service::told";
  const app = new Asset(undefined, { text: notifyApp({ startSeconds: 0 }) });
  const { inputs, problems } = await serviceResource().check(
    {
      name: "told",
      connection: { host: address, port, user, privateKey, hostKey },
      source: new Archive(undefined, { assets: { "app.py": app } }),
      unit: { execStart: ["/usr/bin/python3", "app.py"], user: "guest" },
      readiness: { minHealthyTime: "0s" },
    },
    undefined,
    urn,
  );
  expect(problems).toEqual([]);
  const tree = await readLocal(completeService(inputs).source);
  const steps: string[] = [];
  const { transcript } = await carryOut(
    { news: inputs, tree, id: undefined, deployed: undefined },
    {
      ...{ urn, signal: new AbortController().signal, timeoutSeconds: undefined },
      ...{ progress: () => {}, inform: () => {}, warn: () => {} },
      heard: ({ step }) => {
        if (steps.at(-1) !== step) steps.push(step);
      },
    },
  );
  return { steps, transcript };
}

/** What does not differ from one host to the next. */
function shapeOf({ host, need, plan, detached, now, end }: Transcript) {
  const { ActiveState, SubState, Type, LoadState, UnitFileState, NRestarts, releasefiles, release } = now;
  return {
    ...{ host: Object.keys(host).sort(), need, plan, detached, end, facts: Object.keys(now).sort() },
    ...{ ActiveState, SubState, Type, LoadState, UnitFileState, NRestarts, releasefiles, release },
  };
}

it("made-up hosts, by which the bench measures large fleets, say what a real one says", async () => {
  await using started = await startHosts();
  const [real] = started.hosts;
  const { hosts, close } = await startMadeUpHosts(1, 10);
  onTestFinished(close);
  const [madeUp] = hosts;
  if (real === undefined || madeUp === undefined) throw new Error("no host was started");
  const [here, there] = [await deployTo(madeUp), await deployTo(real)];
  expect(shapeOf(here.transcript)).toEqual(shapeOf(there.transcript));
  expect(here.steps).toEqual(there.steps);
});
