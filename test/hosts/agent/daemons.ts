import type { HandMadeRelease } from "./handMadePayload";

const NOTIFY = `
import os, socket, sys, time
def notify(text):
    address = os.environ["NOTIFY_SOCKET"]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.connect("\\0" + address[1:] if address[0] == "@" else address)
        channel.send(text.encode())
`;

/** A unit that runs `app.py` of its release with the host's own Python. */
export function unitText(release: string, service = ""): string {
  return `[Unit]
Description=A daemon of the agent's tests
StartLimitIntervalSec=60
StartLimitBurst=20

[Service]
Type=notify
NotifyAccess=main
ExecStart=/usr/bin/python3 -u ${release}/app/app.py
WorkingDirectory=${release}/app
Restart=on-failure
TimeoutStopSec=5
${service}
[Install]
WantedBy=multi-user.target
`;
}

/** Says what it is doing, is ready after `seconds`, and stays. */
export function daemon(version: string, { seconds = 0.5, service = "", body = "" } = {}): HandMadeRelease {
  return {
    files: {
      "app.py": `${NOTIFY}
print("version ${version} starts")
notify("STATUS=warming up ${version}")
time.sleep(${seconds})
notify("READY=1\\nSTATUS=serving ${version}")
print("version ${version} is ready")
${body}
while True: time.sleep(60)
`,
      "bin/tool*": "#!/bin/sh\nexit 0\n",
      "data/some file.txt": "unchanged between versions\n",
    },
    unit: (release) => unitText(release, service),
  };
}

/** Runs `program` instead of becoming ready. */
export function brokenDaemon(program: string, service = ""): HandMadeRelease {
  return { files: { "app.py": `${NOTIFY}\n${program}\n` }, unit: (release) => unitText(release, service) };
}
