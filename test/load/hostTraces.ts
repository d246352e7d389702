import type { TestHost } from "../../tools/hosts/testHost";
import { poll } from "../../tools/process/poll";

/** Everything on a host that a deployment or its connection makes, and that might pile up, one line each. */
const LIST = `
ps -e --no-headers -o 'process: %c'
ss --tcp --numeric --no-header sport = :22 | sed 's/^/connection: /'
systemctl list-units --all --plain --no-legend | awk '{ print "unit: " $1 }'
find /etc /home /opt /root /tmp /usr/local /var/lib /var/tmp /run/credentials /run/pulumi-systemd* /run/systemd/sessions \\
  /run/systemd/system* /run/systemd/transient /run/systemd/units /run/user 2>/dev/null | sed 's/^/file: /'
`;

/** Once there was something in them, systemd keeps these directories. */
const KEPT_BY_SYSTEMD = /^file: \/run\/systemd\/(transient|system\.control)$/;

/** What is on the host now; what differs from run to run by its digest or its random name looks alike. */
async function tracesNow(host: TestHost): Promise<string[]> {
  const { stdout } = await host.run(LIST);
  return stdout
    .split("\n")
    .filter((line) => line !== "" && !KEPT_BY_SYSTEMD.test(line))
    .map((line) => line.replace(/[0-9a-f]{20,}/g, "*"))
    .sort();
}

/** What is on the host once no transaction and no connection is left: a transaction prunes after it has told its end. */
export function tracesOn(host: TestHost): Promise<string[]> {
  const atRest = async () => {
    const traces = await tracesNow(host);
    return traces.some((line) => /^unit: pulumi-systemd-|^connection:/.test(line)) ? undefined : traces;
  };
  return poll(atRest, { waitingFor: `${host.name} to come to rest`, deadlineMs: 30_000, intervalMs: 200 });
}

/** How often sshd let somebody in, and how often a dial was broken off by either end. */
export interface Dials {
  readonly accepted: number;
  readonly dropped: number;
}

export async function dialsOf(host: TestHost): Promise<Dials> {
  const { stdout } = await host.run("journalctl --unit ssh --output cat --no-pager");
  const lines = stdout.split("\n");
  const count = (pattern: RegExp) => lines.filter((line) => pattern.test(line)).length;
  return {
    accepted: count(/^Accepted /),
    dropped: count(/preauth|kex_exchange|MaxStartups|drop connection/),
  };
}
