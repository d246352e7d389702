import type { Resource } from "../resource";
import { checkService } from "./checkService";
import { diffService } from "./diffService";

/**
 * What opens connections is loaded by the first operation that touches a host: it is the better half of the plugin's own
 * code and all of ssh2, and where nothing has changed nobody needs it.
 */
const touchingHosts = {
  preview: async () => (await import("./preview.js")).preview,
  deploy: async () => (await import("./deploy.js")).deploy,
  observe: async () => (await import("./observe.js")).observe,
  remove: async () => (await import("./remove.js")).remove,
};

/** `systemd:index:Service`: one service on one host. */
export function serviceResource(): Resource {
  return {
    type: "systemd:index:Service",
    check: async (news, olds, urn, seed) => await checkService(news, urn, olds, { seed }),
    diff: diffService,
    create: async (news, isPreview, operation) => {
      if (!isPreview) return await (await touchingHosts.deploy())(news, undefined, operation);
      const preview = await touchingHosts.preview();
      return { id: "", outputs: await preview(news, undefined, operation) };
    },
    read: async (state, operation) => await (await touchingHosts.observe())(state, operation),
    update: async (old, news, isPreview, operation) => {
      if (!isPreview) return await (await touchingHosts.deploy())(news, old, operation);
      const preview = await touchingHosts.preview();
      return { outputs: await preview(news, old, operation) };
    },
    delete: async (state, operation) => await (await touchingHosts.remove())(state, operation),
  };
}
