import { connect as connectTcp } from "node:net";
import { type ServerBehaviour, startServer, type TestServer } from "./server";

/** A jump host that notes whom it connected to. */
export async function startJump(
  behaviour: ServerBehaviour = {},
): Promise<TestServer & { readonly targets: number[] }> {
  const targets: number[] = [];
  const server = await startServer({
    ...behaviour,
    forward: ({ destIP, destPort }, accept, reject) => {
      const target = connectTcp(destPort, destIP);
      target.once("error", reject);
      target.once("connect", () => {
        targets.push(destPort);
        target.off("error", reject).on("error", () => {});
        const channel = accept();
        channel.on("error", () => {});
        target.pipe(channel).pipe(target);
        channel.on("close", () => target.destroy());
      });
    },
  });
  return { ...server, targets };
}
