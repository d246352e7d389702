import { type handleUnaryCall, status } from "@grpc/grpc-js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";

/** What this provider doesn't have, said so that a user knows what to do instead. */
export function refusals(): Pick<IResourceProviderServer, "invoke" | "call" | "construct"> {
  return {
    invoke: refuse((request) => `the systemd provider has no functions, so there is no ${request.getTok()}`),
    call: refuse((request) => `the systemd provider has no methods, so there is no ${request.getTok()}`),
    construct: refuse(
      (request) =>
        `the systemd provider has no components, so there is no ${request.getType()}; import NotifyService from the npm package pulumi-systemd`,
    ),
  };
}

function refuse<Request, Response>(why: (request: Request) => string): handleUnaryCall<Request, Response> {
  return (call, callback) => callback({ code: status.UNIMPLEMENTED, details: why(call.request) });
}
