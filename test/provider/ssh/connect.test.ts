import { describe, expect, it } from "vitest";
import { connect } from "../../../provider/ssh/connect";
import { startServer } from "./support/server";

describe("connect", () => {
  it("runs a command and tells its exit code", async () => {
    const server = await startServer({
      exec: (command, channel) => {
        channel.write(`ran ${command}`);
        channel.exit(3);
        channel.end();
      },
    });
    const connection = await connect(
      { host: "127.0.0.1", port: server.port, password: "x", hostKey: server.hostKey },
      { signal: new AbortController().signal, onProgress: () => {} },
    );
    const channel = await connection.exec("id");
    channel.stdout.setEncoding("utf8");
    let out = "";
    for await (const piece of channel.stdout) out += piece;
    expect(out).toBe("ran id");
    expect(await channel.exit).toEqual({ code: 3 });
    await connection.close();
    expect(await connection.closed).toBeUndefined();
  });
});
