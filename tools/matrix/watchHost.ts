import { setTimeout as delay } from "node:timers/promises";
import type { TestHost } from "../hosts/testHost";
import { factsScript, type HostFacts, parseFacts } from "./hostFacts";

/** How a host looked at last, and what there was to complain of. */
export interface Look {
  readonly facts: HostFacts;
  readonly complaints: readonly string[];
}

const LOOK_INTERVAL_MS = 500;

/** Looks at a service's host until there is nothing to complain of, or for as long as that may take. */
export async function watchHost(
  host: TestHost,
  name: string,
  deadlineMs: number,
  judge: (facts: HostFacts) => string[],
): Promise<Look> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const { stdout } = await host.run(factsScript(name));
    const facts = parseFacts(stdout);
    const complaints = judge(facts);
    if (complaints.length === 0 || Date.now() > deadline) return { facts, complaints };
    await delay(LOOK_INTERVAL_MS);
  }
}
