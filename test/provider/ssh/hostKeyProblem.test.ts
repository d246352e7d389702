import { describe, expect, it } from "vitest";
import type { ConnectionSpec } from "../../../provider/ssh/connectionSpec";
import { routeOf } from "../../../provider/ssh/hop";
import { describeHostKey, formatHostKey, parseHostKeys } from "../../../provider/ssh/hostKey";
import { hostKeyProblem, malformedHostKey } from "../../../provider/ssh/hostKeyProblem";
import type { HostKeyVerdict, HostTrust } from "../../../provider/ssh/hostKeyVerdict";
import { SshError } from "../../../provider/ssh/sshError";
import { makeKey } from "./support/keys";

const [SHOWN_TEXT, OTHER_TEXT] = [makeKey().public, makeKey("ecdsa").public];
const [SHOWN] = parseHostKeys(SHOWN_TEXT);
const [OTHER] = parseHostKeys(OTHER_TEXT);
if (SHOWN === undefined || OTHER === undefined) throw new Error("no keys");
const [shown, other] = [SHOWN, OTHER];

function message(
  verdict: HostKeyVerdict,
  source: HostTrust["source"],
  spec: ConnectionSpec = { host: "203.0.113.7", port: 2222, user: "deploy" },
): string {
  const { host } = routeOf(spec);
  const failure = hostKeyProblem(verdict, source, shown, host);
  return failure === undefined ? "" : new SshError(host, failure).message;
}

describe("an unknown key", () => {
  const text = message({ kind: "unknown" }, "known_hosts");

  it("is shown with its type, its fingerprint and how to compare it", () => {
    expect(text).toContain("deploy@203.0.113.7:2222: host key unknown");
    expect(text).toContain(describeHostKey(shown));
    expect(text).toContain("ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub");
  });

  it("has three ways out", () => {
    expect(text).toContain("ssh-keyscan -t ed25519 -p 2222 203.0.113.7 >> ~/.ssh/known_hosts");
    expect(text).toContain(`connection.hostKey: "${SHOWN_TEXT}"`);
    expect(text).toContain("connection.acceptNewHostKey: true");
  });

  it("of a proxy has two, and names the proxy's property", () => {
    const { proxies } = routeOf({ host: "10.0.0.5", proxy: { host: "203.0.113.7" } });
    const details = proxies.flatMap(
      (proxy) => hostKeyProblem({ kind: "unknown" }, "known_hosts", shown, proxy)?.details ?? [],
    );
    expect(details.join("\n")).toContain(`connection.proxy.hostKey: "${SHOWN_TEXT}"`);
    expect(details.join("\n")).toContain("connection.acceptNewHostKey is for the host only");
  });

  it("says that a certificate authority is of no use", () => {
    const withAuthority = message({ kind: "unknown", authority: "~/.ssh/known_hosts:7" }, "known_hosts");
    expect(withAuthority).toContain("~/.ssh/known_hosts:7 trusts a certificate authority");
    expect(withAuthority).toContain("not supported");
  });
});

describe("a changed key", () => {
  it.each([
    ["hostKey", undefined, "(connection.hostKey)", "put the new key into connection.hostKey"],
    ["pinned", undefined, "pinned in the stack's state", "set connection.hostKey to the new key"],
    ["known_hosts", "~/.ssh/known_hosts:12", "(~/.ssh/known_hosts:12)", "ssh-keygen -R '[203.0.113.7]:2222'"],
  ] as const)("against %s shows both fingerprints and the way out", (source, at, origin, remedy) => {
    const text = message({ kind: "mismatch", expected: [{ key: other, at }] }, source);
    expect(text).toContain("host key mismatch");
    expect(text).toContain(`Expected: ${describeHostKey(other)}`);
    expect(text).toContain(`It shows: ${describeHostKey(shown)}`);
    expect(text).toContain(origin);
    expect(text).toContain(remedy);
  });
});

it("under a configuration's alias and files the way out is there", () => {
  const fromConfig = {
    identityFiles: [],
    areIdentitiesNamed: false,
    identitiesOnly: false,
    acceptNewHostKey: false,
    hostKeyAlias: "web1",
    knownHostsFiles: ["/home/me/known"],
  };
  const { host } = routeOf({ host: "203.0.113.7", port: 2222, fromConfig });
  const told = (verdict: HostKeyVerdict): string =>
    hostKeyProblem(verdict, "known_hosts", shown, host)?.details?.join("\n") ?? "";
  expect(told({ kind: "unknown" })).toContain(`echo 'web1 ${formatHostKey(shown)}' >> /home/me/known`);
  expect(told({ kind: "mismatch", expected: [{ key: other }] })).toContain(
    "ssh-keygen -R 'web1' -f /home/me/known",
  );
});

it("behind a proxy the ways out need no way around it", () => {
  const { host } = routeOf({ host: "10.0.0.5", port: 2222, proxy: { host: "203.0.113.7" } });
  const unknown = hostKeyProblem({ kind: "unknown" }, "known_hosts", shown, host)?.details?.join("\n");
  expect(unknown).toContain(`echo '[10.0.0.5]:2222 ${formatHostKey(shown)}' >> ~/.ssh/known_hosts`);
  expect(malformedHostKey(host, "nonsense").details?.join(" ")).toContain(
    "ssh-keyscan -p 2222 10.0.0.5, run on its proxy, prints it",
  );
});

it("a revoked key is shown with the line that revokes it", () => {
  const text = message({ kind: "revoked", at: "/etc/ssh/ssh_known_hosts:3" }, "known_hosts");
  expect(text).toContain(`${describeHostKey(shown)}, marked @revoked in /etc/ssh/ssh_known_hosts:3`);
});

it.each(["trusted", "accepted"] as const)("a key that is %s is no problem", (kind) => {
  expect(message({ kind }, "known_hosts")).toBe("");
});

it("a fingerprint given as hostKey is told from a damaged key", () => {
  const { host } = routeOf({ host: "203.0.113.7" });
  expect(malformedHostKey(host, "SHA256:abc").details?.join(" ")).toContain("It is a fingerprint");
  expect(malformedHostKey(host, "nonsense").details?.join(" ")).toContain(
    "ssh-keyscan 203.0.113.7 prints it",
  );
});
