import {
  CheckRequest,
  type CheckResponse,
  CreateRequest,
  type CreateResponse,
  DeleteRequest,
  UpdateRequest,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { decodeProperties } from "../../provider/adaptor/wire/decode";
import { encodeProperties } from "../../provider/adaptor/wire/encode";
import type { ValueMap } from "../../provider/resources/value";
import { ask, providerClient } from "../provider/adaptor/fakeEngine";

/** One service as the engine has it deployed: the calls that it makes, over gRPC, without the seconds that it takes itself. */
export interface EngineCalls {
  /** Check, then Create or Update. @returns the outputs */
  up(inputs: ValueMap): Promise<ValueMap>;
  destroy(): Promise<void>;
  close(): void;
}

export function engineCalls(port: number, name: string): EngineCalls {
  const client = providerClient(port);
  const urn = `urn:pulumi:dev::tests::systemd:index:Service::${name}`;
  let state: { id: string; inputs: ValueMap; outputs: ValueMap } | undefined;

  const check = async (news: ValueMap) => {
    const request = new CheckRequest()
      .setUrn(urn)
      .setOlds(encodeProperties(state?.inputs ?? {}))
      .setNews(encodeProperties(news));
    const checked = await ask<CheckResponse>((done) => client.check(request, done));
    const reasons = checked.getFailuresList().map((failure) => failure.getReason());
    if (reasons.length > 0) throw new Error(reasons.join("\n"));
    return decodeProperties(checked.getInputs());
  };
  const create = async (inputs: ValueMap) => {
    const request = new CreateRequest().setUrn(urn).setProperties(encodeProperties(inputs));
    const created = await ask<CreateResponse>((done) => client.create(request, done));
    return { id: created.getId(), outputs: decodeProperties(created.getProperties()) };
  };
  const update = async (old: NonNullable<typeof state>, inputs: ValueMap) => {
    const request = new UpdateRequest()
      .setUrn(urn)
      .setId(old.id)
      .setOlds(encodeProperties(old.outputs))
      .setOldInputs(encodeProperties(old.inputs))
      .setNews(encodeProperties(inputs));
    const updated = await ask<UpdateResponse>((done) => client.update(request, done));
    return { id: old.id, outputs: decodeProperties(updated.getProperties()) };
  };

  /** The engine's last word at the end of every command, by which idle logins end. */
  const endOfCommand = () => ask<Empty>((done) => client.cancel(new Empty(), done));

  return {
    async up(news) {
      const inputs = await check(news);
      const { id, outputs } = state === undefined ? await create(inputs) : await update(state, inputs);
      state = { id, inputs, outputs };
      await endOfCommand();
      return outputs;
    },
    async destroy() {
      if (state === undefined) return;
      const { id, inputs, outputs } = state;
      const request = new DeleteRequest()
        .setUrn(urn)
        .setId(id)
        .setOldInputs(encodeProperties(inputs))
        .setProperties(encodeProperties(outputs));
      await ask((done) => client.delete(request, done));
      state = undefined;
      await endOfCommand();
    },
    close: () => client.close(),
  };
}
