import type { Resource } from "../resource";
import type { ValueMap } from "../value";
import { checkService } from "./checkService";
import { decodeService } from "./decodeService";
import { deploy } from "./deploy";
import { diffService, restarts } from "./diffService";
import { identityOf } from "./identity";
import { observe } from "./observe";
import { remove } from "./remove";
import { plannedOutputs, plannedUpdateOutputs } from "./serviceOutputs";

/** The unit's name, as far as a preview knows it. */
function unitOf(inputs: ValueMap, urn: string): string {
  return identityOf(decodeService(inputs, { problems: [], unknown: [] }), urn).unit;
}

/** `systemd:index:Service`: one service on one host. */
export function serviceResource(): Resource {
  return {
    type: "systemd:index:Service",
    check: async (news, _olds, urn) => await checkService(news, urn),
    diff: diffService,
    create: async (news, preview, operation) =>
      preview
        ? { id: "", outputs: plannedOutputs(unitOf(news, operation.urn)) }
        : await deploy(news, undefined, operation),
    read: observe,
    update: async (old, news, preview, operation) =>
      preview
        ? { outputs: plannedUpdateOutputs(old.outputs, unitOf(news, operation.urn), restarts(old, news)) }
        : await deploy(news, old, operation),
    delete: remove,
  };
}
