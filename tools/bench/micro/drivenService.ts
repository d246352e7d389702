import type { Operation, State } from "../../../provider/resources/resource";
import { serviceResource } from "../../../provider/resources/service/service";
import { Archive, Asset, type ValueMap } from "../../../provider/resources/value";
import type { TestHost } from "../../hosts/testHost";

/** Our resource on one host, driven as the engine does, in this process. */
export interface DrivenService {
  /** When the provider knew of READY=1 (not a number when nothing was started), and when it was through: milliseconds since the epoch. */
  up(version: number): Promise<{ readonly knownAtMs: number; readonly doneAtMs: number }>;
  refresh(): Promise<void>;
}

/** Tells in its STATUS= when it sent READY=1, in nanoseconds. The clock is the machine's, and so the host's and ours. */
const app = (version: number) => `# ${version}
import os, socket, time
time.sleep(0.5)
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
    s.connect(os.environ["NOTIFY_SOCKET"])
    s.send(b"READY=1\\nSTATUS=%d" % time.time_ns())
while True:
    time.sleep(60)
`;

const NS_PER_MS = 1e6;

/** What the running one has told. */
export async function readySentAtMs(host: TestHost): Promise<number> {
  return Number((await host.run("systemctl show -P StatusText bench.service")).stdout) / NS_PER_MS;
}

export function driveService(host: TestHost): DrivenService {
  const resource = serviceResource();
  const urn = `urn:pulumi:dev::bench::${resource.type}::bench`;
  let state: State | undefined;
  const operation = (progress: (text: string) => void): Operation => ({
    ...{ urn, signal: new AbortController().signal, timeoutSeconds: undefined },
    progress,
    inform: () => {},
    warn: () => {},
  });
  return {
    async up(version) {
      let knownAtMs = Number.NaN;
      const watched = operation((text) => {
        if (text.startsWith("READY=1 after")) knownAtMs = now();
      });
      const { inputs, problems } = await resource.check(inputsFor(host, version), state?.inputs, urn);
      if (problems.length > 0) throw new Error(problems.map(({ reason }) => reason).join("\n"));
      const { id, outputs } =
        state === undefined
          ? await resource.create(inputs, false, watched)
          : { id: state.id, ...(await resource.update(state, inputs, false, watched)) };
      const doneAtMs = now();
      state = { id, inputs, outputs };
      return { knownAtMs, doneAtMs };
    },
    async refresh() {
      if (state === undefined) throw new Error("nothing is deployed");
      state = await resource.read(
        state,
        operation(() => {}),
      );
    },
  };
}

/** Finer than Date.now(). */
const now = () => performance.timeOrigin + performance.now();

function inputsFor({ address, user, privateKey, hostKey }: TestHost, version: number): ValueMap {
  const file = new Asset(undefined, { text: app(version) });
  return {
    connection: { host: address, user, privateKey, hostKey },
    source: new Archive(undefined, { assets: { "app.py": file } }),
    unit: { execStart: ["/usr/bin/python3", "app.py"], user: "guest" },
    readiness: { minHealthyTime: "0s" },
  };
}
