import { join } from "node:path";

/** The values of ssh_config(5)'s tokens, by the letter after `%`. */
export type Tokens = Readonly<Record<string, string>>;

/** `%h` and its kin. One that is not known stays as it is: the path then names nothing, and the error shows it. */
export function expandTokens(text: string, tokens: Tokens): string {
  return text.replace(/%(.)/g, (token, letter: string) => (letter === "%" ? "%" : (tokens[letter] ?? token)));
}

/** `~/…` and `${NAME}`, as in IdentityFile. */
export function expandPath(path: string, home: string): string {
  const named = path.replace(/\$\{(\w+)\}/g, (variable, name: string) => process.env[name] ?? variable);
  return named === "~" || named.startsWith("~/") ? join(home, named.slice(1)) : named;
}
