import type { ServiceError } from "@grpc/grpc-js";
import {
  CreateRequest,
  type CreateResponse,
  DeleteRequest,
  ErrorResourceInitFailed,
  ReadRequest,
  type ReadResponse,
  UpdateRequest,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { afterEach, describe, expect, it, vi } from "vitest";
import { decodeProperties } from "../../../../provider/adaptor/wire/decode";
import { encodeProperties } from "../../../../provider/adaptor/wire/encode";
import { type Operation, PartialFailure, type Resource } from "../../../../provider/resources/resource";
import { Secret, Unknown, type ValueMap } from "../../../../provider/resources/value";
import { ask, type ServedResource, serve, urn } from "../fakeEngine";

let served: ServedResource;
afterEach(() => served.close());

const createRequest = (news: ValueMap = {}) =>
  new CreateRequest().setUrn(urn).setProperties(encodeProperties(news));
const create = (request = createRequest()) =>
  ask<CreateResponse>((done) => served.client.create(request, done));
const failure = (call: Promise<unknown>): Promise<ServiceError> =>
  call.then(
    () => expect.fail("should have failed"),
    (error) => error,
  );

describe("create", () => {
  it("says what it made, secrets included", async () => {
    served = await serve({ create: async () => ({ id: "box-1", outputs: { key: new Secret("k"), n: 1 } }) });
    const response = await create();
    expect(response.getId()).toBe("box-1");
    expect(decodeProperties(response.getProperties())).toEqual({ key: new Secret("k"), n: 1 });
  });

  it.each([
    [0, undefined],
    [90, 90],
  ])("with a timeout of %d", async (timeout, expected) => {
    let seen: Operation | undefined;
    served = await serve({
      create: async (_, __, operation) => {
        seen = operation;
        return { id: "x", outputs: {} };
      },
    });
    await create(createRequest().setTimeout(timeout));
    expect(seen).toMatchObject({ urn, timeoutSeconds: expected });
  });

  it("in a preview may not know its outputs yet", async () => {
    served = await serve({
      create: async (_, preview) => ({ id: "", outputs: { readyAfter: preview ? Unknown.value : 10 } }),
    });
    const response = await create(createRequest().setPreview(true));
    expect(decodeProperties(response.getProperties())).toEqual({ readyAfter: Unknown.value });
  });

  it("takes and gives messages far beyond gRPC's 4 MiB", async () => {
    served = await serve({});
    const text = "x".repeat(5 * 1024 * 1024);
    const response = await create(createRequest({ text }));
    expect(decodeProperties(response.getProperties())).toEqual({ text });
  });
});

describe("update, read and delete", () => {
  const state = { id: "box-1", inputs: { key: new Secret("k") }, outputs: { status: "active" } };
  const calls = (): { seen: unknown[]; resource: Partial<Resource> } => {
    const seen: unknown[] = [];
    return {
      seen,
      resource: {
        update: async (old, news, preview) => {
          seen.push(old, news, preview);
          return { outputs: { status: "new" } };
        },
        read: async (old) => {
          seen.push(old);
          return { ...old, outputs: { status: "failed" } };
        },
        delete: async (old) => {
          seen.push(old);
        },
      },
    };
  };

  it("update gets the old state and the new inputs", async () => {
    const { seen, resource } = calls();
    served = await serve(resource);
    const request = new UpdateRequest()
      .setUrn(urn)
      .setId(state.id)
      .setOldInputs(encodeProperties(state.inputs))
      .setOlds(encodeProperties(state.outputs))
      .setNews(encodeProperties({ port: Unknown.value }))
      .setPreview(true);
    const response = await ask<UpdateResponse>((done) => served.client.update(request, done));
    expect(seen).toEqual([state, { port: Unknown.value }, true]);
    expect(decodeProperties(response.getProperties())).toEqual({ status: "new" });
  });

  it("read gets the state, and returns what is there", async () => {
    const { seen, resource } = calls();
    served = await serve(resource);
    const request = new ReadRequest()
      .setUrn(urn)
      .setId(state.id)
      .setInputs(encodeProperties(state.inputs))
      .setProperties(encodeProperties(state.outputs));
    const response = await ask<ReadResponse>((done) => served.client.read(request, done));
    expect(seen).toEqual([state]);
    expect(response.getId()).toBe("box-1");
    expect(decodeProperties(response.getInputs())).toEqual(state.inputs);
    expect(decodeProperties(response.getProperties())).toEqual({ status: "failed" });
  });

  it("read of what is imported has an id alone; what is gone has none", async () => {
    let seen: unknown;
    served = await serve({
      read: async (old) => {
        seen = old;
        return undefined;
      },
    });
    const request = new ReadRequest().setUrn(urn).setId("by-hand");
    const response = await ask<ReadResponse>((done) => served.client.read(request, done));
    expect(seen).toEqual({ id: "by-hand", inputs: {}, outputs: {} });
    expect(response.getId()).toBe("");
  });

  it("delete gets the state", async () => {
    const { seen, resource } = calls();
    served = await serve(resource);
    const request = new DeleteRequest()
      .setUrn(urn)
      .setId(state.id)
      .setOldInputs(encodeProperties(state.inputs))
      .setProperties(encodeProperties(state.outputs));
    await ask<Empty>((done) => served.client.delete(request, done));
    expect(seen).toEqual([state]);
  });
});

describe("what failed", () => {
  it("is the error's message, whatever is in it", async () => {
    const message = "app.service did not become ready:\n  Démarrage… 😀 100% \uD83D";
    served = await serve({ create: async () => Promise.reject(new Error(message)) });
    const { details, metadata } = await failure(create());
    expect(details).toBe("app.service did not become ready:\n  Démarrage… 😀 100% \uFFFD");
    expect(metadata.get("grpc-status-details-bin")).toEqual([]);
  });

  it("half-way has the state it left, in full, and one reason", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, n) => [`lib/module${n}.py`, "0".repeat(64)]),
    );
    const outputs = { status: "failed", files, key: new Secret("k") };
    served = await serve({
      create: async () => {
        throw new PartialFailure("installed, but not active", "box-1", { key: new Secret("k") }, outputs);
      },
    });
    const { details, metadata } = await failure(create());
    expect(details).toBe("installed, but not active");
    const [trailer] = metadata.get("grpc-status-details-bin");
    const [packed] = Status.deserializeBinary(Buffer.from(trailer as Buffer)).getDetailsList();
    expect(packed?.getTypeName()).toBe("pulumirpc.ErrorResourceInitFailed");
    const detail = ErrorResourceInitFailed.deserializeBinary(packed?.getValue_asU8() ?? new Uint8Array());
    expect(detail.getId()).toBe("box-1");
    expect(detail.getReasonsList()).toEqual(["installed, but not active"]);
    expect(decodeProperties(detail.getProperties())).toEqual(outputs);
    expect(decodeProperties(detail.getInputs())).toEqual({ key: new Secret("k") });
  });

  it("by a bug of ours says so; the stack goes to stderr", async () => {
    const stderr = vi.spyOn(console, "error").mockImplementation(() => undefined);
    try {
      served = await serve({ create: async () => Promise.reject(new RangeError("Invalid array length")) });
      const { details } = await failure(create());
      expect(details).toMatch(
        /^this is a bug of the systemd provider, .*: RangeError: Invalid array length$/,
      );
      expect(stderr).toHaveBeenCalledWith(expect.any(RangeError));
    } finally {
      stderr.mockRestore();
    }
  });
});

