/** The path of an element, as Pulumi writes them: `unit.environment.HOME`, `environment["MY-VAR"]`, `after[0]`. */
export function elementPath(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** `unit.environment.HOME` is within `unit` and `unit.environment`, and each path is within itself. */
export function isWithin(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}.`) || path.startsWith(`${ancestor}[`);
}
