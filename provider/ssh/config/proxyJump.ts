import type { EndpointSpec } from "../connectionSpec";
import { ConfigRefusal } from "./section";

/** `[user@]host[:port]`, or the same with `ssh://` before it. */
const JUMP =
  /^(?:ssh:\/\/)?(?:(?<user>.+)@)?(?:\[(?<address>[^\]]+)\]|(?<name>[^:@/[\]]+))(?::(?<port>\d+))?\/?$/;

/** The hosts of a ProxyJump, in the order in which they are dialled. */
export function jumpsOf(value: string): readonly EndpointSpec[] {
  if (value.toLowerCase() === "none") return [];
  return value.split(",").map((jump) => {
    const { user, address, name, port } = JUMP.exec(jump.trim())?.groups ?? {};
    const host = address ?? name;
    if (host === undefined) {
      throw new ConfigRefusal(
        `ProxyJump ${JSON.stringify(jump)} is not understood`,
        "It should read [user@]host[:port].",
      );
    }
    return { host, user, port: port === undefined ? undefined : Number(port) };
  });
}
