import { randomBytes } from "node:crypto";
import { type AgentEvent, parseEvent } from "../../../provider/host/events";
import { EMPTY_TRANSCRIPT, record, type Transcript } from "../../../provider/host/transcript";
import type { TestHost } from "../../../tools/hosts/testHost";
import type { CommandOptions } from "../../../tools/process/command";
import { channelInput, digestOf, type HandMadeRelease, type Request } from "./handMadePayload";

const NONCE = "n0nce";

/** What boot does once it is root (docs/agent-protocol.md §1). */
function boot(blocks: number): string {
  return [
    "w=$(mktemp -d /run/pulumi-systemd.XXXXXXXX)",
    `dd of=$w/payload bs=512 count=${blocks} iflag=fullblock 2>/dev/null`,
    "tar -xozf $w/payload -C $w && rm $w/payload",
    `exec sh $w/agent/main.sh $w ${NONCE}`,
  ].join("; ");
}

export interface AgentRun {
  readonly events: readonly AgentEvent[];
  readonly transcript: Transcript;
  /** Milliseconds from the start of the agent to each event, by index. */
  readonly atMs: readonly number[];
  readonly stderr: string;
}

/** `myapp` on a host: what the provider would ask of the agent, asked by hand. */
export class AgentOnHost {
  readonly token = randomBytes(8).toString("hex");
  /** As a provider does that is still there. */
  answersTurns = true;

  constructor(
    readonly host: TestHost,
    readonly name: string,
    readonly defaults: Request = {},
  ) {}

  async apply(
    release: HandMadeRelease,
    request: Request = {},
    onEvent?: (event: AgentEvent) => void,
  ): Promise<AgentRun> {
    const wanted = {
      DIGEST: digestOf(release),
      UNIT_TYPE: "notify",
      ENABLE: "1",
      READY_TIMEOUT_S: "10",
      MIN_HEALTHY_S: "1",
      NEED_KB: "64",
      MIN_SYSTEMD: "240",
      PYTHON: release.requirements ? "1" : "",
      ...request,
    };
    return this.run("apply", wanted, release, onEvent);
  }

  /** Any other operation, or `apply` without its defaults. */
  async run(
    operation: string,
    request: Request = {},
    release?: HandMadeRelease,
    onEvent?: (event: AgentEvent) => void,
  ): Promise<AgentRun> {
    const wanted = {
      OP: operation,
      UNIT: `${this.name}.service`,
      NAME: this.name,
      TX: randomBytes(6).toString("hex"),
      TOKEN: this.token,
      URN: `urn:pulumi:test::agent::systemd:index:Service::${this.name}`,
      LOCK_TIMEOUT_S: "60",
      ...this.defaults,
      ...request,
    };
    const { blocks, input } = await channelInput(wanted, release);
    const events: AgentEvent[] = [];
    const atMs: number[] = [];
    const began = performance.now();
    const onLine = (line: string) => {
      if (!line.startsWith(`@${NONCE} `)) return;
      const event = parseEvent(line.slice(NONCE.length + 2));
      events.push(event);
      atMs.push(performance.now() - began);
      // Who waits is asked whether it is still there.
      if (event.name === "turn" && this.answersTurns) void this.run("turn", { TX: wanted.TX });
      onEvent?.(event);
    };
    const options: CommandOptions = { input, timeoutMs: 120_000, onLine };
    const { stderr } = await this.host.run(boot(blocks), options);
    return { events, atMs, stderr, transcript: events.reduce(record, EMPTY_TRANSCRIPT) };
  }

  async show(...properties: string[]): Promise<Record<string, string>> {
    const { stdout } = await this.host.run(`systemctl show -p ${properties.join(",")} ${this.name}.service`);
    return Object.fromEntries(
      stdout
        .trim()
        .split("\n")
        .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
  }
}
