import type { SshFailure } from "./sshError";

/** How becoming root failed, by what happened; sudo's words only refine it. */
export type SudoOutcome =
  | "missing"
  /** It prompted, and there is no password to send. */
  | "password-wanted"
  /** It prompted again. */
  | "password-refused"
  /** It ended, before or after it got a password. */
  | "ended";

interface Explanation {
  readonly problem: string;
  readonly remedy: string;
}

const EXPLANATIONS: Record<SudoOutcome, Explanation> = {
  missing: {
    problem: "the user is not root, and sudo is not installed",
    remedy: "Log in as root (connection.user), or install sudo on the host.",
  },
  "password-wanted": {
    problem: "sudo asks for a password, and connection.sudoPassword is not set",
    remedy: "Set it, or let the user do without one (NOPASSWD, see sudoers(5)).",
  },
  "password-refused": {
    problem: "sudo refused the password",
    remedy: "Is connection.sudoPassword the password of the user that logs in? (It is not root's.)",
  },
  ended: {
    problem: "sudo did not make us root",
    remedy: "What does `sudo -v` say to that user on the host?",
  },
};

/** Words of sudo 1.8 and 1.9, and of sudo-rs, in English: the boot script sees to that. */
const WORDS: readonly { readonly said: RegExp; readonly explanation: Explanation }[] = [
  {
    said: /must have a tty/,
    explanation: {
      problem: "sudo wants a terminal (requiretty in its sudoers)",
      remedy: "Let the user do without one: `Defaults:USER !requiretty` in sudoers(5).",
    },
  },
  {
    said: /not in the sudoers file|not allowed to (run|execute)|may not run sudo|I'm sorry \S+\. I'm afraid I can't do that/,
    explanation: {
      problem: "the user may not become root with sudo",
      remedy: "Allow it in sudoers(5), or log in as another user (connection.user).",
    },
  },
  {
    said: /incorrect (password|authentication) attempt|[Aa]uthentication failed/,
    explanation: EXPLANATIONS["password-refused"],
  },
];

export function sudoFailure(outcome: SudoOutcome, stderr: string): SshFailure {
  const words = WORDS.find(({ said }) => said.test(stderr))?.explanation;
  const { problem, remedy } = outcome === "ended" && words !== undefined ? words : EXPLANATIONS[outcome];
  return { stage: "sudo", problem, details: [remedy, ...quoted(stderr)] };
}

/** What sudo said, once each, but for its prompt and the answers to our own probe: they would mislead. */
function quoted(stderr: string): readonly string[] {
  const lines = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter(
      (line) => line !== "" && !/password is required|authentication is required|Password:$/.test(line),
    );
  return lines.length === 0 ? [] : [`It said: ${[...new Set(lines)].slice(-3).join(" / ")}`];
}
