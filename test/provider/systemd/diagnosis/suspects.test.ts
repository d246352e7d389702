import { describe, expect, it } from "vitest";
import { interferenceIn } from "../../../../provider/systemd/diagnosis/interference";
import { whoInterfered } from "../../../../provider/systemd/diagnosis/suspects";
import { failure, readText, service, systemd } from "./failures";

/** As systemd 247, 252 and 257 write them. */
const STOPPING = systemd("Stopping myapp.service - MyApp...");
const DEACTIVATED = systemd("myapp.service: Deactivated successfully.");
const KILLED = systemd("myapp.service: Sent signal SIGKILL to main process 169 (python3) on client request.");
const HANGUP = systemd("myapp.service: Sent signal SIGHUP to main process 169 (python3) on client request.");
const DIED = systemd("myapp.service: Main process exited, code=killed, status=9/KILL");

const sudo = (command: string, user = "deploy") => ({
  of: "sudo",
  text: `  ${user} : PWD=/home/${user} ; USER=root ; COMMAND=${command}`,
});

describe("interferenceIn", () => {
  it.each([
    ["a job's stop", [STOPPING, DEACTIVATED], "stop"],
    ["an older systemd's word for its end", [STOPPING, systemd("myapp.service: Succeeded.")], "stop"],
    ["systemctl kill", [KILLED, DIED], "kill"],
    ["a crash that somebody answered", [DIED, STOPPING], undefined],
    ["an end of its own", [DEACTIVATED], undefined],
    ["a signal that is a message, and a crash afterwards", [HANGUP, DIED], undefined],
    ["a daemon that speaks like systemd", [service("Stopping the workers")], undefined],
    ["nothing", [], undefined],
  ])("finds in %s", (_, journal, expected) => {
    expect(interferenceIn(journal)).toBe(expected);
  });
});

describe("whoInterfered", () => {
  it.each([
    ["/usr/bin/systemctl restart myapp", "deploy ran `sudo systemctl restart myapp`."],
    ["/usr/bin/systemctl stop myapp.service", "deploy ran `sudo systemctl stop myapp.service`."],
    ["/bin/bash -c 'systemctl restart myapp'", "deploy ran `sudo bash -c 'systemctl restart myapp'`."],
    ["/usr/sbin/service myapp restart", "deploy ran `sudo service myapp restart`."],
    ["/usr/bin/systemctl kill -s KILL myapp", "deploy ran `sudo systemctl kill -s KILL myapp`."],
    ["/usr/bin/pkill myapp", "deploy ran `sudo pkill myapp`."],
    ["/usr/bin/kill -9 4711", "deploy ran `sudo kill -9 4711`."],
  ])("names who ran %s", (command, sentence) => {
    const witnesses = [sudo("/usr/bin/apt-get update"), sudo(command), sudo(command)];
    expect(whoInterfered(failure({ witnesses, failed: { ExecMainPID: "4711" } }))).toBe(sentence);
  });

  it.each([
    "/usr/bin/systemctl status myapp",
    "/usr/bin/systemctl restart myapp2",
    "/usr/bin/systemctl restart nginx",
    "/usr/bin/kill -9 99",
    "/usr/bin/vi /etc/systemd/system/myapp.service",
  ])("suspects nobody for %s", (command) => {
    expect(whoInterfered(failure({ witnesses: [sudo(command)] }))).toContain("cannot be told");
  });

  it("names who edited the unit", () => {
    const witnesses = [sudo("/usr/bin/vi /etc/systemd/system/myapp.service")];
    expect(whoInterfered(failure({ code: "edited-by-other", witnesses }))).toBe(
      "deploy ran `sudo vi /etc/systemd/system/myapp.service`.",
    );
  });

  it("names who was let in by polkit", () => {
    const text =
      "Operator of unix-process:4242:1000 successfully authenticated as unix-user:root to gain ONE-SHOT authorization for " +
      "action org.freedesktop.systemd1.manage-units for system-bus-name::1.33 [systemctl stop myapp] (owned by unix-user:ann)";
    expect(whoInterfered(failure({ witnesses: [{ of: "polkit", text }] }))).toBe(
      "ann ran `systemctl stop myapp`.",
    );
  });

  it("says who was there when nobody can be named", () => {
    const witnesses = [
      { of: "packages", text: "2026-11-24 01:02:03 configure libc6:amd64" },
      { of: "session", text: "ann on pts/0 from 198.51.100.7" },
    ];
    const who = whoInterfered(failure({ witnesses }));
    expect(who).toContain("cannot be told");
    expect(who).toContain("configure libc6:amd64");
    expect(who).toContain("ann on pts/0 from 198.51.100.7");
  });
});

describe("a diagnosis", () => {
  const witnesses = [sudo("/usr/bin/systemctl restart myapp")];

  it.each([
    ["stopped-by-other", [STOPPING], "was stopped from outside while it was being judged"],
    ["stopped-by-other", [KILLED], "was killed from outside while it was being judged"],
    ["unstable", [STOPPING], "became ready, and was restarted from outside again and again"],
    ["signal", [KILLED, DIED], "was killed by SIGKILL before it sent READY=1, at somebody's request"],
    ["edited-by-other", [], "its unit file had been changed by somebody else meanwhile"],
  ])("of %s names the one who did it", (code, journal, words) => {
    const text = readText({ code, journal, witnesses });
    expect(text).toContain(words);
    expect(text).toContain("deploy ran `sudo systemctl restart myapp`.");
  });

  it("of a crash says nothing of what others did", () => {
    expect(readText({ code: "exited", journal: [DIED], witnesses })).not.toContain("cannot be told");
  });
});
