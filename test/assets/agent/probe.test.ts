import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sandbox } from "./sandbox";
import { runWith, SHELL_NAMES } from "./shells";

describe.each(SHELL_NAMES)("a probe, in %s", (shell) => {
  /** What `script` prints about a probe that does `body`. */
  const probed = (body: string, script: string) => {
    const work = sandbox();
    writeFileSync(join(work, "probe.sh"), body);
    const printed = runWith(
      shell,
      ["trial/watch"],
      `RUN=${work}; PROBE=$RUN/probe.sh; PROBER=''; mkfifo "$RUN/wake"; exec 8<>"$RUN/wake"
      ${script}`,
    );
    const kept = readdirSync(work).filter((name) => /^probe\.(before|last|piece)$/.test(name));
    return { printed, bytes: kept.reduce((sum, name) => sum + statSync(join(work, name)).size, 0) };
  };

  it("that prints without end fills nothing, and its last words are kept", () => {
    const script = 'try_probe 1 || echo "ended with $?"; sleep 0.2; probe_words | tail -n 3';
    const { printed, bytes } = probed("echo begins; exec yes 'no route to database'", script);
    expect(printed).toMatch(/^ended with \d+\n/);
    expect(printed).toMatch(/\nno route to database\n/);
    expect(bytes).toBeLessThanOrEqual(3 * 4096);
  });

  it.each([
    ["a thousand bytes are kept whole", 1000, ""],
    ["of more the last are, behind the sign of a cut", 1001, "…"],
    ["of much more as well", 20_000, "…"],
  ])("of its words %s", (_name, bytes, sign) => {
    const body = `head -c ${bytes} /dev/zero | tr '\\0' x`;
    expect(probed(body, "try_probe 5; wait; probe_words").printed).toBe(`${sign}${"x".repeat(1000)}`);
  });

  it("that hangs can be heard meanwhile", () => {
    const script = `start_probe 60000 0
    until probe_words | grep -q hopeless; do sleep 0.05; done; echo heard
    stop_probe; for pid in $(pgrep -f "$PROBE"); do kill "$pid"; done`;
    expect(probed("echo hopeless; exec sleep 60", script).printed).toBe("heard\n");
  });

  it("that goes on has said something at any moment", () => {
    const script = `start_probe 60000 0
    until [ -s "$RUN/probe.before" ]; do sleep 0.05; done
    gaps=0; for look in $(seq 2000); do [ -s "$RUN/probe.last" ] || gaps=$((gaps + 1)); done; echo "$gaps gaps"
    stop_probe; for pid in $(pgrep -f "$PROBE"); do kill "$pid"; done`;
    expect(probed("exec yes 'no route to database'", script).printed).toBe("0 gaps\n");
  });

  it("that leaves something running in the background is through when it is through", () => {
    const script = `start_probe 60000 7; IFS= read -r news <&8; echo "$news"; kill "$(cat "$RUN/left")"`;
    const left = `sleep 60 & echo $! >"$(dirname "$0")/left"; echo fine`;
    expect(probed(left, script).printed).toBe("probed 7\n");
  });

  it("is tried until it succeeds, and only the last try counts", () => {
    const body =
      'n=$(dirname "$0")/n; echo x >>"$n"; echo "try $(wc -l <"$n" | tr -d " ")"; [ "$(wc -l <"$n")" -ge 3 ]';
    const script = `start_probe 60000 1; IFS= read -r news <&8; echo "$news"
    until [ "$(probe_words)" = "try 3" ]; do sleep 0.05; done`;
    expect(probed(body, script).printed).toBe("probed 1\n");
  });
});
