const pulumi = require("@pulumi/pulumi");
const { NotifyFleet } = require("pulumi-systemd");
const { hosts, follower, ...args } = require("./fleet.json");

const privateKey = new pulumi.Config().requireSecret("privateKey");

const fleet = new NotifyFleet("myapp", {
  connection: { user: "deploy", privateKey, dialErrorLimit: 0, perDialTimeout: 10 },
  hosts,
  source: new pulumi.asset.FileArchive("./app"),
  readiness: { minHealthyTime: "1s" },
  unit: { execStart: ["/usr/bin/python3", "app.py"] },
  ...args,
});

if (follower) new pulumi.ComponentResource("test:index:Follower", follower, {}, { dependsOn: fleet });

exports.statuses = fleet.hosts.apply((all) =>
  Object.fromEntries(Object.entries(all).map(([name, { status }]) => [name, status])),
);
exports.readyHosts = fleet.readyHosts;
/** Known when the fleet is there, and unknown while a preview can't tell. */
exports.after = fleet.unitPath.apply(() => "created after the fleet");
