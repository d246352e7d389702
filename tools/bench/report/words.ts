import type { ContenderName, Phase } from "../contender";

export const TITLES: Readonly<Record<ContenderName, string>> = {
  ssh: "raw OpenSSH",
  ansible: "Ansible",
  "ansible-pipelining": "Ansible, pipelining",
  "ansible-mitogen": "Ansible, mitogen",
  pyinfra: "pyinfra",
  command: "@pulumi/command",
  empty: "empty `pulumi up`",
  resources: "as many empty resources",
  systemd: "this project",
  "systemd-defaults": "this project, defaults",
};

export const PHASE_TITLES: Readonly<Record<Phase, string>> = {
  first: "First deployment",
  unchanged: "Nothing changed",
  refresh: "Is all as it should be? (`refresh`, check mode, dry run)",
  change: "One of the files changed",
};
