import { promptMarker } from "./bootScript";
import type { Exit } from "./exec";
import type { SshFailure } from "./sshError";
import { sudoFailure } from "./sudoFailure";

/** How far the boot script has come, as its output tells. */
export interface Elevation {
  readonly nonce: string;
  /** Whether there is a sudo password that could be sent. */
  readonly hasPassword: boolean;
  /** `user`: nothing heard yet; `sudo`: sudo is going to ask; `answered`: it has the password; `root`: done. */
  readonly phase: "user" | "sudo" | "answered" | "root";
  /** What came on stderr, our prompt left out. For diagnosis only. */
  readonly stderr: string;
}

/** What to do next. Nothing but `send` ever puts the password or the payload on the wire. */
export interface Step {
  readonly elevation: Elevation;
  readonly send?: "password" | "payload";
  readonly failure?: SshFailure;
}

/** More than sudo says, with its lecture. */
const STDERR_KEPT = 8 * 1024;

export function beginElevation(nonce: string, hasPassword: boolean): Elevation {
  return { nonce, hasPassword, phase: "user", stderr: "" };
}

/** A line of stdout, after `@nonce `. */
export function onLine(elevation: Elevation, line: string): Step {
  if (line === "hello") return { elevation: { ...elevation, phase: "root", stderr: "" }, send: "payload" };
  const asked = line === "password" && elevation.phase === "user";
  return asked ? { elevation: { ...elevation, phase: "sudo" } } : { elevation, failure: bootFailure(line) };
}

/**
 * The password goes out at the first prompt and at no other moment: a sudo that needs none would hand it to the program
 * behind it. A second prompt means that it was wrong. stdout and stderr race: the prompt may come before its line.
 */
export function onStderr(elevation: Elevation, text: string): Step {
  const [before = "", ...after] = (elevation.stderr + text).split(promptMarker(elevation.nonce));
  const stderr = (before + after.join("")).slice(-STDERR_KEPT);
  if (after.length === 0) return { elevation: { ...elevation, stderr } };
  if (!elevation.hasPassword) return { elevation, failure: sudoFailure("password-wanted", stderr) };
  if (elevation.phase === "answered") return { elevation, failure: sudoFailure("password-refused", stderr) };
  return { elevation: { ...elevation, stderr, phase: "answered" }, send: "password" };
}

/** The script ended before root said hello. `noise` is what else came on stdout. */
export function onExit(elevation: Elevation, exit: Exit, noise: string): SshFailure {
  if (elevation.phase !== "user") return sudoFailure("ended", elevation.stderr);
  const how = exit.signal ?? (exit.code === undefined ? "no exit code" : `exit code ${exit.code}`);
  const said = (elevation.stderr.trim() || noise.trim()).split("\n").slice(-3).join(" / ");
  return {
    stage: "exec",
    problem: `the login shell ended before our script could run (${how})`,
    details: [
      ...(said === "" ? [] : [`It said: ${said}`]),
      "Is it a shell that runs commands (not nologin, no ForceCommand), and does its start-up file let them through?",
    ],
  };
}

/** Nothing heard for too long. */
export function bootTimeout(elevation: Elevation, timeoutMs: number): SshFailure {
  return {
    stage: elevation.phase === "user" ? "exec" : "sudo",
    problem:
      elevation.phase === "user"
        ? `the login shell did not start our script within ${timeoutMs / 1000} s`
        : `sudo did not make us root within ${timeoutMs / 1000} s`,
    details: elevation.stderr.trim() === "" ? [] : [`It said: ${elevation.stderr.trim()}`],
  };
}

/** `boot-failed code=… -- text`; `undefined` for any other line. */
export function bootFailure(line: string): SshFailure | undefined {
  const found = line.match(/^boot-failed code=(\S+) -- (.*)$/);
  if (found === null) return undefined;
  if (found[1] === "sudo-missing") return sudoFailure("missing", "");
  return {
    stage: "exec",
    problem: `the agent could not be started: ${found[2]}`,
    details: ["Is /run writable, is there room in it, are tar and gzip installed?"],
  };
}
