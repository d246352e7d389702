import { posix } from "node:path";
import { shellQuote } from "../../../provider/host/quote";
import type { TestHost } from "../../../tools/hosts/testHost";

/** All properties of a unit as systemd has loaded them, unformatted: what `systemctl show` itself reads. */
export type Properties = Readonly<Record<string, unknown>>;

const DIRECTORY = "/run/systemd/system";

/**
 * Writes many units at once, has systemd read them, and asks for all that it understood of each. They are gone again
 * afterwards.
 */
export async function loadedProperties(
  host: TestHost,
  units: ReadonlyMap<string, string>,
): Promise<Properties[]> {
  const names = [...units.keys()];
  const script = [
    ...[...units].map(([name, text]) => `printf %s ${shellQuote(text)} >${DIRECTORY}/${name}`),
    "systemctl daemon-reload",
    ...names.map(
      (name) =>
        `busctl --json=short call org.freedesktop.systemd1 ${objectPath(name)} org.freedesktop.DBus.Properties GetAll s ""`,
    ),
    `cd ${DIRECTORY} && rm -f ${names.join(" ")}`,
  ];
  const { stdout, stderr } = await host.run("sh -s", { input: script.join("\n") });
  const answers = stdout.trim().split("\n");
  if (answers.length !== names.length) throw new Error(`${answers.length} of ${names.length}: ${stderr}`);
  return answers.map(plainProperties);
}

/** Where D-Bus has a unit: everything but letters and digits is written as `_` and two hexadecimal digits. */
function objectPath(unitName: string): string {
  const label = unitName.replace(
    /[^A-Za-z0-9]/g,
    (character) => `_${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return `/org/freedesktop/systemd1/unit/${label}`;
}

function plainProperties(answer: string): Properties {
  const { data } = JSON.parse(answer) as { data: [Record<string, { data: unknown }>] };
  const properties = Object.entries(data[0]).map(([name, value]) => [name, value.data] as const);
  return Object.fromEntries(
    properties
      .filter(([name]) => !/^Exec.*Ex$/.test(name))
      // Of a command its program and argv; the rest is about its last run.
      .map(([name, value]) => [
        name,
        name.startsWith("Exec") && Array.isArray(value) ? value.map(argvOf) : value,
      ]),
  );
}

/** `/bin//true` is `/bin/true`, and who says so of path and argv[0] depends on the version. */
function argvOf(command: unknown): unknown {
  const [path, [program, ...others]] = command as [string, string[]];
  return [posix.normalize(path), [posix.normalize(program ?? ""), ...others]];
}

/** Names of the properties that differ between two units, and are not about which unit or which moment it is. */
export function differing(a: Properties, b: Properties): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (name) => JSON.stringify(comparable(a[name])) !== JSON.stringify(comparable(b[name])),
  );
}

/** Lists of names have no order; numbers beyond 2^53 have lost their last digits on the way through JSON. */
export function comparable(value: unknown): unknown {
  if (typeof value === "number") return Number(value.toPrecision(14));
  const isNames = Array.isArray(value) && value.every((item) => typeof item === "string");
  return isNames ? [...value].sort() : value;
}
