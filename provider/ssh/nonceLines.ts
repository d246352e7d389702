import { Transform } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** No line of ours is longer; what goes on for longer is not ours, and must not fill the memory. */
const LONGEST_LINE = 1024 * 1024;

/**
 * Bytes in, the lines after `@nonce ` out, one string each; all others (a .bashrc, a motd) go to `onNoise`. A last line
 * without its newline is dropped: it is the trace of a broken connection.
 */
export function nonceLines(nonce: string, onNoise: (line: string) => void): Transform {
  const decoder = new StringDecoder("utf8");
  const mark = `@${nonce} `;
  let rest = "";
  return new Transform({
    readableObjectMode: true,
    transform(chunk: Buffer, _encoding, done) {
      const lines = (rest + decoder.write(chunk)).split("\n");
      rest = (lines.pop() ?? "").slice(0, LONGEST_LINE);
      for (const line of lines) {
        if (line.startsWith(mark)) this.push(line.slice(mark.length));
        else onNoise(line);
      }
      done();
    },
  });
}
