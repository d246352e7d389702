// What was recorded, and is asked for again in the tests: the tutorial's service, with an application that starts at once.
// Older states were made by this very program, so it may grow only by what they must survive.
const pulumi = require("@pulumi/pulumi");
const { NotifyService } = require("pulumi-systemd");

const config = new pulumi.Config();

const app = new NotifyService("recorded", {
  name: "myapp_notify",
  connection: {
    host: config.require("host"),
    user: "deploy",
    hostKey: config.require("hostKey"),
    privateKey: config.requireSecret("privateKey"),
  },
  source: new pulumi.asset.FileArchive("./app"),
  directory: "/usr/local/bin/myapp_notify",
  runtime: { python: { requirements: ["sdnotify==0.3.2"] } },
  createUser: true,
  readiness: { minHealthyTime: "1s" },
  unit: {
    description: "MyApp Notify Service",
    after: ["network.target"],
    execStart: ["python3", "app_notify.py"],
    user: "myapp",
    notifyAccess: "all",
    restart: "on-failure",
    watchdog: "15s",
    environment: { GREETING: "Prête à 100 %" },
    stateDirectory: ["myapp_notify"],
  },
});

exports.status = app.status;
exports.releaseDigest = app.releaseDigest;
