import type { Prompt } from "ssh2";
import type { Credentials } from "./credentials";

/** How a login can be tried; `agent` is the wire's publickey with keys that the agent holds. */
export type LoginMethod = "publickey" | "agent" | "password" | "keyboard-interactive";

/** In OpenSSH's order: keys before passwords, so that no password travels where a key is enough. */
export function loginMethods(credentials: Credentials): readonly LoginMethod[] {
  const methods: LoginMethod[] = [];
  if (credentials.privateKeys.length > 0) methods.push("publickey");
  if (credentials.agentSocketPath !== undefined) methods.push("agent");
  if (credentials.password !== undefined) methods.push("password", "keyboard-interactive");
  return methods;
}

/**
 * The next method to try, given what the host accepts (`undefined`: it has not said yet). A password that was refused is
 * not shown again through keyboard-interactive: it would count as two failed logins.
 */
export function nextLoginMethod(
  untried: readonly LoginMethod[],
  accepted: readonly string[] | undefined,
  passwordRefused: boolean,
): LoginMethod | undefined {
  return untried.find((method) => {
    if (method === "keyboard-interactive" && passwordRefused) return false;
    return accepted === undefined || accepted.includes(method === "agent" ? "publickey" : method);
  });
}

/**
 * Answers to a round of keyboard-interactive, or `undefined` when only a person could give them. A first, single, hidden
 * question is taken to be for the password, whatever its language; a second one is for something else (a one-time code).
 */
export function passwordAnswers(
  prompts: readonly Prompt[],
  round: number,
  password: string,
): string[] | undefined {
  const [only] = prompts;
  return round === 1 && prompts.length === 1 && only?.echo !== true ? [password] : undefined;
}
