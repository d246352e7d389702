import { type AuthContext, utils } from "ssh2";
import { fingerprint } from "../../../../provider/ssh/hostKey";

export const PASSWORD = "hunter2hunter2";

export function keyFingerprint(publicKey: string): string {
  return fingerprint(publicKey.split(" ")[1] ?? "");
}

/** Lets in who shows the public key, and has signed with its private half. */
export function acceptKey(publicKey: string): (context: AuthContext) => void {
  const parsed = utils.parseKey(publicKey);
  if (parsed instanceof Error) throw parsed;
  return (context) => {
    if (context.method !== "publickey" || !parsed.getPublicSSH().equals(context.key.data)) {
      return context.reject(["publickey"]);
    }
    if (context.signature === undefined || context.blob === undefined) return context.accept();
    if (parsed.verify(context.blob, context.signature, context.hashAlgo)) context.accept();
    else context.reject();
  };
}

export function acceptPassword(context: AuthContext): void {
  if (context.method === "password" && context.password === PASSWORD) context.accept();
  else context.reject(["password"]);
}
