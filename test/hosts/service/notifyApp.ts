/** How a daemon of the tests behaves. */
export interface Behaviour {
  /** Seconds until READY=1. @default 0.3 */
  readonly startSeconds?: number;
  /** What it does instead of, or after, becoming ready. @default "serve" */
  readonly does?: "serve" | "never ready" | "exit" | "crash when ready" | "ready without pings";
  /** A mark that makes two programs differ. */
  readonly mark?: string;
  /** Modules that it cannot do without. @default none beyond Python's own */
  readonly imports?: readonly string[];
}

/** A daemon that speaks sd_notify with nothing but Python's standard library, so that most tests need not wait for pip. */
export function notifyApp({
  startSeconds = 0.3,
  does = "serve",
  mark = "",
  imports = [],
}: Behaviour = {}): string {
  return `# ${mark}
import ${["os", "socket", "sys", "time", ...imports].join(", ")}

def notify(text):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        s.connect(os.environ["NOTIFY_SOCKET"])
        s.send(text.encode())

DOES = ${JSON.stringify(does)}
print("starting", flush=True)
notify("STATUS=warming up")
time.sleep(${startSeconds})
if DOES == "exit":
    print("cannot open the database", file=sys.stderr, flush=True)
    sys.exit(1)
while DOES == "never ready":
    time.sleep(0.2)
notify("READY=1\\nSTATUS=serving")
print("ready", flush=True)
if DOES == "crash when ready":
    time.sleep(0.3)
    sys.exit(3)
while True:
    if DOES != "ready without pings":
        notify("WATCHDOG=1")
    time.sleep(0.5)
`;
}
