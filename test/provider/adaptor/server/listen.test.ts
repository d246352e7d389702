import { once } from "node:events";
import { connect } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Engine } from "../../../../provider/adaptor/engine/engine";
import { listen } from "../../../../provider/adaptor/server/listen";
import { OperationsInFlight } from "../../../../provider/adaptor/server/operationsInFlight";

const provider = { version: "1.2.3", resources: [] };

describe("the provider's server", () => {
  // A session that Node.js has given up and not yet closed is one that grpc-js waits for without end. The engine's goodbye
  // makes such a one: Node.js calls its last frame an error.
  it.each([0, 1, 2, 3, 4, 5])("closes %d turns of the loop after an error of its client", async (turns) => {
    const { port, close } = await listen(provider, new Engine(undefined), new OperationsInFlight());
    const client = connect(port, "127.0.0.1").on("error", () => undefined);
    await once(client, "data");
    client.write(Buffer.alloc(30, "no frame of HTTP/2"));
    for (let turn = 0; turn < turns; turn++) await nextTurn();
    await close();
    await expect(once(connect(port, "127.0.0.1"), "connect")).rejects.toThrow("ECONNREFUSED");
  });
});
