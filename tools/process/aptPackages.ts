import { mustRun, runCommand } from "./command";

/** With the lists at hand if they are good enough: fetching them takes longer than most packages do. */
export async function installPackages(packages: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = ["apt-get", "install", "-qq", "--no-install-recommends", ...packages];
  if ((await runCommand(install, { env })).code === 0) return;
  await mustRun(["apt-get", "update", "-qq"], { env });
  await mustRun(install, { env });
}
