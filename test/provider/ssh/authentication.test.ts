import type { AuthContext, Prompt } from "ssh2";
import { describe, expect, it } from "vitest";
import { connectTo, sshErrorOf } from "./support/client";
import { makeKey } from "./support/keys";
import { acceptKey, acceptPassword, keyFingerprint, PASSWORD } from "./support/logins";
import { startServer } from "./support/server";

const key = makeKey();

/** Asks as PAM does; every element is a round. */
function ask(rounds: readonly Prompt[][], expected: readonly string[]): (context: AuthContext) => void {
  return (context) => {
    if (context.method !== "keyboard-interactive") return context.reject(["keyboard-interactive"]);
    const given: string[] = [];
    const next = (round: number): void => {
      const prompts = rounds[round];
      if (prompts === undefined) {
        if (given.join() === expected.join()) context.accept();
        else context.reject(["keyboard-interactive"]);
        return;
      }
      context.prompt(prompts, "", "", (answers) => {
        given.push(...(answers ?? []));
        next(round + 1);
      });
    };
    next(0);
  };
}

describe("a private key", () => {
  it("logs in", async () => {
    const server = await startServer({ authenticate: acceptKey(key.public) });
    await connectTo({ port: server.port, hostKey: server.hostKey, privateKey: key.private });
  });

  it("that is refused is named by type and fingerprint, with what the host accepts", async () => {
    const server = await startServer({ authenticate: acceptKey(makeKey().public) });
    const error = await sshErrorOf(
      connectTo({ port: server.port, hostKey: server.hostKey, privateKey: key.private }),
    );
    expect(error.stage).toBe("authentication");
    expect(error.shortMessage).toBe(`deploy@127.0.0.1:${server.port}: deploy was refused`);
    expect(error.message).toContain(`Tried: private key ssh-ed25519 ${keyFingerprint(key.public)}.`);
    expect(error.message).toContain("The host accepts: publickey.");
    expect(error.message).toContain("authorized_keys of deploy");
    expect(error.message).not.toContain("PRIVATE KEY");
  });

  it("that cannot be read is an error before any dial, without a word of it", async () => {
    const error = await sshErrorOf(connectTo({ port: 1, privateKey: "/home/me/.ssh/id_ed25519" }));
    expect(error.message).toContain("connection.privateKey cannot be used: it is a path");
    expect(error.message).not.toContain("/home/me");
  });
});

describe("a password", () => {
  it("logs in", async () => {
    const server = await startServer({ authenticate: acceptPassword });
    await connectTo({ port: server.port, hostKey: server.hostKey, password: PASSWORD });
  });

  it("comes after the key", async () => {
    const methods: string[] = [];
    const server = await startServer({
      authenticate: (context) => {
        methods.push(context.method);
        acceptPassword(context);
      },
    });
    await connectTo({
      port: server.port,
      hostKey: server.hostKey,
      password: PASSWORD,
      privateKey: key.private,
    });
    expect(methods).toEqual(["publickey", "password"]);
  });

  it("that is wrong is sent once, and never shown", async () => {
    let logins = 0;
    const server = await startServer({
      authenticate: (context) => {
        if (context.method !== "none") logins += 1;
        context.reject(["publickey", "password", "keyboard-interactive"]);
      },
    });
    const error = await sshErrorOf(
      connectTo({ port: server.port, hostKey: server.hostKey, password: PASSWORD }),
    );
    expect(logins).toBe(1);
    expect(error.message).toContain("Tried: password.");
    expect(error.message).toContain("PasswordAuthentication");
    expect(error.message).not.toContain(PASSWORD);
  });

  it("is not sent to a host that only asks for it", async () => {
    const methods: string[] = [];
    const question = ask([[{ prompt: "Password: ", echo: false }]], [PASSWORD]);
    const server = await startServer({
      authenticate: (context) => {
        methods.push(context.method);
        question(context);
      },
    });
    await connectTo({ port: server.port, hostKey: server.hostKey, password: PASSWORD });
    expect(methods).toEqual(["none", "keyboard-interactive"]);
  });

  it("answers a host that asks for it (keyboard-interactive)", async () => {
    const server = await startServer({
      authenticate: ask([[{ prompt: "Password: ", echo: false }]], [PASSWORD]),
    });
    await connectTo({ port: server.port, hostKey: server.hostKey, password: PASSWORD });
  });

  it("is not given to a second question, which the error shows", async () => {
    const rounds = [
      [{ prompt: "Password: ", echo: false }],
      [{ prompt: "Verification code: ", echo: false }],
    ];
    const server = await startServer({ authenticate: ask(rounds, [PASSWORD, "123456"]) });
    const error = await sshErrorOf(
      connectTo({ port: server.port, hostKey: server.hostKey, password: PASSWORD }),
    );
    expect(error.message).toContain('It asked "Verification code:", which only a person can answer.');
  });

  it("may be wanted together with a key", async () => {
    const server = await startServer({
      authenticate: (context) => {
        if (context.method === "publickey") context.reject(["password"], true);
        else acceptPassword(context);
      },
    });
    await connectTo({
      port: server.port,
      hostKey: server.hostKey,
      password: PASSWORD,
      privateKey: key.private,
    });
  });
});

describe("a host that hangs up during the login", () => {
  it("because it is still booting is tried again", async () => {
    let logins = 0;
    const server = await startServer({
      banner:
        "System is booting up. Unprivileged users are not permitted to log in yet. (pam_nologin(8))\r\n",
      authenticate: (context) => {
        logins += 1;
        if (logins === 1) server.reset();
        else context.accept();
      },
    });
    await connectTo({ port: server.port, hostKey: server.hostKey, password: PASSWORD });
    expect(logins).toBe(2);
  });
});
