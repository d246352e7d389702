import { spawn } from "node:child_process";

/**
 * Runs a command that has the terminal. Ctrl-C reaches it by itself, being the terminal's to give; we stay until it has
 * ended. @returns the exit code
 */
export function runInForeground(
  argv: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const [file = "", ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: "inherit", env });
    const pass = () => child.kill("SIGTERM");
    const wait = () => {};
    process.on("SIGTERM", pass);
    process.on("SIGINT", wait);
    const settle = () => {
      process.off("SIGTERM", pass);
      process.off("SIGINT", wait);
    };
    child.once("error", (error) => {
      settle();
      reject(new Error(`could not start \`${argv.join(" ")}\`: ${error.message}`));
    });
    child.once("close", (code) => {
      settle();
      resolve(code ?? 1);
    });
  });
}
