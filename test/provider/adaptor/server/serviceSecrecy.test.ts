import {
  CheckRequest,
  type CheckResponse,
  DiffRequest,
  type DiffResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { decodeProperties } from "../../../../provider/adaptor/wire/decode";
import { encodeProperties } from "../../../../provider/adaptor/wire/encode";
import { serviceResource } from "../../../../provider/resources/service/service";
import { Secret, type Value, type ValueMap } from "../../../../provider/resources/value";
import { everyInput, withEach } from "../../resources/service/everyInput";
import { ask, type ServedResource, serve } from "../fakeEngine";

const CANARY = "HUSHcanary";
const resource = serviceResource();
const urn = `urn:pulumi:dev::tests::${resource.type}::myapp`;

let served: ServedResource;
beforeAll(async () => {
  served = await serve(resource);
});
afterAll(() => served?.close());

const check = (news: ValueMap, olds: ValueMap = {}) =>
  ask<CheckResponse>((done) =>
    served.client.check(
      new CheckRequest().setUrn(urn).setOlds(encodeProperties(olds)).setNews(encodeProperties(news)),
      done,
    ),
  );

/** The value with whatever is in an envelope taken away. */
function withoutSecrets(value: Value): Value {
  if (value instanceof Secret) return "[secret]";
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)]));
}

/** Texts, and what stands beside them, that some input objects to and another takes. */
const VALUES: readonly Value[] = [`${CANARY}\n[Service]\nType=${CANARY}`, [CANARY]];
/** What is secret however it is given. */
const ALWAYS = /password|privateKey|^secrets/i;

/** Every input with a canary in its place: marked, and unmarked where that must make no difference. */
function* canaries(): Generator<{ path: string; news: ValueMap }> {
  const given: ValueMap = { ...everyInput, unit: { text: "" } };
  for (const value of VALUES) {
    for (const { path, value: news } of withEach(everyInput, () => new Secret(value)))
      yield { path, news: news as ValueMap };
    for (const { path, value: news } of withEach(everyInput, () => value))
      if (ALWAYS.test(path)) yield { path, news: news as ValueMap };
    yield { path: "unit.text", news: { ...given, unit: { text: new Secret(value) } } };
  }
}

const diff = (before: ValueMap, news: CheckResponse) =>
  ask<DiffResponse>((done) =>
    served.client.diff(
      new DiffRequest()
        .setUrn(urn)
        .setId("myapp.service/5f2c")
        .setOldInputs(encodeProperties(before))
        .setOlds(encodeProperties({}))
        .setNews(news.getInputs()),
      done,
    ),
  );

it("a secret in any input is on the wire in an envelope or not at all: in no check failure and no diff", async () => {
  const before = decodeProperties((await check(everyInput)).getInputs());
  let failures = 0;
  let diffs = 0;
  for (const { path, news } of canaries()) {
    const response = await check(news, before);
    const told = response.getFailuresList();
    failures += told.length;
    expect(
      told.filter((failure) => failure.getProperty() !== "" || failure.getReason().includes(CANARY)),
      path,
    ).toEqual([]);
    const open = JSON.stringify(withoutSecrets(decodeProperties(response.getInputs())));
    expect(open.includes(CANARY), path).toBe(false);
    if (told.length > 0) continue;
    diffs++;
    const changes = await diff(before, response);
    expect(Buffer.from(changes.serializeBinary()).includes(CANARY), path).toBe(false);
  }
  expect(failures).toBeGreaterThan(100);
  expect(diffs).toBeGreaterThan(5);
}, 120_000);
