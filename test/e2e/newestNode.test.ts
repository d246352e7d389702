import { delimiter, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { NEWEST_NODE, provideNode } from "../../tools/node/provideNode";
import { runCommand } from "../../tools/process/command";
import { repositoryRoot } from "../../tools/repository";

/** Everything under another Node: the test runner, the plugin, and the program that the language host starts. */
describe(`on Node ${NEWEST_NODE}`, () => {
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    env = {
      ...process.env,
      PATH: `${await provideNode(NEWEST_NODE, () => {})}${delimiter}${process.env.PATH ?? ""}`,
    };
  });

  const vitest = (...args: string[]) =>
    runCommand(["node", join("node_modules", "vitest", "vitest.mjs"), "run", ...args], {
      cwd: repositoryRoot(),
      env,
    });

  it("node is that Node", async () => {
    expect((await runCommand(["node", "--version"], { env })).stdout).toBe(`v${NEWEST_NODE}\n`);
  });

  it("all fast tests pass", async () => {
    const { code, stdout, stderr } = await vitest("--project=fast");
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/\d{3,} passed/);
  });

  it("the package deploys and gates, by a real pulumi up", async () => {
    const { code, stdout, stderr } = await vitest("--project=e2e", "test/e2e/package.test.ts");
    expect(code, stdout + stderr).toBe(0);
  });
});
