import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun } from "../../process/command";
import type { Arena, Contender } from "../contender";
import { FILES, SERVICE } from "../job";
import { cleanUpByHand } from "./handCleanUp";
import { knownHosts } from "./openssh";

/** As its documentation has it: one operation for each thing, and a restart if any of them changed something. */
const DEPLOY = `
from pyinfra.operations import apt, files, systemd
from pyinfra.operations.util import any_changed

apt.packages(name="Python is installed", packages=["python3"], _sudo=True)
changes = [
    files.put(name=f"{name} is there", src=f"job/app/{name}", dest=f"/opt/${SERVICE}/{name}", mode="644", _sudo=True)
    for name in ${JSON.stringify(FILES)}
]
changes.append(
    files.put(
        name="The unit is there",
        src="job/${SERVICE}.service",
        dest="/etc/systemd/system/${SERVICE}.service",
        mode="644",
        _sudo=True,
    )
)
systemd.service(
    name="A changed service restarts",
    service="${SERVICE}.service",
    restarted=True,
    daemon_reload=True,
    _if=any_changed(*changes),
    _sudo=True,
)
systemd.service(
    name="The service runs, now and after a reboot",
    service="${SERVICE}.service",
    running=True,
    enabled=True,
    _sudo=True,
)
`;

export async function pyinfra({ directory, hosts, peersBin }: Arena): Promise<Contender> {
  const knownHostsPath = join(directory, "known_hosts");
  writeFileSync(knownHostsPath, knownHosts(hosts));
  writeFileSync(join(directory, "deploy.py"), DEPLOY);
  writeFileSync(join(directory, "inventory.py"), inventory(hosts, knownHostsPath));
  const program = join(peersBin, "pyinfra");
  const said = await mustRun([program, "--version"]);
  return {
    version: /v?(\d[\w.]*)/.exec(said)?.[1] ?? said.trim(),
    doesTheJob: true,
    command: (phase) => ({
      argv: [
        ...[program, "--parallel", String(hosts.length)],
        // With -y it changes what it must without having looked first, and a dry run would look at nothing.
        phase === "refresh" ? "--dry" : "-y",
        ...["inventory.py", "deploy.py"],
      ],
      cwd: directory,
      env: process.env,
    }),
    cleanUp: () => cleanUpByHand(hosts),
  };
}

function inventory(hosts: Arena["hosts"], knownHostsPath: string): string {
  const entries = hosts.map(({ address, port, user, privateKeyPath }) => {
    const data = {
      ssh_user: user,
      ssh_port: port,
      ssh_key: privateKeyPath,
      ssh_known_hosts_file: knownHostsPath,
      ssh_strict_host_key_checking: "yes",
    };
    return `    (${JSON.stringify(address)}, ${JSON.stringify(data)}),\n`;
  });
  return `hosts = [\n${entries.join("")}]\n`;
}
