import type { Cell } from "./cells";
import type { Place } from "./places";

/** Those at which the command for people and its agent are written, which happens where they are others than before. */
const WRITES_COMMAND: readonly Place[] = [
  "commit:command-written",
  "commit:agent-copied",
  "commit:agent-kept",
];

/** The name of an agent that is none of ours. */
const EARLIER = "0".repeat(16);

/** What has to be done on a host, as root, for a deployment to come by the cell's place. */
export function preparation({ place, first }: Cell, name: string): string {
  if (first || !WRITES_COMMAND.includes(place)) return ":";
  // As another version of this package left it.
  return `cd /opt/${name} && { [ -d agent/${EARLIER} ] || mv agent/* agent/${EARLIER}; } &&
sed -i 's,/agent/[0-9a-f]*/,/agent/${EARLIER}/,' pulumi-systemd`;
}
