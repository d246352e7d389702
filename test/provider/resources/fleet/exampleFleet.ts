import { checkFleet } from "../../../../provider/resources/fleet/checkFleet";
import { deployedOf, newRecord, settingsHash } from "../../../../provider/resources/fleet/hostRecord";
import { fieldsOf, hostNames, memberInputs } from "../../../../provider/resources/fleet/member";
import type { State } from "../../../../provider/resources/resource";
import { recordedRelease } from "../../../../provider/resources/service/recordedRelease";
import { Archive, Asset, type ValueMap } from "../../../../provider/resources/value";

export const URN = "urn:pulumi:dev::tests::systemd:index:Fleet::myapp";

export function fleetInputs(change: ValueMap = {}, source = "print()"): ValueMap {
  return {
    connection: { user: "deploy" },
    hosts: {
      web1: { connection: { host: "203.0.113.1" } },
      web2: { connection: { host: "203.0.113.2" } },
      web3: { connection: { host: "203.0.113.3" } },
    },
    source: new Archive(undefined, { assets: { "app.py": new Asset(undefined, { text: source }) } }),
    unit: { execStart: ["/usr/bin/python3", "app.py"] },
    ...change,
  };
}

/** As Check leaves them. */
export async function checked(inputs: ValueMap = fleetInputs()): Promise<ValueMap> {
  const { inputs: computed, problems } = await checkFleet(inputs, URN);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return computed;
}

/** What a rollout that succeeded leaves; `change`: of single hosts' records. */
export function deployedFleet(inputs: ValueMap, change: Readonly<Record<string, ValueMap>> = {}): State {
  const hosts = hostNames(inputs).map((name) => {
    const member = memberInputs(inputs, name);
    const record = {
      ...newRecord(String(fieldsOf(member.connection).host)),
      status: "active (running)",
      releaseDigest: recordedRelease(member).digest,
      outcome: "updated",
      deployed: deployedOf(member),
      settings: settingsHash(member),
    };
    return [name, { ...record, ...change[name] }];
  });
  return { id: "myapp.service/5f2c", inputs, outputs: { hosts: Object.fromEntries(hosts) } };
}
