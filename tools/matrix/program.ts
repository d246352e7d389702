/** One program of the stack: everything that makes a version of the service what it is. */
export interface ProgramVersion {
  /** The service's name, and its resource's. */
  readonly name: string;
  readonly version: number;
  /** Makes the version need a virtual environment of its own; equal ones share it. */
  readonly runtime: number;
}

/**
 * The targets that want a version, in alphabetical order: one that wants them all, and two of its own, so that every
 * deployment lays links and drops some.
 */
export function wantedBy(version: number): string[] {
  return [`again-${version}.target`, "multi-user.target", `version-${version}.target`];
}

/** The variable in which the program finds its version, as JSON. */
export const VERSION_VARIABLE = "MATRIX_VERSION";

export const PULUMI_YAML = `
name: matrix
runtime: { name: nodejs, options: { typescript: false } }
main: index.js
plugins: { providers: [{ name: systemd, path: ../package/provider }] }
`;

/**
 * One service that is ready in half a second, in a virtual environment that is real and needs nothing from anywhere. The
 * ballast makes an upload need room.
 */
export const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { NotifyService } = require("../package/dist/components");

const { name, version, runtime, wantedBy } = JSON.parse(process.env.${VERSION_VARIABLE});
const config = new pulumi.Config();
const ballast = Array.from({ length: 2000 }, (_, line) => version + " " + line).join("\\n");
const service = new NotifyService(name, {
  connection: {
    host: config.require("host"),
    port: config.requireNumber("port"),
    user: config.require("user"),
    hostKey: config.require("hostKey"),
    privateKey: config.requireSecret("privateKey"),
  },
  source: new pulumi.asset.AssetArchive({
    "app.py": new pulumi.asset.StringAsset("VERSION = " + version + "\\n" + require("fs").readFileSync("app.py", "utf8")),
    "ballast.txt": new pulumi.asset.StringAsset(ballast),
  }),
  directory: "/srv/" + name,
  runtime: { python: { requirements: ["--no-index", "--trusted-host=matrix-" + runtime] } },
  revisionHistoryLimit: 1,
  createUser: true,
  secrets: { canary: config.requireSecret("canary").apply((canary) => canary + " of version " + version) },
  unit: {
    description: "Version " + version,
    execStart: ["python3", "app.py"],
    user: "matrix",
    timeoutStart: "30s",
    wantedBy,
    environment: { CANARY: config.requireSecret("canary") },
  },
  readiness: { minHealthyTime: "1s" },
});
exports.releaseDigest = service.releaseDigest;
`;

/** Says its version whenever it starts, and in its STATUS= while it runs. */
export const APP = `
import os, socket, time

def notify(text):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        s.connect(os.environ["NOTIFY_SOCKET"])
        s.send(text.encode())

print("version", VERSION, "starts", flush=True)
time.sleep(0.5)
notify("READY=1\\nSTATUS=version %d" % VERSION)
while True:
    time.sleep(60)
`;
