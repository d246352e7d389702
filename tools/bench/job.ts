import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The service that all of them deploy: two files, ready after a second. */
export const SERVICE = "bench";
export const FILES = ["app.py", "settings.json"] as const;

/** Says in its STATUS= which version it has read: so an old process can't be taken for a new one. */
const APP = `import json, os, socket, time

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "settings.json")) as f:
    version = json.load(f)["version"]
time.sleep(1)
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
    s.connect(os.environ["NOTIFY_SOCKET"])
    s.send(("READY=1\\nSTATUS=" + version).encode())
while True:
    time.sleep(60)
`;

/** For those who write the unit themselves. */
const UNIT = `[Unit]
Description=What is deployed for comparison

[Service]
Type=notify
ExecStart=/usr/bin/python3 /opt/${SERVICE}/app.py
User=guest
Restart=on-failure

[Install]
WantedBy=multi-user.target
`;

export function fileTexts(version: string): Readonly<Record<(typeof FILES)[number], string>> {
  return { "app.py": APP, "settings.json": `${JSON.stringify({ version })}\n` };
}

/** Writes the job into `directory`: `app/` with the files, and the unit beside it. A new version changes one file. */
export function layJob(directory: string, version: string): void {
  mkdirSync(join(directory, "app"), { recursive: true });
  for (const [name, text] of Object.entries(fileTexts(version)))
    writeFileSync(join(directory, "app", name), text);
  writeFileSync(join(directory, `${SERVICE}.service`), UNIT);
}
