import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { type AuthContext, type Connection, Server, type ServerChannel } from "ssh2";
import { onTestFinished } from "vitest";
import { type KeyPair, makeKey } from "./keys";

export interface ServerBehaviour {
  readonly hostKeys?: readonly KeyPair[];
  readonly port?: number;
  readonly banner?: string;
  /** How many sessions are allowed on a connection. @default any number */
  readonly maxSessions?: number;
  /** @default everybody is let in */
  authenticate?(context: AuthContext): void;
  /** @default every command ends at once with exit code 0 */
  exec?(command: string, channel: ServerChannel, client: Connection): void;
  /** Accepts requests to forward (a jump host). */
  forward?(
    target: { destIP: string; destPort: number },
    accept: () => ServerChannel,
    reject: () => void,
  ): void;
}

export interface TestServer {
  readonly port: number;
  /** `ssh-ed25519 AAAA…` of the first host key. */
  readonly hostKey: string;
  /** TCP connections that are open now. */
  open(): number;
  /** How often somebody was let in. */
  logins(): number;
  /** Sessions that are open now, one number for each connection that has some. */
  sessions(): readonly number[];
  /** Cuts all connections without a word. */
  reset(): void;
  close(): Promise<void>;
}

/** An SSH server in this process, on the loopback interface; gone when the test is. */
export async function startServer(behaviour: ServerBehaviour = {}): Promise<TestServer> {
  const hostKeys = behaviour.hostKeys ?? [makeKey()];
  const sockets = new Set<Socket>();
  const sessions = new Map<Connection, number>();
  let logins = 0;
  const server = new Server(
    { hostKeys: hostKeys.map((key) => key.private), banner: behaviour.banner },
    (client) => {
      client.on("ready", () => {
        logins += 1;
        sessions.set(client, 0);
      });
      client.on("close", () => sessions.delete(client));
      serve(client, behaviour, sessions);
    },
  );
  // ssh2's Server is an EventEmitter over a net.Server that it keeps to itself.
  const listening: unknown = Reflect.get(server, "_srv");
  if (!(listening instanceof Object && "on" in listening)) throw new Error("ssh2 has changed");
  (listening as NodeJS.EventEmitter).on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(behaviour.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  onTestFinished(close);
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: hostKeys[0]?.public ?? "",
    open: () => sockets.size,
    logins: () => logins,
    sessions: () => [...sessions.values()].filter((number) => number > 0),
    reset: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    close,
  };
}

function serve(client: Connection, behaviour: ServerBehaviour, sessions: Map<Connection, number>): void {
  client.on("error", () => {});
  client.on("authentication", (context) => {
    if (behaviour.authenticate === undefined) context.accept();
    else behaviour.authenticate(context);
  });
  const count = (change: number) => sessions.set(client, (sessions.get(client) ?? 0) + change);
  client.on("session", (acceptSession, rejectSession) => {
    if ((sessions.get(client) ?? 0) >= (behaviour.maxSessions ?? Number.POSITIVE_INFINITY))
      return rejectSession();
    count(1);
    acceptSession().on("exec", (acceptExec, _reject, { command }) => {
      const channel = acceptExec();
      channel.on("error", () => {});
      channel.on("close", () => sessions.has(client) && count(-1));
      if (behaviour.exec !== undefined) return behaviour.exec(command, channel, client);
      channel.exit(0);
      channel.end();
    });
  });
  const { forward } = behaviour;
  if (forward !== undefined) client.on("tcpip", (accept, reject, target) => forward(target, accept, reject));
}
