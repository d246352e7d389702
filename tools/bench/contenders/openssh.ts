import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun } from "../../process/command";
import type { Arena, Contender, Phase } from "../contender";
import { FILES, SERVICE } from "../job";
import { cleanUpByHand } from "./handCleanUp";

/** As good as a script can be that is written for this very job: nothing is done twice, and systemd reloads once. */
const RECIPE = `set -eu
from=$1
to=/opt/${SERVICE}
unit=/etc/systemd/system/${SERVICE}.service
[ "$(dpkg-query -W -f '\${db:Status-Status}' python3 2>/dev/null)" = installed ] || apt-get install -qy python3
changed='' reload=''
for file in ${FILES.join(" ")}; do
  cmp -s "$from/app/$file" "$to/$file" || { install -D -m 0644 "$from/app/$file" "$to/$file"; changed=1; }
done
cmp -s "$from/${SERVICE}.service" "$unit" || { install -m 0644 "$from/${SERVICE}.service" "$unit"; changed=1 reload=1; }
systemctl is-enabled --quiet ${SERVICE}.service 2>/dev/null ||
  { systemctl --no-reload --quiet enable ${SERVICE}.service; reload=1; }
[ -z "$reload" ] || systemctl daemon-reload
if [ -n "$changed" ]; then systemctl restart ${SERVICE}.service; else systemctl start ${SERVICE}.service; fi
`;

const ENTER = `sudo -n sh -c 'd=$(mktemp -d) && tar -xzf - -C "$d" && sh "$d/recipe.sh" "$d"; code=$?; rm -rf "$d"; exit $code'`;

/** The checksums come on stdin. */
const ASK = `sudo -n sh -c 'cd /opt/${SERVICE} && sha256sum --check --status - && systemctl is-active --quiet ${SERVICE}.service && systemctl is-enabled --quiet ${SERVICE}.service'`;

/** Every host in a process of its own, and the code of whoever failed last. */
const EVERYWHERE = `
pids=''
for host in $HOSTS; do
  ssh $OPTIONS "$host" "$REMOTE" < payload &
  pids="$pids $!"
done
code=0
for pid in $pids; do wait "$pid" || code=$?; done
exit $code
`;

const DEPLOY = `tar -czf payload -C job . -C .. recipe.sh\n${EVERYWHERE}`;
const REFRESH = `(cd job/app && sha256sum ${FILES.join(" ")} && cd .. && sha256sum ${SERVICE}.service |
  sed 's, , /etc/systemd/system/,2') > payload\n${EVERYWHERE}`;

export async function openssh({ directory, hosts }: Arena): Promise<Contender> {
  writeFileSync(join(directory, "recipe.sh"), RECIPE);
  writeFileSync(join(directory, "known_hosts"), knownHosts(hosts));
  const version = (await mustRun(["sh", "-c", "ssh -V 2>&1"])).trim();
  const [{ privateKeyPath = "" } = {}] = hosts;
  const env = {
    ...process.env,
    HOSTS: hosts.map(({ user, address }) => `${user}@${address}`).join(" "),
    OPTIONS: [...sshOptions(join(directory, "known_hosts")), "-F", "none", "-i", privateKeyPath].join(" "),
  };
  return {
    version,
    doesTheJob: true,
    command: (phase: Phase) => ({
      argv: ["sh", "-c", phase === "refresh" ? REFRESH : DEPLOY],
      cwd: directory,
      env: { ...env, REMOTE: phase === "refresh" ? ASK : ENTER },
    }),
    cleanUp: () => cleanUpByHand(hosts),
  };
}

export function knownHosts(hosts: Arena["hosts"]): string {
  return hosts.map(({ address, hostKey }) => `${address} ${hostKey}\n`).join("");
}

/** What everybody asks of ssh: these keys and no others, and no questions. */
export function sshOptions(knownHostsPath: string): string[] {
  const options = ["BatchMode=yes", "IdentitiesOnly=yes", "StrictHostKeyChecking=yes"];
  return [...options, `UserKnownHostsFile=${knownHostsPath}`].flatMap((option) => ["-o", option]);
}
