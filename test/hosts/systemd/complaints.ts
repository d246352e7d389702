import type { TestHost } from "../../../tools/hosts/testHost";

/**
 * Of each unit the lines that systemd complains about, as `systemd-analyze verify` numbers them: it names the last line
 * of a continued one. Many at once, as each call takes most of its time to start.
 */
export async function complaints(host: TestHost, texts: readonly string[]): Promise<number[][]> {
  const found = texts.map((): number[] => []);
  const script = `rm -rf /run/probe; mkdir /run/probe; cd /run/probe
    ${texts.map((text, index) => `base64 -d >p${index}.service <<'.'\n${Buffer.from(text).toString("base64")}\n.`).join("\n")}
    find /run/probe -name 'p*.service' | xargs -n 100 systemd-analyze verify --man=no 2>&1 || true
    rm -rf /run/probe`;
  const { stdout } = await host.run("sh -s", { input: script });
  // systemd 247 colours its warnings whatever it is told. A refusal of the whole unit has no line: it counts as line 0.
  const plain = stdout.replace(new RegExp(`${"\u001b"}\\[[0-9;]*m`, "g"), "");
  for (const [, unit, line] of plain.matchAll(/^(?:\/run\/probe\/)?p([0-9]+)\.service:(?:([0-9]+):)?/gm)) {
    found[Number(unit)]?.push(Number(line ?? 0));
  }
  return found;
}
