import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import ts from "typescript";
import { expect, it, onTestFinished } from "vitest";
import { configuredRoute } from "../../../provider/ssh/config/configuredRoute";
import type { ConnectionSpec } from "../../../provider/ssh/connectionSpec";
import { routeOf } from "../../../provider/ssh/hop";
import { repositoryRoot } from "../../../tools/repository";

const BLOCKS = readFile(join(repositoryRoot(), "docs", "connections.md"), "utf8").then((text) =>
  [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = "", code = ""]) => ({ language, code })),
);

async function connections(): Promise<readonly ConnectionSpec[]> {
  return (await BLOCKS)
    .filter(({ language }) => language === "ts")
    .map(({ code }) => {
      const exports: { connection?: ConnectionSpec } = {};
      runInNewContext(ts.transpile(code, { module: ts.ModuleKind.CommonJS }), { exports });
      if (exports.connection === undefined) throw new Error("an example has no connection");
      return exports.connection;
    });
}

const ROUTE = ["jump@bastion.example.com:22", "jump@10.0.0.1:22", "deploy@10.0.0.5:22"];

it("the chain of the docs and their configuration of OpenSSH are the same way, in the order that they say", async () => {
  const [chain, alias] = await connections();
  if (chain === undefined || alias === undefined) throw new Error("two examples were expected");
  const directory = await mkdtemp(join(tmpdir(), "docs-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const config = join(directory, "config");
  await writeFile(config, (await BLOCKS).find(({ language }) => language === "sshconfig")?.code ?? "");
  expect(alias.config).toBe(true);
  for (const spec of [chain, { ...alias, config }]) {
    const { proxies, host } = routeOf(await configuredRoute(spec));
    expect([...proxies, host].map(({ endpoint }) => endpoint)).toEqual(ROUTE);
  }
});
