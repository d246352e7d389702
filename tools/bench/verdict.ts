import { createHash } from "node:crypto";
import type { TestHost } from "../hosts/testHost";
import { FILES, fileTexts, SERVICE } from "./job";

const QUESTION = `systemctl show -P ActiveState -P StatusText -P UnitFileState ${SERVICE}.service
pid=$(systemctl show -P MainPID ${SERVICE}.service)
cd "/proc/$pid/cwd" && cd "$(dirname "$(tr '\\0' '\\n' < "/proc/$pid/cmdline" | tail -n 1)")" && sha256sum ${FILES.join(" ")}
`;

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** What a host answers that has that version, running, enabled, with both files as they should be. */
export function expectedAnswer(version: string): string {
  const texts = fileTexts(version);
  return ["active", version, "enabled", ...FILES.map((name) => `${sha256(texts[name])}  ${name}`), ""].join(
    "\n",
  );
}

/** Did it do the job? Whoever did not has no figure. */
export async function shortcomings(hosts: readonly TestHost[], version: string): Promise<string[]> {
  const answers = await Promise.all(hosts.map((host) => host.run(QUESTION)));
  return answers.flatMap(({ stdout }, index) =>
    sameWords(stdout, expectedAnswer(version))
      ? []
      : [`${hosts[index]?.name} is not as it should be:\n${stdout}`],
  );
}

/** systemctl prints properties in an order of its own. */
function sameWords(said: string, expected: string): boolean {
  const sorted = (text: string) => text.split("\n").sort().join("\n");
  return sorted(said) === sorted(expected);
}
