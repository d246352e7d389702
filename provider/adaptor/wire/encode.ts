import { ListValue, NullValue, Struct, Value as WireValue } from "google-protobuf/google/protobuf/struct_pb";
import { Archive, Asset, Secret, Unknown, type Value, type ValueMap } from "../../resources/value";
import { signatureKey, signatures, unknownSentinel, unknownSentinels } from "./sentinels";
import { wellFormed } from "./wellFormed";

/** Plain values as the engine reads them. What would arrive as something else is refused. */
export function encodeProperties(properties: ValueMap): Struct {
  for (const property of Object.keys(properties)) {
    if (property === signatureKey || property === "__proto__") {
      throw new Error(`a property can't be called ${property}: it would not arrive as one`);
    }
  }
  return structOf(Object.entries(properties).map(([property, value]) => [property, encodeValue(value)]));
}

function encodeValue(value: Value): WireValue {
  const wire = new WireValue();
  if (value === null) return wire.setNullValue(NullValue.NULL_VALUE);
  if (typeof value === "boolean") return wire.setBoolValue(value);
  if (typeof value === "number") return wire.setNumberValue(value);
  if (typeof value === "string") return wire.setStringValue(encodeText(value));
  if (value instanceof Unknown) return wire.setStringValue(unknownSentinel);
  if (Array.isArray(value)) return wire.setListValue(new ListValue().setValuesList(value.map(encodeValue)));
  if (value instanceof Secret) return encodeSecret(value);
  if (value instanceof Asset) return encodeAsset(value);
  if (value instanceof Archive) return encodeArchive(value);
  if (typeof value === "object") return wire.setStructValue(encodeProperties(value));
  throw new TypeError(`${typeof value} is not a property value`);
}

function encodeSecret(secret: Secret): WireValue {
  if (secret.content instanceof Secret) return encodeSecret(secret.content);
  return signed(signatures.secret, { value: encodeValue(secret.content) });
}

function encodeAsset({ hash, from }: Asset): WireValue {
  return signed(signatures.asset, {
    ...textField("hash", hash),
    ...textField("path", from.path),
    ...textField("text", from.text),
    ...textField("uri", from.uri),
  });
}

function encodeArchive({ hash, from }: Archive): WireValue {
  return signed(signatures.archive, {
    ...textField("hash", hash),
    ...textField("path", from.path),
    ...textField("uri", from.uri),
    ...(from.assets === undefined
      ? {}
      : { assets: new WireValue().setStructValue(encodeProperties({ ...from.assets })) }),
  });
}

function encodeText(text: string): string {
  if (unknownSentinels.has(text)) {
    throw new Error(
      `the text ${text} can't be sent: the engine would take it for a value that isn't known yet`,
    );
  }
  return wellFormed(text);
}

function textField(name: string, text: string | undefined): Record<string, WireValue> {
  return text === undefined ? {} : { [name]: new WireValue().setStringValue(wellFormed(text)) };
}

function signed(signature: string, fields: Record<string, WireValue>): WireValue {
  const signatureField = new WireValue().setStringValue(signature);
  return new WireValue().setStructValue(
    structOf([[signatureKey, signatureField], ...Object.entries(fields)]),
  );
}

function structOf(fields: readonly (readonly [string, WireValue])[]): Struct {
  const struct = new Struct();
  const map = struct.getFieldsMap();
  for (const [property, value] of fields) map.set(wellFormed(property), value);
  return struct;
}
