import { type AnyAuthMethod, createAgent, type ParsedKey, type Prompt } from "ssh2";
import { type Credentials, describeKey } from "./credentials";
import { type LoginMethod, loginMethods, nextLoginMethod, passwordAnswers } from "./loginMethods";
import type { SshFailure } from "./sshError";
import { WatchedAgent } from "./watchedAgent";

/** One login: hands ssh2 a method at a time, and remembers what was tried for the error's text. */
export class Authentication {
  readonly #user: string;
  readonly #credentials: Credentials;
  readonly #tried: string[] = [];
  readonly #remarks: string[] = [];
  #untried: readonly LoginMethod[];
  #last: LoginMethod | undefined;
  #accepted: readonly string[] | undefined;
  #round = 0;

  constructor(user: string, credentials: Credentials) {
    this.#user = user;
    this.#credentials = credentials;
    this.#untried = loginMethods(credentials);
  }

  /** The next attempt, or `false` when nothing is left that the host accepts; null at the first call. */
  next(accepted: readonly string[] | null, partialSuccess: boolean | null): AnyAuthMethod | false {
    this.#accepted = accepted ?? undefined;
    if (partialSuccess) this.#remarks.push(`It took the ${this.#last} and wants more.`);
    const passwordRefused =
      this.#last === "password" && !partialSuccess && accepted?.includes("password") === true;
    const method = nextLoginMethod(this.#untried, this.#accepted, passwordRefused);
    if (method === undefined) return false;
    this.#last = method;
    this.#untried = this.#untried.filter((other) => other !== method);
    return this.#attempt(method);
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
    };
  }

  #advice(): readonly string[] {
    return this.#tried.some((tried) => tried.includes("key "))
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
    const { privateKey, agentSocketPath = "", password = "" } = this.#credentials;
    switch (type) {
      case "publickey":
        if (privateKey === undefined) return { type: "none", username };
        this.#tried.push(`private key ${describeKey(privateKey)}`);
        return { type, username, key: privateKey };
      case "agent": {
        const agent = new WatchedAgent(createAgent(agentSocketPath), (keys) => this.#triedAgent(keys));
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

  #triedAgent(keys: readonly ParsedKey[]): void {
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
