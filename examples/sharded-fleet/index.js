// The program of every shard: its hosts come from its stack's configuration, which deploy.mjs writes.
const pulumi = require("@pulumi/pulumi");
const { NotifyFleet } = require("pulumi-systemd");

const config = new pulumi.Config();

const fleet = new NotifyFleet("myapp", {
  connection: { user: config.require("user"), privateKey: config.requireSecret("privateKey") },
  hosts: config.requireObject("hosts"),
  source: new pulumi.asset.FileArchive("./app"),
  unit: { execStart: ["/usr/bin/python3", "app.py"] },
  readiness: { minHealthyTime: config.get("minHealthyTime") ?? "10s" },
  rollout: { canary: 1, maxParallel: "25%", autoRevert: "fleet" },
});

exports.readyHosts = fleet.readyHosts;
