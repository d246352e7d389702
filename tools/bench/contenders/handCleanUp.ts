import type { TestHost } from "../../hosts/testHost";
import { SERVICE } from "../job";

const REMOVE = `systemctl disable --quiet --now ${SERVICE}.service 2>/dev/null
rm -rf /opt/${SERVICE} /etc/systemd/system/${SERVICE}.service /home/deploy/job
systemctl daemon-reload
systemctl reset-failed ${SERVICE}.service 2>/dev/null
[ "$(systemctl show -P LoadState ${SERVICE}.service)" = not-found ]`;

/** For contenders without an end of their own. */
export async function cleanUpByHand(hosts: readonly TestHost[]): Promise<void> {
  const ends = await Promise.all(hosts.map((host) => host.run(REMOVE)));
  const left = hosts.filter((_, index) => ends[index]?.code !== 0).map(({ name }) => name);
  if (left.length > 0) throw new Error(`the service could not be taken from ${left.join(", ")}`);
}
