/** Settings of pip that say where packages come from: these are as true inside a host as on this machine. */
const CARRIED = ["index-url", "extra-index-url", "trusted-host", "proxy", "timeout"];

/** pip.conf for a host, from this machine's environment and pip.conf; the environment wins, as it does for pip. */
export function pipSettings(
  env: NodeJS.ProcessEnv,
  machineConf: string,
  caBundle: string | undefined,
): string {
  const lines = CARRIED.flatMap((name) => {
    const value = fromEnvironment(env, name) ?? fromConf(machineConf, name);
    return value === undefined ? [] : [`${name} = ${value}`];
  });
  if (caBundle !== undefined) lines.unshift(`cert = ${caBundle}`);
  return `[global]\n${lines.map((line) => `${line}\n`).join("")}`;
}

function fromEnvironment(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const variable =
    name === "timeout" ? "PIP_DEFAULT_TIMEOUT" : `PIP_${name.toUpperCase().replaceAll("-", "_")}`;
  return env[variable] || undefined;
}

function fromConf(conf: string, name: string): string | undefined {
  const section = /^\[global\]\s*$([\s\S]*?)(?=^\[|(?![\s\S]))/m.exec(conf)?.[1] ?? "";
  return new RegExp(`^${name}\\s*[=:]\\s*(.+?)\\s*$`, "m").exec(section)?.[1];
}
