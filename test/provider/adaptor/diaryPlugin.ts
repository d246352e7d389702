import { once } from "node:events";
import { appendFileSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { runPlugin } from "../../../provider/adaptor/plugin";
import type { Resource } from "../../../provider/resources/resource";

/** A resource whose creation keeps a diary (input `diary`: its path) and ends as input `how` says. */
const resource: Resource = {
  type: "systemd:test:Box",
  create: async (news, _, { signal }) => {
    const diary = `${news.diary}`;
    console.log("a library that logs");
    appendFileSync(diary, "began\n");
    if (news.how === "bug") void Promise.reject(new Error("nobody caught me"));
    if (news.how === "until told" || news.how === "until told, then interrupted") {
      while (!readFileSync(diary, "utf8").includes("go on")) await sleep(10);
      if (news.how !== "until told") process.kill(process.pid, "SIGINT");
      return { id: "box-1", outputs: { aborted: signal.aborted } };
    }
    await once(signal, "abort");
    appendFileSync(diary, `${signal.reason.message}\n`);
    if (news.how === "stubborn") await new Promise(() => undefined);
    throw new Error("aborted");
  },
  check: async (news) => ({ inputs: news, problems: [] }),
  diff: () => ({ changes: [], replaces: [], deleteBeforeReplace: false }),
  read: async (state) => state,
  update: async (_, news) => ({ outputs: news }),
  delete: async () => undefined,
};

void runPlugin({ version: "1.2.3", resources: [resource] }, process.argv.slice(2));
