/** What a host looks like from the inside, as far as a cell is judged by it. Versions are the program's numbers. */
export interface HostFacts {
  /** ActiveState of the service. */
  readonly active: string;
  readonly enabled: string;
  readonly invocation: string;
  readonly needsReload: boolean;
  /** Where systemd has the unit from. */
  readonly fragment: string;
  /** What the process says of itself in STATUS=. */
  readonly process: number | undefined;
  /** Whose files the unit that systemd has loaded names, and what it calls itself. */
  readonly loadedFiles: number | undefined;
  readonly loadedUnit: number | undefined;
  /** The same of the unit file in /etc. */
  readonly writtenFiles: number | undefined;
  readonly writtenUnit: number | undefined;
  /** Where the link for people leads. */
  readonly link: number | undefined;
  /** What the record has as the current release. */
  readonly recorded: number | undefined;
  /** The targets whose links to the unit are there, in alphabetical order. */
  readonly wantedBy: readonly string[];
  /** The command for people: `broken` when it names an agent that is not there. */
  readonly command: "works" | "broken" | "none";
  /** Units of transactions, whatever their state. */
  readonly transientUnits: readonly string[];
  /** Processes of agents. */
  readonly agents: readonly string[];
  /** Everything in the places where a transaction works, as paths. */
  readonly paths: readonly string[];
  /** How often each version was started, by the journal. */
  readonly starts: ReadonlyMap<number, number>;
}

const MARK = "fact";

/** The shell script, to be run as root, that {@link parseFacts} reads. */
export function factsScript(name: string): string {
  return `name=${name} unit=${name}.service
tell() { printf '${MARK} %s %s\\n' "$1" "$2"; }
version() { sed -n 's/^VERSION = //p' "$1/app.py" 2>/dev/null; }
release() { sed -n 's,^WorkingDirectory=,,p' | head -n 1; }
systemctl show -p ActiveState,UnitFileState,InvocationID,NeedDaemonReload,FragmentPath,StatusText,Description,WorkingDirectory \\
  "$unit" >/tmp/shown
sed 's/^/${MARK} show /' /tmp/shown
tell loadedFiles "$(version "$(release </tmp/shown)")"
if [ -s "/etc/systemd/system/$unit" ]; then
  tell writtenFiles "$(version "$(release <"/etc/systemd/system/$unit")")"
  tell writtenUnit "$(sed -n 's/^Description=Version //p' "/etc/systemd/system/$unit")"
fi
tell link "$(version "/srv/$name")"
current=$(sed -n 's/^current=//p' "/opt/$name/state" 2>/dev/null)
[ -z "$current" ] || tell recorded "$(version "/opt/$name/releases/$current/app")"
for wish in /etc/systemd/system/*.wants/"$unit"; do
  [ ! -L "$wish" ] || { wish=\${wish%.wants/*}; tell wanted "\${wish##*/}"; }
done
agent=$(sed -n "s/^exec .bin.sh '\\([^']*\\)'.*/\\1/p" "/opt/$name/pulumi-systemd" 2>/dev/null)
[ -z "$agent" ] || if [ -r "$agent" ]; then tell command works; else tell command broken; fi
systemctl list-units --all --plain --no-legend 'pulumi-systemd*' | while read -r line; do tell transient "$line"; done
pgrep -af 'agent/main[.]sh' | while read -r line; do tell agent "$line"; done
{
  find /run/pulumi-systemd "/opt/$name" -maxdepth 3
  ls -d /run/pulumi-systemd.*
  find /run/systemd/system.control /etc/systemd/system /srv -maxdepth 1 -name "*$name*"
  find /etc/systemd/system -mindepth 2 -maxdepth 2 -name "*$name*"
} 2>/dev/null | while read -r line; do tell path "$line"; done
journalctl -u "$unit" -o cat --no-pager 2>/dev/null | sed -n 's/^version \\([0-9]*\\) starts$/${MARK} started \\1/p'
`;
}

/** Reads what {@link factsScript} printed. */
export function parseFacts(printed: string): HostFacts {
  const told = printed
    .split("\n")
    .filter((line) => line.startsWith(`${MARK} `))
    .map((line) => /^\S+ (\S+) ?(.*)$/.exec(line) ?? [])
    .map(([, key = "", value = ""]) => [key, value] as const);
  const all = (key: string) => told.flatMap(([name, value]) => (name === key && value !== "" ? [value] : []));
  const shown = new Map(
    all("show").map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
  const starts = new Map<number, number>();
  for (const version of all("started").map(Number)) starts.set(version, (starts.get(version) ?? 0) + 1);
  return {
    active: shown.get("ActiveState") ?? "unknown",
    enabled: shown.get("UnitFileState") ?? "",
    invocation: shown.get("InvocationID") ?? "",
    needsReload: shown.get("NeedDaemonReload") === "yes",
    fragment: shown.get("FragmentPath") ?? "",
    process: versionIn(shown.get("StatusText"), /^version (\d+)$/),
    loadedFiles: versionIn(all("loadedFiles")[0]),
    loadedUnit: versionIn(shown.get("Description"), /^Version (\d+)$/),
    writtenFiles: versionIn(all("writtenFiles")[0]),
    writtenUnit: versionIn(all("writtenUnit")[0]),
    link: versionIn(all("link")[0]),
    recorded: versionIn(all("recorded")[0]),
    wantedBy: all("wanted").sort(),
    command: commandState(all("command")[0]),
    transientUnits: all("transient"),
    agents: all("agent"),
    paths: all("path"),
    starts,
  };
}

function commandState(told: string | undefined): HostFacts["command"] {
  return told === "works" || told === "broken" ? told : "none";
}

function versionIn(text: string | undefined, pattern = /^(\d+)$/): number | undefined {
  const digits = pattern.exec(text ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}
