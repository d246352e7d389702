import { afterAll, beforeAll, expect } from "vitest";
import { fleetResource } from "../../../provider/resources/fleet/fleet";
import { recordsOf } from "../../../provider/resources/fleet/hostRecord";
import { Archive, Asset, type ValueMap } from "../../../provider/resources/value";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { dialsOf } from "../../load/hostTraces";
import { type Driven, drivenBy } from "../service/driven";

export const NAME = "fleet";

/** Exits, or hangs before READY=1, where /etc/does says so of its mark; tells the size of its secret, if it has one, and never what it is. */
const APP = (mark: string) => `# ${mark}
import os, socket, sys, time
does = open("/etc/does").read().split() if os.path.exists("/etc/does") else []
if does == ["${mark}", "exit"]:
    print("cannot open the database", file=sys.stderr, flush=True)
    sys.exit(1)
if does == ["${mark}", "hang"]:
    time.sleep(3600)
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
    s.connect(os.environ["NOTIFY_SOCKET"])
    s.send(b"READY=1")
while True:
    time.sleep(1)
`;

export interface FleetScene {
  readonly fleet: Driven;
  at(index: number): TestHost;
  /** How to reach a host; `through`: by a jump host, under another address. */
  connection(index: number, through?: { readonly jump: number; readonly address: string }): ValueMap;
  /** The fleet's inputs with `web1` and so on at the first hosts. */
  inputs(mark: string, change?: ValueMap): ValueMap;
  record(name: string): ValueMap;
  /** The first line of the program that runs on each of the first hosts, and its invocation. */
  running(): Promise<string[]>;
  invocations(): Promise<string[]>;
  loginsOver(operation: () => Promise<unknown>): Promise<number[]>;
}

/** So many hosts for the tests of a file, of which the first `members` are a fleet. */
export function fleetScene(count: number, members: number): FleetScene {
  let started: TestHosts | undefined;
  const fleet = drivenBy(fleetResource(), NAME);
  const at = (index: number) => started?.hosts[index] ?? expect.fail(`there is no host ${index}`);
  const firstHosts = () => Array.from({ length: members }, (_, index) => at(index));
  const everywhere = <T>(ask: (host: TestHost) => Promise<T>) => Promise.all(firstHosts().map(ask));
  const login = (index: number): ValueMap => {
    const { address, hostKey, user, privateKey } = at(index);
    return { host: address, hostKey, user, privateKey };
  };
  beforeAll(async () => {
    started = await startHosts({ count });
  });
  afterAll(async () => await started?.stop());
  return {
    fleet,
    at,
    connection: (index, through) =>
      through === undefined
        ? login(index)
        : { ...login(index), host: through.address, proxy: login(through.jump) },
    inputs: (mark, change = {}) => ({
      connection: { dialErrorLimit: 0, perDialTimeout: 5 },
      hosts: Object.fromEntries(
        firstHosts().map((_, index) => [`web${index + 1}`, { connection: login(index) }]),
      ),
      source: new Archive(undefined, { assets: { "app.py": new Asset(undefined, { text: APP(mark) }) } }),
      unit: { execStart: ["/usr/bin/python3", "app.py"], user: "guest", restart: "no" },
      readiness: { minHealthyTime: "1s" },
      ...change,
    }),
    record: (name) => recordsOf(fleet.state?.outputs ?? {}).get(name) ?? expect.fail(`no record of ${name}`),
    running: () =>
      everywhere(async (host) => {
        const asked = `head -n 1 "$(systemctl show -P WorkingDirectory ${NAME})/app.py"; systemctl is-active ${NAME}`;
        return (await host.run(asked)).stdout.trim().replace("\n", " ");
      }),
    invocations: () =>
      everywhere(async (host) => (await host.run(`systemctl show -P InvocationID ${NAME}`)).stdout.trim()),
    async loginsOver(operation) {
      const before = await everywhere(dialsOf);
      await operation();
      const after = await everywhere(dialsOf);
      return after.map(({ accepted }, index) => accepted - (before[index]?.accepted ?? 0));
    },
  };
}
