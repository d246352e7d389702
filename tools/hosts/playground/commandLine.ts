import { parseArgs } from "node:util";
import { type PythonVariant, RELEASES, type Release } from "../testHost";

export type HostsCommand =
  | { readonly verb: "up"; readonly count: number; readonly release: Release; readonly python: PythonVariant }
  | { readonly verb: "down" }
  | { readonly verb: "help" }
  | { readonly verb: "wrong"; readonly reason: string };

export const USAGE = `Disposable systemd hosts to play with.

  npm run hosts -- up [count] [--release <name>] [--python <what>]   start hosts, one if no count is given
  npm run hosts -- down                                              end all that were started this way

  --release   ${RELEASES.join(", ")} (default bookworm): systemd 247, 252, 257
  --python    none, without-venv, venv (default venv): what of Python 3 is installed

The hosts stay until "down" or until this machine goes down. Users, all with the printed key: root, deploy (sudo without
a password), operator (sudo with the password "correct horse"), guest (no sudo).
`;

const PYTHON_VARIANTS: readonly PythonVariant[] = ["none", "without-venv", "venv"];

export function parseCommandLine(args: readonly string[]): HostsCommand {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h" },
        release: { type: "string" },
        python: { type: "string" },
      },
    });
    const [verb, ...rest] = positionals;
    if (values.help || verb === "help" || verb === undefined) return { verb: "help" };
    if (verb === "down" && rest.length === 0) return { verb };
    if (verb === "up" && rest.length <= 1) {
      return up(rest[0] ?? "1", values.release ?? "bookworm", values.python ?? "venv");
    }
    return wrong(`"${positionals.join(" ")}" is not a command`);
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

function up(count: string, releaseName: string, pythonName: string): HostsCommand {
  const release = RELEASES.find((name) => name === releaseName);
  const python = PYTHON_VARIANTS.find((name) => name === pythonName);
  if (!/^[1-9][0-9]{0,2}$/.test(count)) return wrong(`the number of hosts is "${count}": give 1 or more`);
  if (release === undefined) return wrong(`--release ${releaseName}: may be ${RELEASES.join(", ")}`);
  if (python === undefined) return wrong(`--python ${pythonName}: may be ${PYTHON_VARIANTS.join(", ")}`);
  return { verb: "up", count: Number(count), release, python };
}

function wrong(reason: string): HostsCommand {
  return { verb: "wrong", reason };
}
