import { characterObjection } from "./literalText";

/** What a program may be written as (`UnitSpec.execStart`): on the host, in the source, or by name. */
export type Executable =
  | { readonly kind: "host"; readonly path: string }
  | { readonly kind: "source"; readonly path: string }
  | { readonly kind: "name"; readonly name: string };

/** `files`: the paths of the source, by which `server.py` is told from a program of that name. */
export function readExecutable(word: string, files: ReadonlySet<string>): Executable {
  if (word.startsWith("/")) return { kind: "host", path: word };
  const path = word.replace(/^(?:\.\/+)+/, "");
  if (path !== word || path.includes("/") || files.has(path)) return { kind: "source", path };
  return { kind: "name", name: word };
}

/** The path or name that systemd gets. A name is left to systemd's own search where there is no virtual environment. */
export function locateExecutable(
  word: string,
  place: {
    readonly appDirectory: string;
    readonly runtimeBin?: string;
    readonly files: ReadonlySet<string>;
  },
): string {
  const executable = readExecutable(word, place.files);
  switch (executable.kind) {
    case "host":
      return executable.path;
    case "source":
      return `${place.appDirectory}/${executable.path}`;
    case "name":
      return place.runtimeBin === undefined ? executable.name : `${place.runtimeBin}/${executable.name}`;
  }
}

/** Why the first word of a command can't be its program; `files` is absent while the source isn't known. */
export function executableObjection(
  word: string,
  files: ReadonlySet<string> | undefined,
): string | undefined {
  if (word === "") return "is empty: the first word is the program to run";
  if (/^[@:+!|-]/.test(word)) {
    return "starts with a character that systemd takes for a prefix (`+` would run it as root): write the program alone; a line that needs a prefix goes into `directives`";
  }
  const stranger = /["'\\$]/.exec(word)?.[0];
  if (stranger !== undefined) {
    return `contains \`${stranger}\`, which systemd does not allow in the path of a program: rename the program, or run it through another one`;
  }
  return characterObjection(word) ?? pathObjection(word, files);
}

function pathObjection(word: string, files: ReadonlySet<string> | undefined): string | undefined {
  if (word.endsWith("/")) return "is a directory: name the program in it";
  if (word.split("/").includes("..")) {
    return "leads out of its directory with `..`: write an absolute path, or a file of `source`";
  }
  if (files === undefined) return undefined;
  const executable = readExecutable(word, files);
  if (executable.kind !== "source" || files.has(executable.path)) return undefined;
  return "is no file of `source`: write the path as it is there, an absolute path of the host, or a name without slashes";
}
