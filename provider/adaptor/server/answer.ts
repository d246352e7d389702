import type { handleUnaryCall, ServerUnaryCall } from "@grpc/grpc-js";
import { failureStatus, isBug } from "./failure";

/** A unary RPC as a function that returns its response or throws. */
export function answer<Request, Response>(
  respond: (request: Request, call: ServerUnaryCall<Request, Response>) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return async (call, callback) => {
    try {
      callback(null, await respond(call.request, call));
    } catch (error) {
      // The engine shows what a plugin writes to stderr with --debug only.
      if (isBug(error)) console.error(error);
      callback(failureStatus(error));
    }
  };
}
