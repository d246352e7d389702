import type { TestHost } from "../../tools/hosts/testHost";
import { poll } from "../../tools/process/poll";

/**
 * Everything on a host that a deployment or its connection makes, and that might pile up, one line each. A connection
 * that was closed there is the kernel's: when its last packet gets no answer, it goes on sending that for minutes.
 */
const LIST = `
ps -e --no-headers -o 'process: %c'
ss --tcp --numeric --no-header state established state close-wait sport = :22 | sed 's/^/connection: /'
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

/** A transaction prunes after it has told its end; sshd takes a moment to see that somebody has left. */
const UNREST = /^unit: pulumi-systemd-|^connection:/;

/** What is on the host once no transaction and no connection is left. */
export function tracesOn(host: TestHost): Promise<string[]> {
  let restless: string[] = [];
  const atRest = async () => {
    const traces = await tracesNow(host);
    restless = traces.filter((line) => UNREST.test(line));
    return restless.length > 0 ? undefined : traces;
  };
  const waitingFor = `${host.name} to come to rest`;
  return poll(atRest, {
    waitingFor,
    deadlineMs: 30_000,
    intervalMs: 200,
    explain: () => restless.join("\n"),
  });
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
