import { describe, expect, it } from "vitest";
import { sandbox } from "./sandbox";
import { runWith, SHELL_NAMES } from "./shells";

const FILES = [
  ...["paths", "events", "clock", "patiently", "property"].map((name) => `base/${name}`),
  ...["watch", "askedToEnd", "verdict", "judge"].map((name) => `trial/${name}`),
];

/**
 * A made-up process 1, by number of the question: `silent` answers that it doesn't answer. The unit is down since its last
 * invocation failed, until a restart has had it up for good.
 */
const PROCESS_1 = `
  journalctl() { :; }
  cancelled() { return 1; }
  silent() { echo "Failed to get properties: Transport endpoint is not connected" >&2; return 1; }
  down() { printf '%s\\n' InvocationID=old ActiveState=failed SubState=failed Result=exit-code ExecMainCode=1; }
  up() { printf '%s\\n' InvocationID=new ActiveState=active SubState=running Result=success; }
  systemctl() {
    case $1 in
    is-system-running) echo running ;;
    restart) sleep 0.5; : >"$RUN/up" ;;
    show)
      echo >>"$RUN/asked"
      if is_silent "$(wc -l <"$RUN/asked")"; then
        silent
        return
      fi
      printf '%s\\n' Type=notify LoadState=loaded NRestarts=0 FragmentPath=/etc/app.service
      if [ -e "$RUN/up" ]; then up; else down; fi
      ;;
    esac
  }`;

describe.each(SHELL_NAMES)("the judge in %s", (shell) => {
  /** Its verdict on a restart where `silence`, an expression of the question's number `$1`, tells when nothing is answered. */
  const verdict = (silence: string) => {
    const work = sandbox();
    const printed = runWith(
      shell,
      FILES,
      `${PROCESS_1}
      is_silent() { [ ${silence} ]; }
      RUN=${work} PROBE=$RUN/none UNIT_TYPE=notify READY_TIMEOUT_S=9 MIN_HEALTHY_S=0 WATCHDOG_PING=''
      PATIENCE_S=1 MOST_SILENT_MS=1000
      exec 9>/dev/null
      judge /etc/app.service
      echo "$VERDICT $VERDICT_CODE"`,
      { NAME: "app", UNIT: "app.service", TX: "tx", DIGEST: "d" },
    );
    return printed.trim();
  };

  it("finds a service ready that comes up", () => {
    expect(verdict("$1 -lt 0")).toBe("ready");
  });

  it("takes no earlier invocation for the new one when its first question got no answer", () => {
    expect(verdict("$1 -eq 1")).toBe("ready");
  });

  it("waits when there is no answer for a moment", () => {
    expect(verdict("$1 -ge 2 -a $1 -le 4")).toBe("ready");
  });

  it.each([
    ["never answers", "$1 -gt 0"],
    ["answers no more once it has begun", "$1 -gt 1"],
  ])("does not wait for ever for a process 1 that %s", (_, silence) => {
    expect(verdict(silence)).toBe("interrupted no-answer");
  });
});
