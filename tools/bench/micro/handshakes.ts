import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Connections } from "../../../provider/ssh/connections";
import { spreadOf } from "../../measure/spread";
import { cpuMsOf, type Part, repeat } from "./part";

const IN_A_ROW = 50;

/** Connections that one core could make in a second: TCP, key exchange, host key, login by key, and their end. */
export async function handshakeParts(runs: number): Promise<Part[]> {
  const server = spawn(process.execPath, [join(__dirname, "sshServer.js")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(server, "exit");
  try {
    const [said] = (await once(createInterface(server.stdout), "line")) as [string];
    const { port, hostKey, privateKey }: Record<"hostKey" | "privateKey", string> & { port: number } =
      JSON.parse(said);
    const spec = { host: "127.0.0.1", port, user: "bench", hostKey, privateKey };
    const { signal } = new AbortController();
    const perSecond = await repeat(runs, async () => {
      const cpuMs = await cpuMsOf(async () => {
        for (let time = 0; time < IN_A_ROW; time++) {
          // Others of a process would share the login.
          const logins = new Connections();
          const connection = await logins.connect(spec, {
            signal,
            onProgress: () => {},
            knownHostsFiles: [],
          });
          await connection.close();
          logins.endIdle();
        }
      });
      return IN_A_ROW / (cpuMs / 1000);
    });
    const spread = spreadOf(perSecond);
    return spread === undefined ? [] : [{ what: "handshakes, for each core", unit: "per second", spread }];
  } finally {
    server.stdin.end();
    await ended;
  }
}
