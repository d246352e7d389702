/**
 * What a deployed service has on its host once everything is over (docs/agent-protocol.md, "On disk"): whatever else lies
 * in the places where transactions work was left behind.
 */
function belongings(name: string): RegExp[] {
  const digest = "[0-9a-f]+";
  const run = "/run/pulumi-systemd";
  return [
    `${run}`,
    `${run}/${name}`,
    `${run}/${name}/holder`,
    `${run}/${name}/[^/]+`,
    `${run}/${name}/[^/]+/(events|phase|foreground)`,
    `/opt/${name}`,
    `/opt/${name}/(state|history|pulumi-systemd|agents?|agents?/[^/]+|agents?/[^/]+/[^/]+)`,
    `/opt/${name}/(releases|runtimes)`,
    `/opt/${name}/releases/${digest}`,
    `/opt/${name}/releases/${digest}/(app|unit|manifest|runtime|complete|criteria|probe\\.sh)`,
    `/opt/${name}/runtimes/${digest}`,
    `/opt/${name}/runtimes/${digest}/[^/]+`,
    `/opt/${name}/credentials`,
    `/opt/${name}/credentials/${digest}`,
    `/opt/${name}/credentials/${digest}/(canary|\\.complete)`,
    `/etc/systemd/system/${name}\\.service`,
    `/etc/systemd/system/[^/]+\\.wants/${name}\\.service`,
    `/srv/${name}`,
  ].map((pattern) => new RegExp(`^${pattern}$`));
}

/** Names of files in a transaction's own directory that are not another transaction's. */
const SUSPECT = /\/suspect$/;

/** The paths that don't belong to a service at rest. */
export function leftovers(name: string, paths: readonly string[]): string[] {
  const own = belongings(name);
  const others = new RegExp(`^/run/pulumi-systemd/(?!${name}(/|$))`);
  return paths.filter(
    (path) => SUSPECT.test(path) || (!others.test(path) && !own.some((pattern) => pattern.test(path))),
  );
}

/** The paths of a service that should not be on its host at all; of an ended transaction the events may stay. */
export function traces(name: string, paths: readonly string[]): string[] {
  const events = new RegExp(`^/run/pulumi-systemd(/${name}(/holder|/[^/]+(/(events|phase|foreground))?)?)?$`);
  const others = new RegExp(`^/run/pulumi-systemd/(?!${name}(/|$))`);
  return paths.filter((path) => SUSPECT.test(path) || (!others.test(path) && !events.test(path)));
}
