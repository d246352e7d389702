import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const APP = join(__dirname, "../../../assets/myapp_notify/app_notify.py");

/** What the app does, in order, in no time. The real sdnotify and the real systemd have their turn in test/e2e. */
function rehearsal(): [action: "print" | "notify" | "sleep", what: string | number][] {
  return JSON.parse(
    execFileSync("python3", ["-B", join(__dirname, "rehearse.py"), APP], { encoding: "utf8" }),
  );
}

describe("app_notify.py", () => {
  it("prepares for 10 s, says READY=1, then pings every 5 s", () => {
    const withoutStatus = rehearsal().filter(([, what]) => !String(what).startsWith("STATUS="));
    expect(withoutStatus).toEqual([
      ["print", "Démarrage de l'application, préparation en cours..."],
      ["sleep", 10],
      ["notify", "READY=1"],
      ["print", "Application prête, notification envoyée à systemd"],
      ["notify", "WATCHDOG=1"],
      ["sleep", 5],
      ["notify", "WATCHDOG=1"],
      ["sleep", 5],
      ["notify", "WATCHDOG=1"],
      ["sleep", 5],
    ]);
  });

  it("tells systemd nothing that latin-1 and UTF-8 would spell differently", () => {
    const notified = rehearsal().filter(([action]) => action === "notify");
    for (const [, state] of notified) expect(state).toMatch(/^[\x20-\x7e]+$/);
  });
});
