import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../tools/hosts/startHosts";
import { pulumiEnvironment } from "../../tools/pulumi/environment";
import { providePulumi } from "../../tools/pulumi/providePulumi";
import { pulumiJson, runPulumi } from "../../tools/pulumi/runPulumi";
import { type InstalledPackage, installPackage } from "./consumer/installedPackage";
import { APP, GATED_PROGRAM, PULUMI_YAML, TYPES_PROGRAM } from "./consumer/programs";

let consumer: InstalledPackage;
beforeAll(() => {
  consumer = installPackage();
});
afterAll(() => consumer?.[Symbol.dispose]());

describe("the package, installed from its tarball", () => {
  it("type-checks in a project that `pulumi new typescript` made", () => {
    consumer.write("index.ts", TYPES_PROGRAM);
    expect(consumer.run("node_modules/.bin/tsc", "--noEmit")).toBe("");
  });

  it("type-checks in a project of ECMAScript modules", () => {
    consumer.write("index.mts", TYPES_PROGRAM);
    const options = ["--strict", "--skipLibCheck", "--target", "es2022", "--module", "nodenext"];
    expect(consumer.run("node_modules/.bin/tsc", "--noEmit", ...options, "index.mts")).toBe("");
  });

  it("is imported and required under the same names", () => {
    const print = "console.log(typeof NotifyService, typeof Service)";
    consumer.write("import.mjs", `import { NotifyService, Service } from "pulumi-systemd"; ${print}`);
    consumer.write("require.cjs", `const { NotifyService, Service } = require("pulumi-systemd"); ${print}`);
    expect(consumer.run("node", "import.mjs")).toBe("function function\n");
    expect(consumer.run("node", "require.cjs")).toBe("function function\n");
  });

  it("brings the plugin where Pulumi.yaml is told to look, executable, and the agent", () => {
    const plugin = "node_modules/pulumi-systemd/provider/pulumi-resource-systemd";
    expect(() => accessSync(join(consumer.directory, plugin), constants.X_OK)).not.toThrow();
    expect(consumer.packed).toEqual(
      expect.arrayContaining([
        "provider/start.js",
        "dist/provider/main.js",
        "assets/agent/main.sh",
        "dist/components/index.d.ts",
      ]),
    );
  });

  it("brings neither tests nor our own stack", () => {
    const belongs = [
      /^dist\/(components|provider)\/.*\.(js|d\.ts)$/,
      /^assets\/agent\//,
      /^provider\/(pulumi-resource-systemd(\.cmd)?|start\.js)$/,
      /^(package\.json|README\.md|LICENSE)$/,
    ];
    expect(consumer.packed.filter((name) => !belongs.some((pattern) => pattern.test(name)))).toEqual([]);
  });
});

describe("somebody else's stack", () => {
  let binDir: string;
  beforeAll(async () => {
    ({ binDir } = await providePulumi({ onProgress: (line) => console.error(line) }));
  });

  it("deploys with the installed package, and creates what depends on the service after READY=1", async () => {
    await using machines = await startHosts();
    const [host] = machines.hosts;
    if (host === undefined) throw new Error("no host was started");
    const stateDir = join(consumer.directory, "state");
    mkdirSync(stateDir);
    const options = {
      cwd: consumer.directory,
      env: pulumiEnvironment({
        home: join(consumer.directory, "home"),
        stateDir,
        binDir,
        passphrase: "test",
      }),
    };
    const pulumi = async (args: string[], input = "") => {
      const { code, stdout, stderr } = await runPulumi(args, { ...options, input });
      if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${stdout}\n${stderr}`);
    };
    consumer.write("Pulumi.yaml", PULUMI_YAML);
    consumer.write("index.ts", GATED_PROGRAM);
    consumer.write("app/app.py", APP);
    await pulumi(["stack", "init", "test"]);
    await pulumi(["config", "set", "host", host.address]);
    await pulumi(["config", "set", "port", String(host.port)]);
    await pulumi(["config", "set", "hostKey", host.hostKey]);
    await pulumi(["config", "set", "--secret", "privateKey"], host.privateKey);

    await pulumi(["up", "--yes", "--skip-preview"]);

    const { readyAfter, downstreamCreatedAtMs } = (await pulumiJson(["stack", "output"], options)) as {
      readyAfter: number;
      downstreamCreatedAtMs: number;
    };
    expect(readyAfter).toBeGreaterThanOrEqual(2);
    expect(readyAfter).toBeLessThan(5);
    // The host shares this machine's clock.
    const readyAt = await host.run(
      'date --date="$(systemctl show --property ActiveEnterTimestamp --value --timestamp=us+utc gated-app)" +%s%3N',
    );
    expect(downstreamCreatedAtMs).toBeGreaterThan(Number(readyAt.stdout));

    await pulumi(["destroy", "--yes", "--skip-preview"]);
    expect((await host.run("ls /opt /etc/systemd/system")).stdout).not.toContain("gated-app");
  });
});
