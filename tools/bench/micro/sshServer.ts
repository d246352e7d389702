import type { AddressInfo } from "node:net";
import { Server } from "ssh2";
import { newKey } from "../sshKey";

/** An SSH server that lets everybody in, in a process of its own: what it takes is not counted as ours. */
const { privateKey, publicKey: hostKey } = newKey();

const server = new Server({ hostKeys: [privateKey] }, (client) => {
  client.on("error", () => {});
  client.on("authentication", (context) => context.accept());
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ port, hostKey, privateKey })}\n`);
});
// Its end is the end of whoever started it.
process.stdin.resume().on("end", () => process.exit(0));
