import { generateKeyPairSync } from "node:crypto";
import type { AddressInfo } from "node:net";
import { Server, utils } from "ssh2";
import { openSshForm } from "../../../provider/ssh/pkcs8";

/** An SSH server that lets everybody in, in a process of its own: what it takes is not counted as ours. */
const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const privateKey = openSshForm(pem, undefined) ?? pem;
const parsed = utils.parseKey(privateKey);
if (parsed instanceof Error) throw parsed;

const server = new Server({ hostKeys: [privateKey] }, (client) => {
  client.on("error", () => {});
  client.on("authentication", (context) => context.accept());
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  const hostKey = `${parsed.type} ${parsed.getPublicSSH().toString("base64")}`;
  process.stdout.write(`${JSON.stringify({ port, hostKey, privateKey })}\n`);
});
// Its end is the end of whoever started it.
process.stdin.resume().on("end", () => process.exit(0));
