import { createServer, type Server, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { PlanRequest } from "../../../../provider/host/request";
import type { Operation } from "../../../../provider/resources/resource";
import { impatient, planOnHost } from "../../../../provider/resources/service/planOnHost";
import type { ConnectionSpec } from "../../../../provider/ssh/connectionSpec";

const request = { op: "plan", unit: "myapp.service", name: "myapp" } as PlanRequest;
const freight = {
  files: { manifest: "", sizesBytes: [], unit: "", requirements: [], packages: [], probe: [], secrets: {} },
  tree: [],
};

function operation(overrides: Partial<Operation> = {}): Operation {
  return {
    urn: "urn:…::myapp",
    signal: new AbortController().signal,
    timeoutSeconds: undefined,
    progress: () => undefined,
    inform: () => undefined,
    warn: () => undefined,
    ...overrides,
  };
}

/** A port at which somebody listens and says nothing; closed again, one at which nobody does. */
async function port(then: "listens" | "closed"): Promise<number> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  };
  if (then === "closed") await close();
  else onTestFinished(async () => void (await close()));
  return typeof address === "object" && address !== null ? address.port : 0;
}

const ask = (connection: ConnectionSpec, overrides: Partial<Operation> = {}) =>
  planOnHost({ connection, pinned: undefined, request, freight }, operation(overrides));

describe("the way to a host that is asked for a plan", () => {
  it.each<[string, ConnectionSpec, ConnectionSpec]>([
    ["by default", { host: "h" }, { host: "h", dialErrorLimit: 0, perDialTimeout: 5 }],
    [
      "of endless patience",
      { host: "h", dialErrorLimit: -1, perDialTimeout: 0 },
      { host: "h", dialErrorLimit: 0, perDialTimeout: 5 },
    ],
    [
      "that is shorter already",
      { host: "h", perDialTimeout: 2 },
      { host: "h", dialErrorLimit: 0, perDialTimeout: 2 },
    ],
    [
      "through proxies",
      { host: "h", user: "deploy", proxy: { host: "j", dialErrorLimit: 9, proxy: { host: "k" } } },
      {
        host: "h",
        user: "deploy",
        dialErrorLimit: 0,
        perDialTimeout: 5,
        proxy: {
          host: "j",
          dialErrorLimit: 0,
          perDialTimeout: 5,
          proxy: { host: "k", dialErrorLimit: 0, perDialTimeout: 5 },
        },
      },
    ],
  ])("is tried once on each hop, and soon given up: %s", (_, given, tried) => {
    expect(impatient(given)).toEqual(tried);
  });
});

describe("a host that can't be asked for a plan", () => {
  it("is no error, and the reason is told", async () => {
    const plan = await ask({
      host: "127.0.0.1",
      port: await port("closed"),
      password: "x",
      dialErrorLimit: 100,
    });
    expect(plan).toMatchObject({ told: false });
    expect(plan.told || plan.error.message).toContain("connection refused");
  });

  it("is waited for no longer than the operation may take", async () => {
    const plan = await ask(
      { host: "127.0.0.1", port: await port("listens"), password: "x" },
      { timeoutSeconds: 0.2 },
    );
    expect(plan.told || plan.error.message).toBe("127.0.0.1: no answer within 0.2 s");
  });

  it("ends a preview that was cancelled", async () => {
    const controller = new AbortController();
    const asked = ask(
      { host: "127.0.0.1", port: await port("listens"), password: "x" },
      { signal: controller.signal },
    );
    controller.abort(new Error("cancelled"));
    await expect(asked).rejects.toThrow("cancelled");
  });
});
