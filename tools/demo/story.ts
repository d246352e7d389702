import type { Chapter, EditStep, PulumiStep } from "./chapter";
import { is, isAnother, isAsBefore, shows } from "./expectation";

const APP = "assets/myapp_notify/app_notify.py";

function edit(from: string, to: string): EditStep {
  return { kind: "edit", file: APP, from, to };
}

/** What the CLI asks and repeats is left out, for the sake of what it does. */
function pulumi(verb: string, more: readonly string[] = []): PulumiStep {
  const options = ["--yes", "--skip-preview", "--suppress-outputs", ...more];
  return { kind: "pulumi", arguments: [verb, ...options], ends: "well" };
}

const up = (more: Partial<PulumiStep> = {}): PulumiStep => ({ ...pulumi("up"), ...more });

const INVOCATION = "systemctl show myapp_notify --property=InvocationID";
const STATUS = "systemctl show myapp_notify --property=ActiveState,SubState,StatusText";

const VERSION_1 = `notifier.notify("STATUS=Working")`;
const VERSION_2 = `notifier.notify("STATUS=Working, version 2")`;
const GOOD_START = "    prepare()\n";
const BAD_START = `    open("/etc/myapp/license.key")\n    prepare()\n`;

const FIRST_DEPLOYMENT: Chapter = {
  title: "The first deployment",
  intent:
    "The host has systemd, Python and nothing of ours. The service takes ten seconds to start, and only then tells " +
    "systemd READY=1. Watch the row of systemd:index:Service: `up` waits for that, and shows what the daemon says meanwhile.",
  steps: [
    up({ picture: { file: "up.svg", moments: ["STATUS: Preparing", "watching that it stays up"] } }),
    { kind: "pulumi", arguments: ["stack", "output", "readyAfter"], ends: "well" },
    {
      kind: "proof",
      command: STATUS,
      answer: shows("ActiveState=active", "SubState=running", "StatusText=Working"),
      proves: "systemd calls the service active (running)",
    },
    {
      kind: "proof",
      command: "journalctl --unit=myapp_notify --output=cat",
      answer: shows("Démarrage de l'application", "Application prête"),
      proves: "both of its lines are in the journal",
    },
  ],
  notice:
    "Green came after READY=1, ten seconds into the start, and after ten more in which the service had to stay up " +
    "(readiness.minHealthyTime). The rest was its Python environment, installed for it alone.",
};

const NOTHING_TO_DO: Chapter = {
  title: "The same program again",
  intent: "Nothing has changed, so nothing should happen. How many SSH logins does that take?",
  steps: [
    up(),
    {
      kind: "proof",
      command: "journalctl --unit=ssh --output=cat | grep --count Accepted",
      answer: isAsBefore,
      proves: "nobody logged in: what changed is worked out here",
    },
    { kind: "proof", command: INVOCATION, answer: isAsBefore, proves: "the same process runs on" },
  ],
  notice:
    "Where nothing changes, no host is asked. What is on it `pulumi refresh` asks, later in this story.",
};

const CHANGE: Chapter = {
  title: "A change of the code",
  intent: "One line of the app changes, and with it the release. Its Python environment is the same.",
  steps: [
    edit(VERSION_1, VERSION_2),
    up(),
    {
      kind: "proof",
      command: STATUS,
      answer: shows("ActiveState=active", "StatusText=Working, version 2"),
      proves: "version 2 runs",
    },
    {
      kind: "proof",
      command: "ls /opt/myapp_notify/releases | wc --lines",
      answer: is("2"),
      proves: "the release before it is kept",
    },
    {
      kind: "proof",
      command: "stat --format=%n:%w /opt/myapp_notify/runtimes/*",
      answer: isAsBefore,
      proves: "pip was not run again",
    },
  ],
  notice:
    "Only the changed file travelled. The unit names its release by path, so files and unit can't be mixed up.",
};

const BAD_RELEASE: Chapter = {
  title: "A release that doesn't start",
  intent:
    "The app now wants a file that nobody put there. `up` has to fail, to say why in the service's own words, and to " +
    "leave version 2 running.",
  steps: [
    edit(GOOD_START, BAD_START),
    up({ ends: "with an error", picture: { file: "rollback.svg", moments: [] } }),
    {
      kind: "proof",
      command: STATUS,
      answer: shows("ActiveState=active", "SubState=running", "StatusText=Working, version 2"),
      proves: "version 2 is active again",
    },
    {
      kind: "proof",
      command: "readlink /usr/local/bin/myapp_notify",
      answer: isAsBefore,
      proves: "people who look find version 2's files",
    },
  ],
  notice:
    "The host decided that by itself, and would have if the connection had been lost. The bad release only ever ran from " +
    "/run: had the power failed, the host would have booted version 2.",
};

const WAY_BACK: Chapter = {
  title: "The way back",
  intent: "The line is taken out again. The program now says what has been running since the rollback.",
  steps: [
    edit(BAD_START, GOOD_START),
    up(),
    { kind: "proof", command: INVOCATION, answer: isAsBefore, proves: "nothing was restarted for that" },
  ],
  notice: "`up` asked the host, found version 2 at work, and had nothing to do there.",
};

const BY_HAND: Chapter = {
  title: "A change by hand",
  intent:
    "Somebody edits the app on the host, at night, and tells nobody. `refresh` finds it and `up` repairs it.",
  steps: [
    {
      kind: "by hand",
      command:
        "sed --in-place --follow-symlinks 's/version 2/by hand/' /usr/local/bin/myapp_notify/app_notify.py",
    },
    pulumi("refresh", ["--diff"]),
    up(),
    {
      kind: "proof",
      command: "grep STATUS=Working /usr/local/bin/myapp_notify/app_notify.py",
      answer: shows("version 2"),
      proves: "the file is what the program says",
    },
    { kind: "proof", command: INVOCATION, answer: isAnother, proves: "the service was restarted with it" },
  ],
  notice:
    "`drift` names the file. The unit, its links, drop-ins, enablement and activity are looked at as well.",
};

const THE_END: Chapter = {
  title: "The end",
  intent: "`destroy` takes away what the deployments brought.",
  steps: [
    pulumi("destroy"),
    {
      kind: "proof",
      command: "systemctl show myapp_notify --property=LoadState",
      answer: is("LoadState=not-found"),
      proves: "systemd knows no such unit",
    },
    {
      kind: "proof",
      command: "ls -A /opt /usr/local/bin | grep myapp || true",
      answer: is(""),
      proves: "its files and links are gone",
    },
  ],
  notice: "The system user stays, as OS packages do: something else may have come to need them.",
};

/** The whole story. The last chapter takes away what the others have built. */
export const STORY: readonly Chapter[] = [
  FIRST_DEPLOYMENT,
  NOTHING_TO_DO,
  CHANGE,
  BAD_RELEASE,
  WAY_BACK,
  BY_HAND,
  THE_END,
];
