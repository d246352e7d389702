import { type AnyAuthMethod, createAgent, type ParsedKey, type Prompt } from "ssh2";
import { type Credentials, describeKey } from "./credentials";
import { CERTIFICATES_UNSUPPORTED, type OfferedKey } from "./identityFiles";
import { type LoginMethod, loginMethods, nextLoginMethod, passwordAnswers } from "./loginMethods";
import type { SshFailure } from "./sshError";
import { WatchedAgent } from "./watchedAgent";

/** One login: hands ssh2 a method at a time, and remembers what was tried for the error's text. */
export class Authentication {
  readonly #user: string;
  readonly #credentials: Credentials;
  readonly #tried: string[] = [];
  readonly #remarks: string[];
  readonly #shown: ParsedKey[] = [];
  #untried: readonly LoginMethod[];
  #keys: readonly OfferedKey[];
  #last: LoginMethod | undefined;
  #accepted: readonly string[] | undefined;
  #round = 0;

  constructor(user: string, credentials: Credentials) {
    this.#user = user;
    this.#credentials = credentials;
    this.#untried = loginMethods(credentials);
    this.#keys = credentials.privateKeys;
    this.#remarks = [...credentials.remarks];
  }

  /** The next attempt, or `false` when nothing is left that the host accepts; null at the first call. */
  next(accepted: readonly string[] | null, partialSuccess: boolean | null): AnyAuthMethod | false {
    this.#accepted = accepted ?? undefined;
    // As ssh(1) does: the host tells what it accepts, so no password is sent to one that wants to ask for it.
    if (accepted === null && this.#untried[0] !== "publickey") return { type: "none", username: this.#user };
    if (partialSuccess) this.#remarks.push(`It took the ${this.#last} and wants more.`);
    const passwordRefused =
      this.#last === "password" && !partialSuccess && accepted?.includes("password") === true;
    const method = nextLoginMethod(this.#untried, this.#accepted, passwordRefused);
    if (method === undefined) return false;
    this.#last = method;
    const attempt = this.#attempt(method);
    const isOver = method !== "publickey" || this.#keys.length === 0;
    if (isOver) this.#untried = this.#untried.filter((other) => other !== method);
    return attempt;
  }

  /** ssh2 goes on to the next method by itself. */
  agentFailed(): void {
    const path = this.#credentials.agentSocketPath;
    this.#remarks.push(`The agent at ${path} does not answer, or refused to sign.`);
  }

  /** Everything was tried, in words. */
  refusal(): SshFailure {
    const tried = this.#tried.join("; ") || "nothing, for it accepts nothing that is given";
    const accepts = this.#accepted?.join(", ") ?? "(it did not say)";
    return {
      stage: "authentication",
      problem: `${this.#user} was refused`,
      details: [`Tried: ${tried}.`, `The host accepts: ${accepts}.`, ...this.#remarks, ...this.#advice()],
      // A password that is wrong stays wrong, and counts towards a lock.
      healsWhileBooting: this.#shown.length > 0 && this.#credentials.password === undefined,
    };
  }

  #advice(): readonly string[] {
    if (this.#tried.length === 0) return [];
    return this.#shown.length > 0
      ? [
          `Is that key in ~/.ssh/authorized_keys of ${this.#user}, with the right owner and modes,`,
          `and does sshd_config let ${this.#user} log in (PermitRootLogin, AllowUsers)?`,
        ]
      : [
          `Is that the password of ${this.#user} on the host,`,
          `and does sshd_config let ${this.#user} log in with one (PasswordAuthentication, PermitRootLogin)?`,
        ];
  }

  #attempt(type: LoginMethod): AnyAuthMethod {
    const username = this.#user;
    const { agentSocketPath = "", password = "" } = this.#credentials;
    switch (type) {
      case "publickey": {
        const [offered, ...others] = this.#keys;
        this.#keys = others;
        if (offered === undefined) return { type: "none", username };
        const { key, file } = offered;
        this.#shown.push(key);
        this.#tried.push(`private key ${file === undefined ? "" : `${file} `}${describeKey(key)}`);
        return { type, username, key };
      }
      case "agent": {
        const agent = new WatchedAgent(createAgent(agentSocketPath), {
          wants: (key) => this.#wants(key),
          onKeys: (keys, certificates) => this.#triedAgent(keys, certificates),
        });
        return { type, username, agent };
      }
      case "password":
        this.#tried.push("password");
        return { type, username, password };
      case "keyboard-interactive":
        this.#tried.push("keyboard-interactive with the password");
        return {
          type,
          username,
          prompt: (_name, _instructions, _language, prompts, finish) =>
            finish(this.#answer(prompts, password)),
        };
    }
  }

  /** A key that was refused already would only use up one of the tries that sshd allows (MaxAuthTries). */
  #wants(key: ParsedKey): boolean {
    const blob = key.getPublicSSH();
    const allowed = this.#credentials.agentKeys;
    if (allowed !== undefined && !allowed.some((other) => other.equals(blob))) return false;
    return !this.#shown.some((shown) => shown.getPublicSSH().equals(blob));
  }

  #triedAgent(keys: readonly ParsedKey[], certificates: readonly string[]): void {
    this.#shown.push(...keys);
    if (certificates.length > 0) {
      this.#remarks.push(`The agent also holds ${certificates.join(", ")}: ${CERTIFICATES_UNSUPPORTED}`);
    }
    this.#tried.push(
      `${keys.length === 1 ? "key" : `${keys.length} keys`} of the agent ${keys.map(describeKey).join(", ")}`.trimEnd(),
    );
  }

  #answer(prompts: readonly Prompt[], password: string): string[] {
    this.#round += 1;
    const answers = passwordAnswers(prompts, this.#round, password);
    if (answers !== undefined) return answers;
    const questions = prompts.map(({ prompt }) => JSON.stringify(prompt.trim())).join(", ");
    this.#remarks.push(`It asked ${questions}, which only a person can answer.`);
    return prompts.map(() => "");
  }
}
