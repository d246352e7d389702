import { describe, expect, it } from "vitest";
import { chooseDriver, type DriverChoice, type MachineFacts } from "../../../tools/hosts/chooseDriver";

const LINUX_ROOT: MachineFacts = {
  platform: "linux",
  isRoot: true,
  canMount: true,
  hasApt: true,
  missingCommands: [],
  engines: [],
};
const DOCKER = { name: "docker" } as const;
const PODMAN = { name: "podman" } as const;
const SLEEPING_DOCKER = { name: "docker", problem: "Cannot connect to the Docker daemon" } as const;

describe("chooseDriver", () => {
  const nspawn = (...missingCommands: string[]): DriverChoice => ({ driver: "nspawn", missingCommands });
  const container = (engine: "docker" | "podman"): DriverChoice => ({ driver: "container", engine });

  it.each<[what: string, facts: Partial<MachineFacts>, choice: DriverChoice]>([
    ["Linux as root", {}, nspawn()],
    ["commands missing, to be installed", { missingCommands: ["debootstrap"] }, nspawn("debootstrap")],
    ["docker there too", { engines: [DOCKER] }, nspawn()],
    [
      "commands missing without apt",
      { missingCommands: ["nft"], hasApt: false, engines: [DOCKER] },
      container("docker"),
    ],
    ["not root", { isRoot: false, canMount: false, engines: [PODMAN] }, container("podman")],
    ["in a container", { canMount: false, engines: [DOCKER] }, container("docker")],
    ["a Mac", { platform: "darwin", isRoot: false, engines: [DOCKER] }, container("docker")],
    ["the first engine asleep", { isRoot: false, engines: [SLEEPING_DOCKER, PODMAN] }, container("podman")],
    ["containers asked for", { engines: [DOCKER], requested: "container" }, container("docker")],
    ["nspawn asked for", { engines: [DOCKER], requested: "nspawn" }, nspawn()],
    ["nothing asked for", { requested: "" }, nspawn()],
  ])("%s", (_, facts, choice) => {
    expect(chooseDriver({ ...LINUX_ROOT, ...facts })).toEqual(choice);
  });

  it.each<[what: string, facts: Partial<MachineFacts>, said: string[]]>([
    [
      "a Mac without an engine",
      { platform: "darwin", isRoot: false },
      ["this machine does not run Linux", "neither docker nor podman is installed", "docs/hosts.md"],
    ],
    [
      "a user whose docker sleeps",
      { isRoot: false, engines: [SLEEPING_DOCKER] },
      ["needs root (try sudo)", "docker: Cannot connect to the Docker daemon"],
    ],
    [
      "root of a distribution without apt",
      { hasApt: false, missingCommands: ["debootstrap", "nft"] },
      ["debootstrap, nft must be installed, and there is no apt-get"],
    ],
    [
      "containers asked for where there are none",
      { requested: "container" },
      [
        "systemd-nspawn (Linux, root): possible, but PULUMI_SYSTEMD_HOSTS asks for the other",
        "neither docker",
      ],
    ],
    [
      "a driver we don't have",
      { requested: "qemu" },
      ['PULUMI_SYSTEMD_HOSTS is "qemu"', '"nspawn", "container"'],
    ],
  ])("%s: says what stands in the way of both", (_, facts, said) => {
    const choice = chooseDriver({ ...LINUX_ROOT, ...facts });
    expect(choice.driver).toBe("none");
    for (const words of said) expect(choice).toHaveProperty("reason", expect.stringContaining(words));
  });
});
