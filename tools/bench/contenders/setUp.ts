import type { Arena, Contender, ContenderName } from "../contender";
import { ansible } from "./ansible";
import { empty, resources } from "./engine";
import { openssh } from "./openssh";
import { ours } from "./ours";
import { pulumiCommand } from "./pulumiCommand";
import { pyinfra } from "./pyinfra";

export function setUp(name: ContenderName, arena: Arena): Promise<Contender> {
  switch (name) {
    case "ssh":
      return openssh(arena);
    case "ansible":
      return ansible("default", arena);
    case "ansible-pipelining":
      return ansible("pipelining", arena);
    case "ansible-mitogen":
      return ansible("mitogen", arena);
    case "pyinfra":
      return pyinfra(arena);
    case "command":
      return pulumiCommand(arena);
    case "empty":
      return empty(arena);
    case "resources":
      return resources(arena);
    case "systemd":
      return ours("ready is done", arena);
    case "systemd-defaults":
      return ours("defaults", arena);
  }
}
