import { splitWords } from "../words";
import { forEach, type ValueForm } from "./valueForm";

/** From the root, without `..`; a specifier may stand for its beginning. */
function isAbsolute(path: string): boolean {
  return /^(?:\/|%[A-Za-z])/.test(path) && !path.split("/").includes("..");
}

const ABSOLUTE = { name: "absolute path", remedy: "one that begins with `/` and has no `..`" } as const;

function path(prefix: RegExp): ValueForm {
  return { ...ABSOLUTE, accepts: (value) => isAbsolute(value.replace(prefix, "")) };
}

function paths(prefix: RegExp): ValueForm {
  return {
    name: "list of absolute paths",
    remedy: "paths that begin with `/` and have no `..`, with blanks between them",
    accepts: (value) => everyWord(value, (word) => isAbsolute(word.replace(prefix, ""))),
  };
}

function everyWord(value: string, accepts: (word: string) => boolean): boolean {
  return splitWords(value)?.every(({ text }) => accepts(text)) ?? false;
}

const BIND_OPTIONS = /^(?:no)?rbind$/;

function isBind(word: string): boolean {
  const [source = "", target = source.replace(/^-/, ""), options = "rbind", ...more] = word.split(":");
  const isPath = isAbsolute(source.replace(/^-/, "")) && isAbsolute(target === "" ? source : target);
  return isPath && BIND_OPTIONS.test(options) && more.length === 0;
}

/** Below /var/lib, /run and so on, and links to it after a `:`, which ConfigurationDirectory= alone doesn't take. */
function isBelow(word: string): boolean {
  const [directory = "", ...links] = word.split(":");
  // A home or another directory of the host as a specifier would make it absolute.
  const isRelative = (text: string) =>
    text !== "" && !/^(?:\/|%[CdDEhLStTV])/.test(text) && !text.split("/").includes("..");
  return isRelative(directory) && !/^private(?:\/|$)/.test(directory) && links.every(isRelative);
}

const RELATIVE: ValueForm = {
  name: "list of relative paths",
  remedy:
    "names of directories below the one that this directive is for, without `/` in front and without `..`",
  accepts: (value) => everyWord(value, isBelow),
};

export const PATH_FORMS = [
  ...forEach(
    "SourcePath USBFunctionDescriptors USBFunctionStrings TTYPath NetworkNamespacePath IPCNamespacePath",
    path(/^$/),
  ),
  ...forEach("EnvironmentFile", path(/^-/)),
  ...forEach("RootDirectory RootImage", { ...path(/^$/), fatal: true }),
  ...forEach("WorkingDirectory", {
    name: "absolute path",
    remedy: "one that begins with `/`, or `~` for the user's home",
    accepts: (value) => /^-?~$/.test(value) || isAbsolute(value.replace(/^-/, "")),
    fatal: true,
  }),
  ...["Condition", "Assert"].flatMap((kind) =>
    forEach(
      `PathExists PathExistsGlob PathIsDirectory PathIsSymbolicLink PathIsMountPoint PathIsReadWrite
      PathIsEncrypted DirectoryNotEmpty FileNotEmpty FileIsExecutable NeedsUpdate`
        .trim()
        .replace(/\S+/g, (subject) => kind + subject),
      path(/^\|?[ \t]*!?[ \t]*/),
    ),
  ),
  ...forEach(
    `ReadWriteDirectories ReadOnlyDirectories InaccessibleDirectories ReadWritePaths ReadOnlyPaths
    InaccessiblePaths ExecPaths NoExecPaths ExtensionDirectories`,
    paths(/^-?\+?/),
  ),
  ...forEach("ExecSearchPath", {
    ...ABSOLUTE,
    name: "list of absolute paths",
    accepts: (value) => value.split(":").every(isAbsolute),
  }),
  ...forEach("RequiresMountsFor WantsMountsFor", paths(/^$/)),
  ...forEach("TemporaryFileSystem", paths(/:.*$/)),
  ...forEach("BindPaths BindReadOnlyPaths", {
    name: "list of paths to bind",
    remedy: "`/source`, `/source:/target` or `/source:/target:rbind`, with blanks between them",
    accepts: (value) => everyWord(value, isBind),
  }),
  ...forEach("RuntimeDirectory StateDirectory CacheDirectory LogsDirectory", RELATIVE),
  ...forEach("ConfigurationDirectory", {
    ...RELATIVE,
    accepts: (value) => !value.includes(":") && RELATIVE.accepts(value),
  }),
];
