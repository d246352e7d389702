import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { NotifyService } from "./components";
import { readSettings } from "./stack/settings";

const settings = readSettings(new pulumi.Config());

const services = new Map(
  settings.hosts.map(({ name, ...endpoint }) => [
    name,
    new NotifyService(name, {
      name: "myapp_notify",
      connection: { ...endpoint, ...settings.credentials },
      prepare: settings.prepare,
      source: new pulumi.asset.FileArchive(settings.source),
      directory: "/usr/local/bin/myapp_notify",
      runtime: { python: { requirements: ["sdnotify==0.3.2"] } },
      adopt: settings.adopt,
      createUser: true,
      unit: {
        description: "MyApp Notify Service",
        after: ["network.target"],
        execStart: ["python3", "app_notify.py"],
        user: settings.serviceUser,
        notifyAccess: "all",
        restart: "on-failure",
        watchdog: "15s",
      },
    }),
  ]),
);

if (settings.smokeTest !== undefined) {
  for (const [name, service] of services) {
    new remote.Command(
      `${name}-smoke-test`,
      { connection: service.connection, create: settings.smokeTest, triggers: [service.releaseDigest] },
      { dependsOn: service },
    );
  }
}

export const status = perHost((service) => service.status);
/** Seconds from the start of each process to its READY=1. */
export const readyAfter = perHost((service) => service.readyAfter);
export const deployed = perHost(({ releaseDigest, unitPath, activeSince, systemdVersion }) => ({
  releaseDigest,
  unitPath,
  activeSince,
  systemdVersion,
}));

function perHost<T>(of: (service: NotifyService) => T): Record<string, T> {
  return Object.fromEntries([...services].map(([name, service]) => [name, of(service)]));
}
