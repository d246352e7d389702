import type { TestHost } from "../../../tools/hosts/testHost";

export const DIRECTORY = "/usr/local/bin/myapp_notify";
export const UNIT = "myapp_notify.service";
export const UNIT_FILE = `/etc/systemd/system/${UNIT}`;

export interface ByHand {
  /** How long its start takes. @default 1, where the tutorial has 10 */
  readonly startSeconds?: number;
  /** Where the program goes. @default the tutorial's own place */
  readonly directory?: string;
  /** The unit's [Service] and [Install] as the reader left them. @default without the tutorial's comments */
  readonly unit?: string;
  /** What is typed in the end. @default the tutorial's three commands */
  readonly inTheEnd?: string;
}

/** `sudo pip3 install sdnotify`, as far as Debian 12 lets it (PEP 668): with the flag that breaks system packages. */
export async function installSdnotify(host: TestHost): Promise<void> {
  await typed(
    host,
    `python3 -m venv /root/pip
     /root/pip/bin/pip install --quiet sdnotify==0.3.2
     cp -r /root/pip/lib/python3*/site-packages/sdnotify* /usr/local/lib/python3*/dist-packages/
     rm -r /root/pip`,
  );
}

const PROGRAM = (startSeconds: number) => `#!/usr/bin/env python3
from sdnotify import SystemdNotifier
import time

notifier = SystemdNotifier()

print("Démarrage de l'application, préparation en cours...")
time.sleep(${startSeconds})

notifier.notify("READY=1")
print("Application prête, notification envoyée à systemd")

while True:
    notifier.notify("WATCHDOG=1")
    time.sleep(5)
`;

const WITHOUT_COMMENTS = `Type=notify
NotifyAccess=all
User=deploy
Restart=on-failure
WatchdogSec=15

[Install]
WantedBy=multi-user.target
`;

/** As a reader pastes it, comments and all: systemd reads `Type=simple` and a user of that long name. */
export const WITH_COMMENTS = `Type=notify  # systemd attend la notification
NotifyAccess=all  # tous les processus peuvent notifier
User=deploy  # votre utilisateur
Restart=on-failure  # redémarrage en cas d'échec
WatchdogSec=15  # chien de garde

[Install]
WantedBy=multi-user.target
`;

/** The tutorial, followed by hand in a root shell of the host. */
export async function followTutorial(host: TestHost, options: ByHand = {}): Promise<void> {
  const { startSeconds = 1, directory = DIRECTORY, unit = WITHOUT_COMMENTS } = options;
  const { inTheEnd = "systemctl enable myapp_notify\nsystemctl start myapp_notify" } = options;
  await typed(
    host,
    `mkdir -p ${directory}
cat >${directory}/app_notify.py <<'END'
${PROGRAM(startSeconds)}END
cat >${UNIT_FILE} <<'END'
[Unit]
Description=MyApp Notify Service
After=network.target

[Service]
ExecStart=/usr/bin/python3 ${directory}/app_notify.py
${unit}END
systemctl daemon-reload
${inTheEnd}`,
  );
}

/** Makes the host forget both versions, the one made by hand and ours. */
export async function forgetBoth(host: TestHost, directory = DIRECTORY): Promise<void> {
  await host.run(
    `systemctl disable --now ${UNIT}
     rm -rf /etc/systemd/system/${UNIT}* /etc/systemd/system/*/${UNIT} ${directory}* /opt/myapp_notify
     systemctl daemon-reload
     systemctl reset-failed ${UNIT}`,
  );
}

/** Commands of a person, each of which has to succeed. */
export async function typed(host: TestHost, commands: string): Promise<string> {
  const { code, stdout, stderr } = await host.run(`set -e\n${commands}`);
  if (code !== 0) throw new Error(`on ${host.name}: exit ${code} of\n${commands}\n${stdout}${stderr}`);
  return stdout.trim();
}
