import { hasCommand, runCommand } from "../process/command";
import type { EngineFacts, MachineFacts } from "./chooseDriver";

/** Each command that nspawn hosts need, and the Debian package that has it. */
export const NSPAWN_PACKAGES: Readonly<Record<string, string>> = {
  debootstrap: "debootstrap",
  "systemd-nspawn": "systemd-container",
  nft: "nftables",
  ip: "iproute2",
  "ssh-keygen": "openssh-client",
};

export async function readMachineFacts(env: NodeJS.ProcessEnv = process.env): Promise<MachineFacts> {
  const isLinux = process.platform === "linux";
  const isRoot = process.getuid?.() === 0;
  const commands = Object.keys(NSPAWN_PACKAGES);
  const present = await Promise.all(commands.map((command) => hasCommand(command)));
  return {
    platform: process.platform,
    isRoot,
    canMount: isLinux && isRoot && (await canMount()),
    hasApt: await hasCommand("apt-get"),
    missingCommands: commands.filter((_, index) => present[index] === false),
    engines: (await Promise.all([engineFacts("docker"), engineFacts("podman")])).flat(),
    requested: env.PULUMI_SYSTEMD_HOSTS,
  };
}

async function canMount(): Promise<boolean> {
  const attempt = ["unshare", "--mount", "--propagation=private", "mount", "-t", "tmpfs", "tmpfs", "/mnt"];
  return (await runCommand(attempt)).code === 0;
}

async function engineFacts(name: EngineFacts["name"]): Promise<EngineFacts[]> {
  if (!(await hasCommand(name))) return [];
  try {
    const { code, stderr } = await runCommand([name, "ps", "--quiet"], { timeoutMs: 10_000 });
    return [code === 0 ? { name } : { name, problem: lastLine(stderr) }];
  } catch (error) {
    return [{ name, problem: lastLine(String(error)) }];
  }
}

const lastLine = (text: string) => text.trim().split("\n").at(-1) ?? "";
