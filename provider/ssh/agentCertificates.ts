import type { Duplex } from "node:stream";
import type { BaseAgent } from "ssh2";

/** SSH_AGENTC_REQUEST_IDENTITIES and SSH_AGENT_IDENTITIES_ANSWER of the agent protocol (draft-ietf-sshm-ssh-agent). */
const REQUEST = Buffer.from([0, 0, 0, 1, 11]);
const ANSWER = 12;

/** An agent that has answered once answers again at once. */
const PATIENCE_MS = 2_000;
const LONGEST_ANSWER = 1024 * 1024;

/** The types of the certificates that an agent holds: ssh2 passes over what it can't use, without a word. */
export function agentCertificates(agent: BaseAgent): Promise<readonly string[]> {
  return new Promise((resolve) => {
    if (agent.getStream === undefined) return resolve([]);
    agent.getStream((error, stream) => {
      if (error || stream === undefined) return resolve([]);
      readAnswer(stream, (types) => {
        stream.destroy();
        resolve(types.filter((type) => type.includes("-cert-")));
      });
    });
  });
}

function readAnswer(stream: Duplex, done: (types: readonly string[]) => void): void {
  let answer = Buffer.alloc(0);
  const timer = setTimeout(() => finish([]), PATIENCE_MS);
  const finish = (types: readonly string[]): void => {
    clearTimeout(timer);
    done(types);
  };
  stream.on("error", () => finish([]));
  stream.on("close", () => finish([]));
  stream.on("data", (data: Buffer) => {
    answer = Buffer.concat([answer, data]);
    if (answer.length < 4) return;
    const end = 4 + answer.readUInt32BE(0);
    if (end > LONGEST_ANSWER) finish([]);
    else if (answer.length >= end) finish(keyTypes(answer.subarray(4, end)));
  });
  stream.write(REQUEST);
}

/** The type is the first string of a key's blob; a comment follows each blob. */
export function keyTypes(answer: Buffer): readonly string[] {
  if (answer.length < 5 || answer[0] !== ANSWER) return [];
  const types: string[] = [];
  let at = 5;
  for (let left = answer.readUInt32BE(1); left > 0; left--) {
    const blob = stringAt(answer, at);
    const type = blob && stringAt(blob, 0);
    const comment = blob && stringAt(answer, at + 4 + blob.length);
    if (blob === undefined || type === undefined || comment === undefined) break;
    types.push(type.toString("latin1"));
    at += 8 + blob.length + comment.length;
  }
  return types;
}

function stringAt(buffer: Buffer, at: number): Buffer | undefined {
  if (at + 4 > buffer.length) return undefined;
  const end = at + 4 + buffer.readUInt32BE(at);
  return end > buffer.length ? undefined : buffer.subarray(at + 4, end);
}
