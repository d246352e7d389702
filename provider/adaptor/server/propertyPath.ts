/** `release.files["app.py"][0]` as its keys; `undefined` when it isn't a path as Pulumi writes them. */
export function parsePropertyPath(path: string): readonly string[] | undefined {
  const key = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|(?:^|(?<!^)\.)([^.[\]"]+)/y;
  const keys: string[] = [];
  while (key.lastIndex < path.length) {
    const match = key.exec(path);
    if (match === null) return undefined;
    keys.push(match[1]?.replace(/\\(.)/g, "$1") ?? match[2] ?? match[3] ?? "");
  }
  return keys;
}

/** `path` is what `pattern` names, or lies within it. `*` in the pattern stands for any key. */
export function covers(pattern: string, path: string): boolean {
  const wanted = parsePropertyPath(pattern);
  const keys = parsePropertyPath(path);
  if (wanted === undefined || wanted.length === 0 || keys === undefined) return false;
  return wanted.every((key, depth) => depth < keys.length && (key === "*" || key === keys[depth]));
}
