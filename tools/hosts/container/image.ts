import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mustRun, runCommand } from "../../process/command";
import { imageName, type Recipe } from "../recipe";
import type { HostsOptions } from "../testHost";

/** nft breaks the network from inside here; util-linux and bash, needed to ask for readiness, are in every image. */
const ENGINE_PACKAGES = ["nftables"];

export function imageTag(recipe: Recipe): string {
  return `localhost/pulumi-systemd-host:${imageName(recipe)}`;
}

/** The same recipe as the nspawn image's, on the distribution's own container image. */
export function dockerfile(recipe: Recipe): string {
  const packages = [...recipe.basePackages, ...recipe.extraPackages, ...ENGINE_PACKAGES];
  return `FROM debian:${recipe.release}-slim
ENV container=oci
RUN apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends ${packages.join(" ")}
COPY provision /tmp/provision
RUN sh /tmp/provision && rm /tmp/provision
STOPSIGNAL SIGRTMIN+3
CMD ["/sbin/init"]
`;
}

export async function provideImage(
  engine: string,
  recipe: Recipe,
  onProgress: NonNullable<HostsOptions["onProgress"]>,
): Promise<string> {
  const tag = imageTag(recipe);
  if ((await runCommand([engine, "image", "inspect", tag])).code === 0) return tag;
  onProgress(
    `image ${recipe.release}, python: ${recipe.python}: building it with ${engine}, once per machine`,
  );
  const context = mkdtempSync(join(tmpdir(), "pulumi-systemd-image-"));
  try {
    writeFileSync(join(context, "Dockerfile"), dockerfile(recipe));
    writeFileSync(join(context, "provision"), recipe.provision);
    await mustRun([engine, "build", "--tag", tag, context]);
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
  return tag;
}
