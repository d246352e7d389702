import { AssertionError } from "node:assert";
import { Metadata, type StatusObject, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { PartialFailure } from "../../resources/resource";
import { encodeProperties } from "../wire/encode";
import { wellFormed } from "../wire/wellFormed";

/** What went wrong, as the engine shows and stores it: the message alone, a partial failure with the state it left. */
export function failureStatus(error: unknown): Partial<StatusObject> {
  const details = wellFormed(messageOf(error));
  if (!(error instanceof PartialFailure)) return { code: status.UNKNOWN, details };
  return { code: status.UNKNOWN, details, metadata: initFailed(error, details) };
}

/** Errors that no user can cause or mend. */
export function isBug(error: unknown): boolean {
  return (
    !(error instanceof Error) ||
    [TypeError, RangeError, ReferenceError, SyntaxError, AssertionError].some((bug) => error instanceof bug)
  );
}

function messageOf(error: unknown): string {
  if (error instanceof Error && !isBug(error)) return error.message;
  return `this is a bug of the systemd provider, please report it (with the output of --debug): ${error}`;
}

/**
 * gRPC has no field for structured errors; Go's and Pulumi's convention is a google.rpc.Status in this trailer.
 * One reason: the engine prints several as "2 errors occurred: * …".
 */
function initFailed(failure: PartialFailure, reason: string): Metadata {
  const detail = new ErrorResourceInitFailed()
    .setId(failure.id)
    .setInputs(encodeProperties(failure.inputs))
    .setProperties(encodeProperties(failure.outputs))
    .setReasonsList([reason]);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const rpcStatus = new Status().setCode(status.UNKNOWN).setMessage(reason);
  rpcStatus.addDetails(packed);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(rpcStatus.serializeBinary()));
  return metadata;
}
