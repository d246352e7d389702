import type { Resource } from "../resource";
import { touching } from "../touchingHosts";
import { checkFleet } from "./checkFleet";
import { diffFleet } from "./diffFleet";

/** `systemd:index:Fleet`: one service on many hosts. */
export function fleetResource(): Resource {
  return {
    type: "systemd:index:Fleet",
    check: async (news, olds, urn) => await checkFleet(news, urn, olds),
    diff: diffFleet,
    ...touching({
      preview: async () => (await import("./previewFleet.js")).previewFleet,
      deploy: async () => (await import("./deployFleet.js")).deployFleet,
      observe: async () => (await import("./observeFleet.js")).observeFleet,
      remove: async () => (await import("./removeFleet.js")).removeFleet,
    }),
  };
}
