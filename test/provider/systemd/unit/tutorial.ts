import type { Placement } from "../../../../provider/systemd/unit/render/placement";
import type { UnitSpec } from "../../../../provider/systemd/unit/unitSpec";

/** The scenario's unit, as design and tutorial have it. */
export const TUTORIAL_SPEC: UnitSpec = {
  description: "MyApp Notify Service",
  after: ["network.target"],
  execStart: ["python3", "app_notify.py"],
  user: "myapp",
  notifyAccess: "all",
  restart: "on-failure",
  watchdog: "15s",
};

export const PLACEMENT: Placement = {
  unitName: "myapp_notify.service",
  appDirectory: "/opt/myapp_notify/releases/4f3c2b1a/app",
  runtimeBin: "/opt/myapp_notify/releases/4f3c2b1a/runtime/bin",
  directory: "/usr/local/bin/myapp_notify",
  files: new Set(["app_notify.py", "bin/server"]),
};

/** As people paste it: with a comment after nearly every value, apostrophes and all. */
export const COMMENTED_TEXT = `[Unit]
Description=MyApp Notify Service  # ce que fait le service
After=network.target  # après le réseau, quand l'interface existe

[Service]
Type=notify  # le service dit lui-même qu'il est prêt
ExecStart=/usr/bin/python3 /usr/local/bin/myapp_notify/app_notify.py  # l'application
NotifyAccess=all  # tous les processus du service
User=<user>  # à remplacer
Restart=on-failure  # en cas d'échec
WatchdogSec=15  # en secondes

[Install]
WantedBy=multi-user.target  # au démarrage
`;

/** The same without its comments and with a user. */
export const PLAIN_TEXT = COMMENTED_TEXT.replace(/ {2}#.*/g, "").replace("<user>", "myapp");
