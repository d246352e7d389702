import type { TestHost } from "../../../tools/hosts/testHost";

/** More sshds on a host beside its own, each with its options (sshd_config(5)), by their ports. They end with the host. */
export async function startSshds(
  host: TestHost,
  sshds: Readonly<Record<number, readonly string[]>>,
): Promise<void> {
  for (const [port, options] of Object.entries(sshds)) {
    const flags = options.map((option) => `-o ${option}`).join(" ");
    await host.run(`systemd-run -q -u sshd-${port} /usr/sbin/sshd -D -p ${port} ${flags}`);
  }
  for (const port of Object.keys(sshds)) {
    await host.run(`until ss -Hltn 'sport = :${port}' | grep -q .; do sleep 0.1; done`);
  }
}
