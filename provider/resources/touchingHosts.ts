import type { Operation, Resource, State } from "./resource";
import type { ValueMap } from "./value";

type Deploy<Result> = (news: ValueMap, old: State | undefined, operation: Operation) => Promise<Result>;

/**
 * What of a resource opens connections. It is loaded by the first operation that touches a host: it is the better half of the
 * plugin's own code and all of ssh2, and where nothing has changed nobody needs it.
 */
export interface TouchingHosts {
  preview(): Promise<Deploy<ValueMap>>;
  deploy(): Promise<Deploy<{ id: string; outputs: ValueMap }>>;
  observe(): Promise<Resource["read"]>;
  remove(): Promise<Resource["delete"]>;
}

export function touching(hosts: TouchingHosts): Pick<Resource, "create" | "read" | "update" | "delete"> {
  return {
    create: async (news, isPreview, operation) => {
      if (!isPreview) return await (await hosts.deploy())(news, undefined, operation);
      const preview = await hosts.preview();
      return { id: "", outputs: await preview(news, undefined, operation) };
    },
    read: async (state, operation) => await (await hosts.observe())(state, operation),
    update: async (old, news, isPreview, operation) => {
      if (!isPreview) return await (await hosts.deploy())(news, old, operation);
      const preview = await hosts.preview();
      return { outputs: await preview(news, old, operation) };
    },
    delete: async (state, operation) => await (await hosts.remove())(state, operation),
  };
}
