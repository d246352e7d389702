import type { Resource } from "../resource";
import { touching } from "../touchingHosts";
import { checkService } from "./checkService";
import { diffService } from "./diffService";

/** `systemd:index:Service`: one service on one host. */
export function serviceResource(): Resource {
  return {
    type: "systemd:index:Service",
    check: async (news, olds, urn, seed) => await checkService(news, urn, olds, { seed }),
    diff: diffService,
    ...touching({
      preview: async () => (await import("./preview.js")).preview,
      deploy: async () => (await import("./deploy.js")).deploy,
      observe: async () => (await import("./observe.js")).observe,
      remove: async () => (await import("./remove.js")).remove,
    }),
  };
}
