// node deploy.mjs: every shard of shards.json is a stack, deployed by Pulumi's Automation API (docs/sharding.md).
// Wants PULUMI_BACKEND_URL (the state that all who deploy share), PULUMI_CONFIG_PASSPHRASE, and `pulumi` on PATH.
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import automation from "@pulumi/pulumi/automation/index.js";
import { rollOut } from "./rollOut.mjs";

const workDir = dirname(fileURLToPath(import.meta.url));
const shards = JSON.parse(readFileSync(`${workDir}/shards.json`, "utf8"));
const user = process.env.DEPLOY_USER ?? "deploy";
const privateKey = readFileSync(process.env.DEPLOY_KEY ?? `${process.env.HOME}/.ssh/id_ed25519`, "utf8");
const minHealthyTime = process.env.MIN_HEALTHY_TIME ?? "10s";

const SHARDS_AT_ONCE = 4;

const { deployed, failed, notBegun } = await rollOut(Object.keys(shards), SHARDS_AT_ONCE, deploy);

console.log(`deployed: ${deployed.join(", ") || "none"}`);
for (const { shard, reason } of failed) console.error(`${shard} failed: ${reason.message ?? reason}`);
if (notBegun.length > 0) console.error(`not begun: ${notBegun.join(", ")}`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function deploy(shard) {
  const stack = await automation.LocalWorkspace.createOrSelectStack({ stackName: shard, workDir });
  await stack.setAllConfig({
    user: { value: user },
    privateKey: { value: privateKey, secret: true },
    hosts: { value: JSON.stringify(shards[shard]) },
    minHealthyTime: { value: minHealthyTime },
  });
  await stack.up({
    color: "never",
    onOutput: (text) => process.stdout.write(text.replace(/^(?=.)/gm, `${shard}: `)),
  });
}
