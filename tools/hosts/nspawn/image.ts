import { join } from "node:path";
import { cacheDirectory } from "../../cache";
import { buildOnce } from "../../process/buildOnce";
import { mustRun } from "../../process/command";
import { baseName, imageName, type Recipe } from "../recipe";
import type { HostsOptions } from "../testHost";

type Progress = NonNullable<HostsOptions["onProgress"]>;

/** The root file system of the recipe, read-only by agreement: hosts lie over it. Made when the cache lacks it. */
export function provideImage(recipe: Recipe, onProgress: Progress): Promise<string> {
  return buildOnce(imagePath(imageName(recipe)), onProgress, async (root) => {
    const base = await provideBase(recipe, onProgress);
    onProgress(`image ${recipe.release}, python: ${recipe.python}: installing packages`);
    await mustRun(["cp", "-a", "--reflink=auto", `${base}/.`, root]);
    if (recipe.extraPackages.length > 0) {
      await inside(root, "apt-get update -qq");
      await inside(root, `apt-get install -qq --no-install-recommends ${recipe.extraPackages.join(" ")}`);
    }
    await inside(root, recipe.provision);
  });
}

function provideBase(recipe: Recipe, onProgress: Progress): Promise<string> {
  return buildOnce(imagePath(baseName(recipe)), onProgress, async (root) => {
    onProgress(`image ${recipe.release}: debootstrap, one to three minutes, once per machine`);
    // debootstrap's own default when the machine names no mirror.
    const mirror = process.env.PULUMI_SYSTEMD_DEBIAN_MIRROR;
    await isolated([
      ...["debootstrap", "--variant=minbase", `--include=${recipe.basePackages.join(",")}`],
      ...[recipe.release, root, ...(mirror === undefined ? [] : [mirror])],
    ]);
  });
}

const imagePath = (name: string) => join(cacheDirectory(), "images", name);

function inside(root: string, script: string): Promise<string> {
  const env = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive"];
  const mounts = 'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"';
  // The resolver of this machine, for the packages; a host gets it again when it starts.
  const resolver = 'cp -L /etc/resolv.conf "$0/etc/resolv.conf"';
  return isolated(["sh", "-c", `${resolver} && ${mounts}`, root, ...env, "/bin/sh", "-c", script]);
}

/**
 * Mounts and processes of an image's making vanish with it, however it ends: they live in namespaces of their own, and
 * the first process of these is killed when ours is.
 */
function isolated(argv: readonly string[]): Promise<string> {
  const namespaces = ["unshare", "--mount", "--propagation=private", "--pid", "--fork", "--kill-child"];
  return mustRun(["setpriv", "--pdeathsig=KILL", ...namespaces, ...argv]);
}
