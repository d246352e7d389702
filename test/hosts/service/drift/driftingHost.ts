import { afterAll, beforeAll } from "vitest";
import type { ValueMap } from "../../../../provider/resources/value";
import { startHosts } from "../../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../../tools/hosts/testHost";
import { appInputs, type Deployer, deployerOf } from "../deployer";

export const DIRECTORY = "/usr/local/bin/myapp";
export const UNIT_FILE = "/etc/systemd/system/myapp.service";

/** One host for a file's tests, on which somebody has a hand in `myapp`. */
export interface DriftingHost {
  readonly host: TestHost;
  readonly service: Deployer;
  /** A command as root; `$RELEASE` is where the deployed release is. */
  sh(command: string): Promise<string>;
  /** What a refresh names; undefined: nothing. */
  drift(): Promise<string[] | undefined>;
  invocation(): Promise<string>;
}

/** The service as most tests want it: with a link, up in half a second, and believed at once. */
export function inputs(overrides: ValueMap = {}, unit: ValueMap = {}): ValueMap {
  return appInputs(
    {},
    { directory: DIRECTORY, readiness: { minHealthyTime: "0", watchdogPing: false }, ...overrides },
    // What kills it leaves it failed.
    { restart: "no", ...unit },
  );
}

export function driftingHost(deployed: () => ValueMap = inputs): DriftingHost {
  let hosts: TestHosts | undefined;
  let host: TestHost | undefined;
  let service: Deployer | undefined;
  beforeAll(async () => {
    hosts = await startHosts();
    host = hosts.hosts[0];
    if (host) service = deployerOf(host);
    await service?.up(deployed());
  });
  afterAll(async () => await hosts?.stop());
  const started = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new Error("the host is not up");
    return thing;
  };
  const sh = async (command: string) => {
    const release = `/opt/myapp/releases/${started(service).state?.outputs.releaseDigest}`;
    return (await started(host).run(`RELEASE=${release}\n${command}`)).stdout.trim();
  };
  return {
    get host() {
      return started(host);
    },
    get service() {
      return started(service);
    },
    sh,
    drift: async () => (await started(service).refresh())?.drift as string[] | undefined,
    invocation: async () => await sh("systemctl show -P InvocationID myapp.service"),
  };
}
