import type { Resource } from "../resource";
import { checkService } from "./checkService";
import { deploy } from "./deploy";
import { diffService } from "./diffService";
import { observe } from "./observe";
import { preview } from "./preview";
import { remove } from "./remove";

/** `systemd:index:Service`: one service on one host. */
export function serviceResource(): Resource {
  return {
    type: "systemd:index:Service",
    check: async (news, olds, urn) => await checkService(news, urn, olds),
    diff: diffService,
    create: async (news, isPreview, operation) =>
      isPreview
        ? { id: "", outputs: await preview(news, undefined, operation) }
        : await deploy(news, undefined, operation),
    read: observe,
    update: async (old, news, isPreview, operation) =>
      isPreview ? { outputs: await preview(news, old, operation) } : await deploy(news, old, operation),
    delete: remove,
  };
}
