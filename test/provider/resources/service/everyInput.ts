import {
  Archive,
  Asset,
  Secret,
  Unknown,
  type Value,
  type ValueMap,
} from "../../../../provider/resources/value";

/** A sound service that leaves no input out, but for those that exclude each other. */
export const everyInput: ValueMap = {
  name: "myapp",
  connection: {
    host: "203.0.113.7",
    port: 22,
    user: "deploy",
    password: "battery staple",
    privateKey: "-----BEGIN KEY-----",
    privateKeyPassword: "open sesame",
    agentSocketPath: "/run/agent",
    hostKey: "ssh-ed25519 AAAA",
    dialErrorLimit: 3,
    perDialTimeout: 5,
    sudoPassword: "correct horse",
    acceptNewHostKey: false,
    proxy: {
      host: "203.0.113.8",
      user: "jump",
      privateKey: "-----BEGIN JUMP KEY-----",
      password: "tr0ub4dor",
      proxy: { host: "203.0.113.9", password: "outermost" },
    },
    config: "/home/me/.ssh/config",
  },
  source: new Archive(undefined, { assets: { "app.py": new Asset(undefined, { text: "print()" }) } }),
  directory: "/usr/local/bin/myapp",
  runtime: { packages: ["jq"], python: { requirements: ["six==1.17.0"] } },
  unit: {
    description: "My app",
    after: ["network.target"],
    wants: ["network-online.target"],
    requires: ["postgresql.service"],
    type: "notify",
    execStart: ["python3", "app.py"],
    execStartPre: [["/bin/mkdir", "-p", "/tmp/myapp"]],
    execReload: ["/bin/true", "now"],
    user: "myapp",
    group: "myapp",
    notifyAccess: "main",
    restart: "always",
    restartSec: "1s",
    watchdog: "15s",
    timeoutStart: "1min",
    timeoutStop: "20s",
    startLimitInterval: "10min",
    startLimitBurst: 5,
    environment: { LANG: "C", TOKEN: "abc" },
    environmentFiles: ["-/etc/default/myapp"],
    stateDirectory: ["myapp"],
    workingDirectory: "/srv",
    wantedBy: ["multi-user.target"],
    hardening: "strict",
    directives: { Service: { Nice: "5", ReadWritePaths: ["/srv", "/var/tmp"] } },
  },
  secrets: { apiKey: "s3cr3t", "tls.key": "-----BEGIN TLS KEY-----\n" },
  adopt: true,
  createUser: true,
  readiness: { timeout: "2min", minHealthyTime: "5s", watchdogPing: true, probe: ["/bin/true"] },
  onFailure: "rollback",
  cleanOnDelete: ["state", "cache"],
  revisionHistoryLimit: 5,
};

/** The same whole with one of its parts put in place by `put`, for each of its parts, great and small. */
export function* withEach(
  value: Value,
  put: (part: Value) => Value,
  path = "",
): Generator<{ readonly path: string; readonly value: Value }> {
  if (path !== "") yield { path, value: put(value) };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      for (const part of withEach(item, put, `${path}[${index}]`))
        yield { path: part.path, value: value.with(index, part.value) };
  } else if (isMap(value)) {
    for (const [key, item] of Object.entries(value))
      for (const part of withEach(item, put, path === "" ? key : `${path}.${key}`))
        yield { path: part.path, value: { ...value, [key]: part.value } };
  }
}

function isMap(value: Value): value is ValueMap {
  const wrappers = [Secret, Unknown, Asset, Archive];
  return typeof value === "object" && value !== null && !wrappers.some((wrapper) => value instanceof wrapper);
}
