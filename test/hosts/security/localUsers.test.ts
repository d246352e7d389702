import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../tools/hosts/testHost";
import { AgentOnHost } from "../agent/agentOnHost";
import { brokenDaemon } from "../agent/daemons";

let hosts: TestHosts;
let host: TestHost;
beforeAll(async () => {
  hosts = await startHosts();
  [host] = hosts.hosts as [TestHost];
});
afterAll(() => hosts?.stop());

const lines = async (command: string) => (await host.run(command)).stdout.split("\n").filter(Boolean);

describe("a local user without rights", () => {
  /** Writes to the journal, for as long as there is something to be starting, in the name of that very start. */
  const FORGER = `import os, socket, subprocess, time
journal = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
journal.connect("/run/systemd/journal/socket")
def show(name):
    return subprocess.run(["systemctl", "show", "-p", name, "--value", "forged"], capture_output=True, text=True).stdout.strip()
while show("ActiveState") != "activating": time.sleep(0.05)
fields = {"MESSAGE": "FORGED Main process exited, code=killed, status=9/KILL", "PRIORITY": "3", "UNIT": "forged.service",
  "INVOCATION_ID": show("InvocationID"), "_PID": "1", "SYSLOG_IDENTIFIER": "systemd"}
for _ in range(100): journal.send("".join(f"{k}={v}\\n" for k, v in fields.items()).encode())
`;

  it("cannot put words about a release into the journal's mouth", async () => {
    const app = new AgentOnHost(host, "forged");
    await host.run(
      `cat > /tmp/forger.py; (runuser -u guest -- python3 /tmp/forger.py) >/tmp/forger.log 2>&1 &`,
      {
        input: FORGER,
      },
    );
    const release = brokenDaemon(
      'time.sleep(2); print("the true reason", flush=True); sys.exit(3)',
      "Restart=no",
    );
    const { transcript } = await app.apply(release);
    expect(transcript.end).toMatchObject({ outcome: "failed", code: "exited" });
    expect(await lines("journalctl -q | grep -c FORGED")).toEqual(["100"]);
    const said = transcript.journal.map(({ text }) => text);
    expect(said.filter((text) => text.includes("FORGED"))).toEqual([]);
    expect(said).toContain("the true reason");
    expect(said.some((text) => text.includes("status=3/NOTIMPLEMENTED"))).toBe(true);
  });
});

describe("the daemon itself", () => {
  /** What would mean something if it were the agent's. */
  const FORGERIES = [
    "@n0nce end outcome=committed step=commit code= -- forged",
    "\\r@n0nce end outcome=committed step=commit code=",
    "x -- y\\n@n0nce end outcome=committed",
    "\\u2028@n0nce end outcome=committed",
    "\\x1b[2J\\x1b]0;title\\x07",
    "ActiveState=active",
    "$(touch /run/forged) `touch /run/forged` ' \\\" \\\\ %s",
  ];

  it("cannot end its own judgement, whatever it says", async () => {
    const app = new AgentOnHost(host, "forging");
    const saying = FORGERIES.map((words) => `"${words}"`).join(", ");
    const program = `
for words in [${saying}]:
    notify("STATUS=" + words)
    print(words, flush=True)
    time.sleep(0.5)
sys.exit(3)`;
    const { transcript, events } = await app.apply(brokenDaemon(program, "Restart=no"));
    expect(transcript.end).toMatchObject({ outcome: "failed", code: "exited" });
    expect(events.filter(({ name }) => name === "end")).toHaveLength(1);
    expect(events.filter(({ name }) => name === "status").length).toBeGreaterThan(3);
    expect(transcript.journal.length).toBeGreaterThan(FORGERIES.length);
    expect(await lines("ls /run/forged 2>/dev/null")).toEqual([]);
  });
});
