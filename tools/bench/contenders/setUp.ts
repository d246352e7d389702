import type { Arena, Contender, ContenderName } from "../contender";
import { ansible } from "./ansible";
import { openssh } from "./openssh";
import { empty, ours } from "./ours";
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
    case "systemd":
      return ours("ready is done", arena);
    case "systemd-defaults":
      return ours("defaults", arena);
  }
}
