import fc from "fast-check";
import { expect, it } from "vitest";
import type { EndpointSpec } from "../../../provider/ssh/connectionSpec";
import { Connections } from "../../../provider/ssh/connections";
import { SshError } from "../../../provider/ssh/sshError";
import { makeEncryptedKey, makeKey } from "./support/keys";
import { startServer } from "./support/server";

/** Long enough not to be a word of the error by chance. */
const secret = fc.string({ minLength: 12, maxLength: 60 }).filter((text) => text.trim().length > 11);
const valid = makeKey().private;
const encrypted = makeEncryptedKey("the right passphrase");

const privateKey = fc.oneof(
  secret,
  fc.constantFrom(valid, encrypted, valid.replaceAll("\n", " "), Buffer.from(valid).toString("base64")),
  fc.nat(valid.length).map((length) => valid.slice(0, length)),
  secret.map((text) => `-----BEGIN OPENSSH PRIVATE KEY-----\n${text}\n-----END OPENSSH PRIVATE KEY-----`),
);

const credentials = fc.record(
  { password: secret, privateKey, privateKeyPassword: secret },
  { requiredKeys: ["password"] },
);

/** What of a text gives it away: itself, and each of its lines that says something. */
function marks(text: string | undefined): readonly string[] {
  const lines = (text ?? "")
    .split("\n")
    .filter((line) => line.trim().length > 11 && !line.startsWith("-----"));
  return lines.map((line) => line.trim());
}

async function failureOf(spec: EndpointSpec, proxy?: EndpointSpec): Promise<SshError> {
  const options = { signal: new AbortController().signal, onProgress: () => {}, knownHostsFiles: [] };
  const error: unknown = await new Connections()
    .connect({ dialErrorLimit: 0, ...spec, proxy }, options)
    .catch((thrown: unknown) => thrown);
  if (error instanceof SshError) return error;
  throw new Error("an SshError was expected");
}

it("no error of a login says a key, a passphrase or a password, whatever it is", async () => {
  const server = await startServer({
    authenticate: (context) => context.reject(["publickey", "password"]),
  });
  const endpoint = { host: "127.0.0.1", port: server.port, hostKey: server.hostKey };
  await fc.assert(
    fc.asyncProperty(credentials, fc.constantFrom("host", "proxy", "unreachable"), async (given, where) => {
      const errors =
        where === "host"
          ? await failureOf({ ...endpoint, ...given })
          : where === "proxy"
            ? await failureOf({ host: "10.0.0.1", password: given.password }, { ...endpoint, ...given })
            : await failureOf({ ...endpoint, port: 1, ...given });
      const told = [errors.message, errors.shortMessage, errors.stack ?? "", JSON.stringify(errors)].join(
        "\n",
      );
      for (const text of Object.values(given))
        for (const mark of marks(text)) expect(told).not.toContain(mark);
    }),
    { numRuns: 60 },
  );
});
