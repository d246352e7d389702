import type { TestHost } from "../hosts/testHost";
import { runCommand } from "../process/command";
import type { MatrixStack, StackName } from "./stack";

/** Where somebody without rights might look. */
export type Sight = readonly [place: string, text: string];

/** The places in which one of `secrets` is to be read. */
export function exposures(secrets: readonly string[], sights: readonly Sight[]): string[] {
  return sights.flatMap(([place, text]) =>
    secrets.some((secret) => text.includes(secret)) ? [`a secret is in ${place}`] : [],
  );
}

const LIST_PROCESSES = ["ps", "axww", "-o", "args"];

/** On the host, and here. */
export async function processLists(host: TestHost): Promise<Sight[]> {
  const [there, here] = await Promise.all([host.run(LIST_PROCESSES.join(" ")), runCommand(LIST_PROCESSES)]);
  return [
    ["the host's process list", there.stdout],
    ["this machine's process list", here.stdout],
  ];
}

/** Where anything may have been left: the host's journal, and what the CLI printed and stored. */
export async function records(
  host: TestHost,
  { stateText }: MatrixStack,
  stack: StackName,
  printed: string,
): Promise<Sight[]> {
  const journal = await host.run("journalctl --no-pager -o verbose --since '-5min'");
  return [
    ["the host's journal", journal.stdout],
    ["what pulumi printed", printed],
    ["pulumi's state", stateText(stack)],
  ];
}
