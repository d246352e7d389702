import type { TestHost } from "../../../tools/hosts/testHost";

/** Writes a unit where it is gone after a reboot, and has systemd read it. */
export async function loadUnit(host: TestHost, unitName: string, text: string): Promise<void> {
  const path = `/run/systemd/system/${unitName}`;
  await host.run(`cat >${path} && systemctl daemon-reload`, { input: text });
}

/** What systemd says about a unit under its real name; lines about other units are left out. */
export async function verifyLines(host: TestHost, unitName: string, text: string): Promise<string[]> {
  const path = `/run/verify/${unitName}`;
  const { stdout } = await host.run(
    `mkdir -p /run/verify && cat >${path} && systemd-analyze verify --man=no ${path} 2>&1 || true`,
    { input: text },
  );
  return stdout.split("\n").filter((line) => line.includes(unitName));
}

export async function show(
  host: TestHost,
  unitName: string,
  names: readonly string[],
): Promise<Record<string, string>> {
  const { stdout } = await host.run(`systemctl show -p ${names.join(",")} ${unitName}`);
  const pairs = stdout.split("\n").filter((line) => line.includes("="));
  return Object.fromEntries(
    pairs.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}
