import { describe, expect, it } from "vitest";
import { pulumiEnvironment } from "../../../tools/pulumi/environment";

const WORKSPACE = { home: "/w/home", stateDir: "/w/state" };

describe("pulumiEnvironment", () => {
  it("keeps to its own home and state, asks nobody and downloads nothing", () => {
    expect(pulumiEnvironment(WORKSPACE, {})).toEqual({
      PULUMI_HOME: "/w/home",
      PULUMI_BACKEND_URL: "file:///w/state",
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_SKIP_CONFIRMATIONS: "true",
    });
  });

  it("takes nothing over that is meant for the user's own stacks", () => {
    const environment = pulumiEnvironment(WORKSPACE, {
      PULUMI_STACK: "prod",
      PULUMI_ACCESS_TOKEN: "t",
      LANG: "C",
    });
    expect(environment).not.toHaveProperty("PULUMI_STACK");
    expect(environment).not.toHaveProperty("PULUMI_ACCESS_TOKEN");
    expect(environment.LANG).toBe("C");
  });

  it("puts the CLI first", () => {
    expect(pulumiEnvironment({ ...WORKSPACE, binDir: "/cli" }, { PATH: "/bin" }).PATH).toBe("/cli:/bin");
  });
});
