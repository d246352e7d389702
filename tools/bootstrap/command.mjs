export const USAGE = `usage: node tools/bootstrap.mjs <command> [arguments]

  bench       what a deployment costs, beside others                       npm run bench
  demo        the scenario on hosts made for it, told on the terminal      npm run demo
  hosts       disposable systemd hosts to play with                        npm run hosts
  record      this version's state and files, for tests of later ones      npm run record
  matrix      every fault at every step of a deployment                    npm run matrix
  simulate    a rollout over a fleet of made-up hosts                      npm run simulate
  test        everything that can be tested                                npm test
  test-fast   what needs neither hosts nor CLI, in seconds                 npm run test:fast

Works from a fresh clone: installs the dependencies and compiles the sources when that is due. Each command has --help.
`;

/** What to run for a command, relative to the checkout; undefined for a command we don't have. */
export function programFor(command, args) {
  switch (command) {
    case "bench":
    case "demo":
    case "hosts":
    case "matrix":
    case "record":
    case "simulate":
    case "test":
      return [`dist/tools/${command}/main.js`, ...args];
    case "test-fast":
      return ["node_modules/vitest/vitest.mjs", "run", "--project=fast", ...args];
    default:
      return undefined;
  }
}
