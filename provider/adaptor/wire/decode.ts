import { type Struct, Value as WireValue } from "google-protobuf/google/protobuf/struct_pb";
import type { State } from "../../resources/resource";
import { Archive, Asset, Secret, Unknown, type Value, type ValueMap } from "../../resources/value";
import { emptyTextHash, signatureKey, signatures, unknownSentinels } from "./sentinels";

/** What the engine sent, in plain values. An absent struct has no properties. */
export function decodeProperties(struct: Struct | undefined): ValueMap {
  return Object.fromEntries([...fieldsOf(struct)].map(([property, value]) => [property, decodeValue(value)]));
}

export function decodeState(id: string, inputs: Struct | undefined, outputs: Struct | undefined): State {
  return { id, inputs: decodeProperties(inputs), outputs: decodeProperties(outputs) };
}

function decodeValue(value: WireValue | undefined): Value {
  if (value === undefined) return Unknown.value;
  switch (value.getKindCase()) {
    case WireValue.KindCase.BOOL_VALUE:
      return value.getBoolValue();
    case WireValue.KindCase.NUMBER_VALUE:
      return value.getNumberValue();
    case WireValue.KindCase.STRING_VALUE:
      return unknownSentinels.has(value.getStringValue()) ? Unknown.value : value.getStringValue();
    case WireValue.KindCase.LIST_VALUE:
      return value.getListValue()?.getValuesList().map(decodeValue) ?? [];
    case WireValue.KindCase.STRUCT_VALUE:
      return decodeObject(value.getStructValue());
    default:
      return null;
  }
}

function decodeObject(struct: Struct | undefined): Value {
  const fields = fieldsOf(struct);
  const signature = fields.get(signatureKey)?.getStringValue();
  switch (signature) {
    case undefined:
      return decodeProperties(struct);
    case signatures.secret:
      return secret(decodeValue(fields.get("value")));
    case signatures.output: {
      const content = decodeValue(fields.get("value"));
      return fields.get("secret")?.getBoolValue() ? secret(content) : content;
    }
    case signatures.asset:
      return decodeAsset(fields);
    case signatures.archive:
      return decodeArchive(fields);
    default:
      throw new Error(
        `the engine sent a kind of value this provider doesn't know (signature ${signature}); a newer version of it may`,
      );
  }
}

function decodeAsset(fields: Fields): Asset {
  const hash = text(fields, "hash");
  const from = present({
    path: text(fields, "path"),
    text: text(fields, "text"),
    uri: text(fields, "uri"),
  });
  const isEmptyText = hash === emptyTextHash && Object.keys(from).length === 0;
  return new Asset(hash, isEmptyText ? { text: "" } : from);
}

function decodeArchive(fields: Fields): Archive {
  const assets = fields.get("assets")?.getStructValue();
  const from = {
    path: text(fields, "path"),
    uri: text(fields, "uri"),
    assets: assets && decodeAssets(assets),
  };
  return new Archive(text(fields, "hash"), present(from));
}

function decodeAssets(struct: Struct): Record<string, Asset | Archive> {
  const assets = Object.entries(decodeProperties(struct)).map(([name, asset]) => {
    if (asset instanceof Asset || asset instanceof Archive) return [name, asset] as const;
    throw new Error(`an archive holds assets and archives; ${JSON.stringify(name)} in it is neither`);
  });
  return Object.fromEntries(assets);
}

type Fields = ReadonlyMap<string, WireValue>;

/** A real Map: jspb's own takes inherited names (`constructor`) for keys. */
function fieldsOf(struct: Struct | undefined): Fields {
  const fields = new Map<string, WireValue>();
  struct?.getFieldsMap().forEach((value, key) => {
    fields.set(key, value);
  });
  return fields;
}

function text(fields: Fields, name: string): string | undefined {
  return fields.get(name)?.getStringValue() || undefined;
}

function present<Properties extends object>(properties: Properties): Partial<Properties> {
  const entries = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Properties>;
}

function secret(content: Value): Secret {
  return content instanceof Secret ? content : new Secret(content);
}
