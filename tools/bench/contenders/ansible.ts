import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun } from "../../process/command";
import type { Arena, Contender } from "../contender";
import { SERVICE } from "../job";
import { cleanUpByHand } from "./handCleanUp";
import { knownHosts, sshOptions } from "./openssh";

export type Flavour = "default" | "pipelining" | "mitogen";

/**
 * As its documentation has it: modules that know whether they changed something, and a handler that restarts once. Without
 * gathering facts, which nothing here needs. The `apt` module would first install Python's bindings of apt.
 */
const PLAYBOOK = `
- hosts: all
  become: true
  gather_facts: false
  tasks:
    - name: Python is installed
      ansible.builtin.command: dpkg-query --show python3
      changed_when: false
    - name: There is a directory
      ansible.builtin.file:
        path: /opt/${SERVICE}
        state: directory
        mode: "0755"
    - name: The files are there
      ansible.builtin.copy:
        src: job/app/{{ item }}
        dest: /opt/${SERVICE}/{{ item }}
        mode: "0644"
      loop: [app.py, settings.json]
      notify: Restart
    - name: The unit is there
      ansible.builtin.copy:
        src: job/${SERVICE}.service
        dest: /etc/systemd/system/${SERVICE}.service
        mode: "0644"
      notify: Restart
    - name: A changed service restarts now
      ansible.builtin.meta: flush_handlers
    - name: The service runs, now and after a reboot
      ansible.builtin.systemd_service:
        name: ${SERVICE}.service
        enabled: true
        state: started
  handlers:
    - name: Restart
      ansible.builtin.systemd_service:
        name: ${SERVICE}.service
        state: restarted
        daemon_reload: true
`;

export async function ansible(flavour: Flavour, { directory, hosts, peersBin }: Arena): Promise<Contender> {
  const knownHostsPath = join(directory, "known_hosts");
  writeFileSync(knownHostsPath, knownHosts(hosts));
  writeFileSync(join(directory, "playbook.yml"), PLAYBOOK);
  writeFileSync(join(directory, "inventory.ini"), hosts.map(inventoryLine).join(""));
  writeFileSync(join(directory, "ansible.cfg"), settings(flavour, peersBin, hosts.length, knownHostsPath));
  const home = join(directory, "home");
  mkdirSync(home);
  const env = { ...process.env, ANSIBLE_HOME: home, ANSIBLE_CONFIG: join(directory, "ansible.cfg") };
  const said = await mustRun([join(peersBin, "ansible"), "--version"], { env });
  const core = /core ([\w.]+)/.exec(said)?.[1] ?? "?";
  const packages = await mustRun([join(peersBin, "pip"), "list", "--format=freeze"]);
  const mitogen = /^mitogen==(.+)$/m.exec(packages)?.[1] ?? "?";
  return {
    version: flavour === "mitogen" ? `ansible-core ${core}, mitogen ${mitogen}` : `ansible-core ${core}`,
    doesTheJob: true,
    command: (phase) => ({
      argv: [join(peersBin, "ansible-playbook"), ...(phase === "refresh" ? ["--check"] : []), "playbook.yml"],
      cwd: directory,
      env,
    }),
    cleanUp: () => cleanUpByHand(hosts),
  };
}

function inventoryLine({ name, address, port, user, privateKeyPath }: Arena["hosts"][number]): string {
  return `${name} ansible_host=${address} ansible_port=${port} ansible_user=${user} ansible_ssh_private_key_file=${privateKeyPath} ansible_python_interpreter=/usr/bin/python3\n`;
}

function settings(flavour: Flavour, peersBin: string, forks: number, knownHostsPath: string): string {
  const strategy =
    flavour === "mitogen"
      ? `strategy = mitogen_linear\nstrategy_plugins = ${mitogenStrategies(peersBin)}\n`
      : "";
  const pipelining = flavour === "pipelining" ? "pipelining = True\n" : "";
  return `[defaults]
inventory = inventory.ini
forks = ${forks}
${strategy}
[ssh_connection]
ssh_common_args = ${sshOptions(knownHostsPath).join(" ")}
${pipelining}`;
}

function mitogenStrategies(peersBin: string): string {
  const lib = join(peersBin, "..", "lib");
  const python = readdirSync(lib).find((name) => name.startsWith("python")) ?? "python3";
  return join(lib, python, "site-packages", "ansible_mitogen", "plugins", "strategy");
}
