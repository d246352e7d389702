import { describe, expect, it } from "vitest";
import { diagnose } from "../../../../provider/systemd/diagnosis/diagnose";
import { redactor } from "../../../../provider/systemd/diagnosis/redact";
import { renderDiagnosis } from "../../../../provider/systemd/diagnosis/renderDiagnosis";
import { failure, service, systemd } from "./failures";

const CRASH = failure({
  code: "exited",
  failed: {
    Result: "exit-code",
    ActiveState: "activating",
    SubState: "auto-restart",
    ExecMainCode: "1",
    ExecMainStatus: "1",
    InvocationID: "7c1d0a1bb3f84a1fa0d3a9e0c6c1b2d3",
  },
  journal: [
    service("Traceback (most recent call last):"),
    service("ModuleNotFoundError: No module named 'sdnotify'"),
    systemd("myapp.service: Main process exited, code=exited, status=1/FAILURE"),
  ],
});

describe("renderDiagnosis", () => {
  it("puts the sentence first, then systemd, the meaning, the journal, the host and what to do", () => {
    expect(renderDiagnosis(diagnose(CRASH))).toBe(
      `myapp.service on web-1 exited with status 1 before it sent READY=1.

  systemd  Result=exit-code · activating (auto-restart) · main process exited with status 1
  meaning  The program itself gave up. Python found no module \`sdnotify\`.
  journal  │ Traceback (most recent call last):
           │ ModuleNotFoundError: No module named 'sdnotify'
           │ systemd: myapp.service: Main process exited, code=exited, status=1/FAILURE
           all: journalctl _SYSTEMD_INVOCATION_ID=7c1d0a1bb3f84a1fa0d3a9e0c6c1b2d3 + INVOCATION_ID=7c1d0a1bb3f84a1fa0d3a9e0c6c1b2d3 _UID=0
  host     The previous release 0a1b2c3d4e5f runs again, judged by the same rules.
  to do    Add what brings \`sdnotify\` to runtime.python.requirements, and run the service with
           \`python3\` of that runtime (execStart: ["python3", …]).`,
    );
  });

  it("lists preflight's findings and the remedies of all", () => {
    const text = renderDiagnosis(
      diagnose(
        failure({
          code: "preflight",
          outcome: "refused",
          now: {},
          findings: [
            { code: "masked", text: "myapp.service is masked: systemctl unmask myapp.service" },
            { code: "user-missing", text: "user myapp does not exist" },
          ],
        }),
      ),
    );
    expect(text).toBe(`myapp.service on web-1 cannot be deployed to this host as it is.

  meaning  The host was looked over before anything was touched.
  details  - myapp.service is masked: systemctl unmask myapp.service
           - user myapp does not exist
  host     Nothing on the host was touched.
  to do    - Someone forbade this unit on purpose: ask who, then unmask it.
           - Set createUser: true, make the user on the host, or correct unit.user.`);
  });

  it("shows the end of a long journal, and of long lines the beginning", () => {
    const journal = Array.from({ length: 50 }, (_, index) => service(`line ${index} ${"x".repeat(500)}`));
    const text = renderDiagnosis(diagnose(failure({ code: "exited", journal })));
    expect(text).toContain("(30 earlier lines left out)");
    expect(text).not.toContain("line 29 ");
    expect(text).toContain("line 49 x");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(320);
  });

  it("keeps its own text within 98 columns, but never breaks a command", () => {
    const text = renderDiagnosis(diagnose(failure({ code: "start-timeout", readyTimeoutSeconds: 60 })));
    for (const line of text.split("\n").slice(1)) expect(line.length).toBeLessThanOrEqual(98);
    expect(text).toContain('`SystemdNotifier().notify("READY=1")`');
  });

  it("shows no secret, wherever it turns up", () => {
    const secret = "hunter2 with blanks";
    const text = renderDiagnosis(
      diagnose(
        failure({
          code: "probe",
          text: secret,
          failed: { StatusText: secret, probe: `token ${secret}`, InvocationID: "7c1d" },
          journal: [service(`password=${secret}`), service(`${"x".repeat(290)}${secret}`)],
          findings: [{ code: "masked", text: secret }],
          verify: [secret],
        }),
      ),
      redactor([secret, ""]),
    );
    expect(text).not.toMatch(/hunter2|blanks/);
    expect(text).toContain("password=[secret]");
  });
});

describe("redactor", () => {
  it("knows the lines of a key one by one", () => {
    const redact = redactor(["-----BEGIN KEY-----\nb3BlbnNzaC1rZXk\nx\n-----END KEY-----"]);
    expect(redact("got b3BlbnNzaC1rZXk at x")).toBe("got [secret] at x");
  });

  it.each([
    ["a", "a plan, has 1 a: a", "[secret] plan, has 1 [secret]: [secret]"],
    ["42", "port 4242, code 42, x=42é, éa42", "port 4242, code [secret], x=42é, éa42"],
    [".*", "0.*1 .* x", "0[secret]1 [secret] x"],
    ["-x", "tar -x, max-x, -xz", "tar [secret], max[secret], -xz"],
    ["demo", "demonstration of -pdemo", "[secret]nstration of -p[secret]"],
    ["se", "it se demands", "it [secret] demands"],
    ["(a|b)+", "of (a|b)+ and aaaa", "of [secret] and aaaa"],
  ])("takes %s out of a text, and no word apart for a short one", (secret, text, shown) => {
    expect(redactor([secret])(text)).toBe(shown);
  });

  it("takes a secret of any size", () => {
    const secret = "0123456789abcdef".repeat(100_000);
    expect(redactor([secret])(`it is ${secret}.`)).toBe("it is [secret].");
  });

  it("takes the longest secret first", () => {
    expect(redactor(["abc", "abcdef"])("abcdef abc")).toBe("[secret] [secret]");
  });

  it("knows a short secret also without the line end that a file of it has", () => {
    expect(redactor(["hunter2\n"])("said hunter2 and left")).toBe("said [secret] and left");
    expect(redactor(["\r\n"])("a\r\nb")).toBe("a[secret]b");
  });

  it.each([
    ["before a cut", "key is hunter2-and…", "key is [secret]…"],
    ["but for one letter, whole", "key is hunter2-and-mor…", "key is [secret]…"],
    ["behind a cut", "…and-more, it said", "…[secret], it said"],
    ["on both sides", "…-more and hunter…", "…[secret] and [secret]…"],
    ["of which nothing else is left", "…r2-and-more", "…[secret]"],
    ["whole, before a cut", "key is hunter2-and-more…", "key is [secret]…"],
    ["in a character cut through", "key is hunter2\uFFFD…", "key is [secret]\uFFFD…"],
    ["of too few letters to tell", "key is hun…", "key is hun…"],
    ["without a cut", "key is hunter2-and", "key is hunter2-and"],
    ["not of this one", "waiting for hunters…", "waiting for hunters…"],
  ])("takes what a cut has left of a secret: %s", (_name, text, shown) => {
    expect(redactor(["hunter2-and-more"])(text)).toBe(shown);
  });

  it("is quick about a secret of a megabyte next to a cut", () => {
    const text = `${"ab".repeat(1000)}…`;
    expect(redactor([`${"ab".repeat(500_000)}c`])(text)).toBe("[secret]…");
  });
});
