import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { CheckFailure, CheckResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Problem } from "../../systemd/problem";
import { decodeProperties, decodeState } from "../wire/decode";
import { encodeProperties } from "../wire/encode";
import { answer } from "./answer";
import type { Catalog } from "./catalog";
import { diffResponse } from "./diffResponse";

/** What is asked before anything is done: are the inputs sound, and what do they change. */
export function planning(catalog: Catalog): Pick<IResourceProviderServer, "check" | "diff"> {
  return {
    check: answer(async (request) => {
      const urn = request.getUrn();
      const olds = decodeProperties(request.getOlds());
      const news = decodeProperties(request.getNews());
      // The engine sends a new resource's olds as an empty struct.
      const before = Object.keys(olds).length > 0 ? olds : undefined;
      const seed = request.getRandomseed_asU8();
      const { inputs, problems } = await catalog
        .find(urn)
        .check(news, before, urn, seed.length > 0 ? seed : undefined);
      return new CheckResponse()
        .setInputs(encodeProperties(inputs))
        .setFailuresList(problems.map(checkFailure));
    }),

    diff: answer((request) => {
      const old = decodeState(request.getId(), request.getOldInputs(), request.getOlds());
      const diff = catalog.find(request.getUrn()).diff(old, decodeProperties(request.getNews()));
      return diffResponse(diff, request.getIgnorechangesList());
    }),
  };
}

/** The path goes into the reason: of a property that is named, the engine prints the value, secrets in clear. */
function checkFailure({ path, reason }: Problem): CheckFailure {
  return new CheckFailure().setReason(path === "" ? reason : `${path}: ${reason}`);
}