describe("the log", () => {
  it("is complete before the operation's outcome: what is to be kept in order, the last progress", async () => {
    served = await serve({
      create: async (_, __, operation) => {
        for (let percent = 0; percent <= 100; percent++) operation.progress(`uploading ${percent}%`);
        operation.warn("the clock of the host is 40 s off");
        operation.inform("would restart: the release changed");
        for (let seconds = 0; seconds < 1_000; seconds++) operation.progress(`waiting ${seconds} s`);
        return { id: "box-1", outputs: {} };
      },
    });
    await create();
    expect(served.log.every((line) => line.urn === urn)).toBe(true);
    expect(served.log.map(({ severity, ephemeral, message }) => [severity, ephemeral, message])).toEqual([
      ["info", true, "uploading 0%"],
      ["info", true, "uploading 100%"],
      ["warning", false, "the clock of the host is 40 s off"],
      ["info", false, "would restart: the release changed"],
      ["info", true, "waiting 999 s"],
    ]);
  });

  it("is complete before a failure, too", async () => {
    served = await serve({
      delete: async (_, operation) => {
        operation.progress("stopping");
        throw new Error("no");
      },
    });
    await failure(ask<Empty>((done) => served.client.delete(new DeleteRequest().setUrn(urn), done)));
    expect(served.log.map(({ message }) => message)).toEqual(["stopping"]);
  });
});

describe("cancel", () => {
  const untilAborted = (operation: Operation): Promise<never> =>
    new Promise((_, reject) => {
      const { signal } = operation;
      const stop = () => reject(new Error(`${signal.reason.message}: the old version is active again`));
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop);
    });
  const cancel = () => ask<Empty>((done) => served.client.cancel(new Empty(), done));

  it("stops what runs, returns at once, and leaves later operations alone", async () => {
    const began: string[] = [];
    let stubborn: (() => void) | undefined;
    served = await serve({
      create: async (_, __, operation) => {
        began.push("create");
        return untilAborted(operation);
      },
      delete: async () => {
        began.push("delete");
        await new Promise<void>((resolve) => {
          stubborn = resolve;
        });
      },
      update: async (_, __, ___, operation) => ({ outputs: { aborted: operation.signal.aborted } }),
    });
    const creating = failure(create());
    const deleting = ask<Empty>((done) => served.client.delete(new DeleteRequest().setUrn(urn), done));
    await vi.waitFor(() => expect(began).toHaveLength(2));

    await cancel();
    await cancel();
    expect((await creating).details).toBe("cancelled: the old version is active again");
    expect(served.inFlight.awaited).toBe(1);
    const update = new UpdateRequest().setUrn(urn);
    const later = await ask<UpdateResponse>((done) => served.client.update(update, done));
    expect(decodeProperties(later.getProperties())).toEqual({ aborted: false });
    stubborn?.();
    await deleting;
    await vi.waitFor(() => expect(served.inFlight.awaited).toBe(0));
  });

  it("is not needed when the engine hangs up: an operation that nobody waits for is stopped", async () => {
    let reason: string | undefined;
    let began = false;
    served = await serve({
      create: async (_, __, operation) => {
        began = true;
        operation.signal.addEventListener("abort", () => {
          reason = operation.signal.reason.message;
        });
        return untilAborted(operation);
      },
    });
    const call = served.client.create(createRequest(), () => undefined);
    await vi.waitFor(() => expect(began).toBe(true));
    expect(served.inFlight.awaited).toBe(1);
    call.cancel();
    await vi.waitFor(() => expect(reason).toBe("the Pulumi engine no longer waits"));
    await served.inFlight.settled();
    expect(served.inFlight.awaited).toBe(0);
  });
});
