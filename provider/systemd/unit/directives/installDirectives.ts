import type { NamesByVersion } from "./namesByVersion";

/** [Install] directives, systemd.unit(5). */
export const INSTALL_DIRECTIVES: NamesByVersion = {
  0: "Alias Also DefaultInstance RequiredBy WantedBy",
  254: "UpheldBy",
};
