import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import type { Operation, State } from "../../../../provider/resources/resource";
import { checkService } from "../../../../provider/resources/service/checkService";
import { preview } from "../../../../provider/resources/service/preview";
import { Archive, Asset, Secret, Unknown, type ValueMap } from "../../../../provider/resources/value";

const URN = "urn:pulumi:dev::tests::systemd:index:Service::myapp";

function inputs(connection: ValueMap, overrides: ValueMap = {}): ValueMap {
  return {
    connection,
    source: new Archive(undefined, { assets: { "app.py": new Asset(undefined, { text: "x" }) } }),
    unit: { execStart: ["/usr/bin/python3", "app.py"] },
    ...overrides,
  };
}

/** What a preview says and shows of these inputs, after Check. */
async function previewed(given: ValueMap, deployed?: (checked: ValueMap) => State) {
  const said: string[] = [];
  const operation: Operation = {
    urn: URN,
    signal: new AbortController().signal,
    timeoutSeconds: undefined,
    progress: () => undefined,
    inform: (text) => void said.push(`information: ${text}`),
    warn: (text) => void said.push(`warning: ${text}`),
  };
  const { inputs: news, problems } = await checkService(given, URN);
  expect(problems).toEqual([]);
  return { outputs: await preview(news, deployed?.(news), operation), said };
}

/** Nobody listens there: whoever connects is refused. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

describe("a preview that can't ask the host", () => {
  it("for want of what only the update will know names it, and knows nothing of a new service", async () => {
    const { said, outputs } = await previewed(
      inputs(
        { host: Unknown.value, privateKey: new Secret(Unknown.value) },
        { revisionHistoryLimit: Unknown.value },
      ),
    );
    expect(said).toEqual([
      "information: not known yet: connection.host, connection.privateKey; so the host was not asked what would happen",
    ]);
    const { unitPath, ...others } = outputs;
    expect(unitPath).toBe("/etc/systemd/system/myapp.service");
    expect(new Set(Object.values(others))).toEqual(new Set([Unknown.value]));
  });

  it("knows no unit without a name", async () => {
    const { outputs } = await previewed(inputs({ host: "h" }, { name: Unknown.value }));
    expect(outputs.unitPath).toBe(Unknown.value);
  });

  it.each([
    ["another release", { restartSec: "3s" }, Unknown.value],
    ["the same release", {}, "active (running)"],
  ])("since nobody answers warns, and goes by the state: %s", async (_, unit, status) => {
    const port = await closedPort();
    const connection = { host: "127.0.0.1", port, password: new Secret("HUSH-password"), dialErrorLimit: -1 };
    const { inputs: before } = await checkService(inputs(connection), URN);
    const deployed: State = {
      id: "myapp.service/5f2c",
      inputs: before,
      outputs: { status: "active (running)", systemdVersion: "252" },
    };
    const { said, outputs } = await previewed(
      inputs(connection, { unit: { execStart: ["/usr/bin/python3", "app.py"], ...unit } }),
      () => deployed,
    );
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(
      new RegExp(
        `^warning: what would happen is not known: root@127\\.0\\.0\\.1:${port}: connection refused`,
      ),
    );
    expect(outputs).toMatchObject({ status, systemdVersion: "252" });
  });
});
