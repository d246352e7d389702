import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { runPlugin } from "../../../provider/adaptor/plugin";
import {
  type Operation,
  PartialFailure,
  type PropertyDiff,
  type Resource,
} from "../../../provider/resources/resource";
import { Archive, Secret, Unknown, type Value, type ValueMap } from "../../../provider/resources/value";

/**
 * A resource for the real engine that is a file: `path` (a change replaces it) and `content`, which may be a secret.
 * `behaviour` is how its creation and update go.
 */
const box: Resource = {
  type: "systemd:test:Box",

  check: async (news) => {
    const content = plain(news.content);
    const problems =
      content === "forbidden"
        ? [
            { path: "content", reason: "is not allowed here; choose another" },
            { path: "settings.key", reason: "is missing" },
          ]
        : [];
    return {
      inputs: { ...news, size: content instanceof Unknown ? content : `${content}`.length },
      problems,
    };
  },

  diff: (old, news) => {
    const changed = (path: string) => plain(old.inputs[path]) !== plain(news[path]);
    const changes: PropertyDiff[] = [];
    for (const path of ["content", "size", "behaviour"]) {
      if (changed(path)) changes.push({ path, kind: "update", inInputs: true });
    }
    if (old.outputs.drift !== undefined) changes.push({ path: "drift", kind: "delete", inInputs: false });
    if (!changed("path")) return { changes, replaces: [], deleteBeforeReplace: false };
    changes.push({ path: "path", kind: "update-replace", inInputs: true });
    return { changes, replaces: ["path"], deleteBeforeReplace: true };
  },

  create: async (news, preview, operation) =>
    preview
      ? { id: "", outputs: { ...shown(news), writtenBy: Unknown.value } }
      : { id: `box:${plain(news.path)}`, outputs: await write(news, operation, "create") },

  update: async (_, news, preview, operation) => ({
    outputs: preview ? { ...shown(news), writtenBy: Unknown.value } : await write(news, operation, "update"),
  }),

  read: async (state) => {
    const path = `${plain(state.inputs.path)}`;
    if (!existsSync(path)) return undefined;
    const { drift: _, ...outputs } = state.outputs;
    const isAsWritten = readFileSync(path, "utf8") === plain(state.inputs.content);
    return { ...state, outputs: isAsWritten ? outputs : { ...outputs, drift: "changed by hand" } };
  },

  delete: async (state) => rmSync(`${plain(state.inputs.path)}`, { force: true }),
};

async function write(news: ValueMap, operation: Operation, writtenBy: string): Promise<ValueMap> {
  const path = `${plain(news.path)}`;
  for (let percent = 0; percent <= 100; percent++) operation.progress(`writing ${percent}%`);
  writeFileSync(path, `${plain(news.content)}`);
  const outputs: ValueMap = {
    ...shown(news),
    writtenBy,
    nested: [{ content: new Secret(news.content ?? null) }],
  };
  switch (news.behaviour) {
    case "warns":
      operation.warn("the box is nearly full");
      break;
    case "fails half-way":
      throw new PartialFailure("the box is there, but doesn't close", `box:${path}`, news, {
        ...outputs,
        writtenBy: `failed ${writtenBy}`,
        manifest: manyFiles(),
      });
    case "fails":
      throw new Error("the box\n  could not be made: Démarrage…");
    case "waits for cancel":
      operation.progress("waiting");
      writeFileSync(`${path}.waiting`, `${process.pid}`);
      await once(operation.signal, "abort");
      throw new Error(`${operation.signal.reason.message}: nothing was left behind`);
    case "never ends":
      writeFileSync(`${path}.waiting`, `${process.pid}`);
      await sleep(2 ** 31 - 1);
  }
  return outputs;
}

/** Far more than the 64 KiB that HTTP/2 libraries like to allow for headers, where a failure's state travels. */
function manyFiles(): ValueMap {
  return Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`lib/module${n}.py`, "0".repeat(64)]));
}

/**
 * The SDK for Node fills in what is missing among the outputs from the inputs, and fails on the empty text of an asset
 * there: so there is an output `files`.
 */
function shown({ files, ...news }: ValueMap): ValueMap {
  const assets = files instanceof Archive ? (files.from.assets ?? {}) : {};
  return {
    ...news,
    files: Object.fromEntries(Object.entries(assets).map(([name, { from }]) => [name, JSON.stringify(from)])),
  };
}

function plain(value: Value | undefined): Value | undefined {
  return value instanceof Secret ? value.content : value;
}

void runPlugin({ version: "1.2.3", resources: [box] }, process.argv.slice(2));
