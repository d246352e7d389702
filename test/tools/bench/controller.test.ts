import { describe, expect, it } from "vitest";
import { meterObstacle, setUpMeter } from "../../../tools/bench/measure/controller";
import { identify } from "../../../tools/process/identity";
import { sandbox } from "../../assets/agent/sandbox";

/** A process that takes a third of a second of processor time and 60 MB, and then stays for a minute. */
const BUSY = `
import os, sys, time
data = bytearray(60_000_000)
for i in range(0, len(data), 4096): data[i] = 1
while time.process_time() < 0.33: pass
print(os.getpid(), flush=True)
time.sleep(60)
`;

/** Ends when the busy one has told its id, and leaves it behind. */
const LEAVING = `python3 -c "$BUSY" > said & until [ -s said ]; do sleep 0.05; done; cat said; exit 3`;

describe("the meter", () => {
  it("counts what a command starts too, and ends what it leaves behind", async ({ skip }) => {
    const reason = meterObstacle();
    if (reason !== undefined) return skip(reason);
    const cwd = sandbox();
    await using meter = setUpMeter();
    const env = { ...process.env, BUSY };
    const { code, output, cpuMs, peakBytes, wallMs } = await meter.measure({
      argv: ["sh", "-c", LEAVING],
      cwd,
      env,
    });
    expect({ code, output }).toEqual({ code: 3, output: expect.stringMatching(/^\d+\n$/) });
    expect(cpuMs).toBeGreaterThan(330);
    expect(wallMs).toBeGreaterThan(330);
    expect(peakBytes).toBeGreaterThan(60_000_000);
    expect(identify(Number(output)).started).toBeUndefined();
    const quick = await meter.measure({ argv: ["true"], cwd, env });
    expect(quick.code).toBe(0);
    expect(quick.cpuMs).toBeLessThan(cpuMs);
  });
});
