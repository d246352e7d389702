import type { TestHost } from "../hosts/testHost";

/**
 * A disk that can be full. /opt and /etc/systemd/system, where deployments write, come onto one small file system in memory
 * for the time of a cell; the root file system itself can't be filled without filling this machine's. For an upload it is
 * /run that is full.
 */
export interface SmallDisk {
  /** To the last byte. */
  fill(): Promise<void>;
  /** Room again. */
  free(): Promise<void>;
  /** Back onto the root file system, with all that is there by then. */
  remove(): Promise<void>;
}

const MOVED = ["/opt", "/etc/systemd/system"];
const SIZE = "192m";
const FILLER = "filler";

export async function putOnSmallDisk(host: TestHost): Promise<SmallDisk> {
  await must(
    host,
    `mkdir -p /mnt/root /mnt/small && mount --bind --make-private / /mnt/root && mount -t tmpfs -o size=${SIZE} small /mnt/small`,
  );
  for (const path of MOVED)
    await must(
      host,
      `mkdir -p /mnt/small${path} && cp -a ${path}/. /mnt/small${path} && mount --bind /mnt/small${path} ${path}`,
    );
  return {
    fill: () => fill(host, "/mnt/small"),
    free: () => free(host, "/mnt/small"),
    async remove() {
      for (const path of MOVED)
        await must(
          host,
          `find /mnt/root${path} -mindepth 1 -delete && cp -a ${path}/. /mnt/root${path} && umount -l ${path}`,
        );
      await must(host, "umount -l /mnt/small /mnt/root");
    },
  };
}

/** /run, made small enough to be filled. */
export function runAsSmallDisk(host: TestHost): SmallDisk {
  return {
    async fill() {
      await must(host, "mount -o remount,size=$(($(df -k --output=used /run | tail -n 1) + 4096))k /run");
      await fill(host, "/run");
    },
    // systemd refuses to reload with less than 16 MB there.
    free: () => must(host, `rm -f /run/${FILLER} && mount -o remount,size=20% /run`),
    remove: async () => {},
  };
}

async function fill(host: TestHost, directory: string): Promise<void> {
  await must(host, `! dd if=/dev/zero of=${directory}/${FILLER} bs=4k 2>/dev/null`);
}

const free = (host: TestHost, directory: string) => must(host, `rm -f ${directory}/${FILLER}`);

async function must(host: TestHost, command: string): Promise<void> {
  const { code, stderr } = await host.run(command);
  if (code !== 0) throw new Error(`\`${command}\` on ${host.name} ended with ${code}: ${stderr}`);
}
