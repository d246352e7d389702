import { describe, expect, it } from "vitest";
import type { Transcript } from "../../../../provider/host/transcript";
import { type HostRecord, newRecord } from "../../../../provider/resources/fleet/hostRecord";
import { Machines, sameMachineText } from "../../../../provider/resources/fleet/machines";
import type { Place } from "../../../../provider/resources/fleet/place";

function place(name: string, record: HostRecord = {}): Place {
  const before = { ...newRecord(`${name}.test`), ...record };
  const { address } = { address: `${name}.test` };
  return { name, address, member: {}, former: undefined, why: "is new", before, record: before };
}
const deployed = (name: string) => place(name, { token: `${name}-token`, status: "active (running)" });
const says = (boot: string, adopted?: string): Pick<Transcript, "host" | "now"> => ({
  host: { machine: "the same in every copy of an image", boot },
  now: adopted === undefined ? {} : { adopted },
});

describe("a machine with two names", () => {
  const [a, b] = [place("a"), place("b")];

  it("is told by the boot of its kernel", () => {
    const machines = new Machines([a, b]);
    expect(machines.meet(a, says("boot.1"))).toBeUndefined();
    expect(machines.meet(b, says("boot.1"))).toBe(a);
  });

  it("is told by the token that it has under the other one, though nobody looks there", () => {
    const web1 = deployed("web1");
    expect(new Machines([web1, b]).meet(b, says("boot.1", "web1-token"))).toBe(web1);
  });

  it("is another one where only the machine-id is the same, or nothing is known", () => {
    const machines = new Machines([a, b]);
    expect(machines.meet(a, says("boot.1"))).toBeUndefined();
    expect(machines.meet(b, says("boot.2"))).toBeUndefined();
    const old = new Machines([a, b]);
    expect(old.meet(a, says(""))).toBeUndefined();
    expect(old.meet(b, says(""))).toBeUndefined();
  });

  it("is none when a host goes on under another address, or is asked again", () => {
    const web1 = deployed("web1");
    const machines = new Machines([web1, b]);
    expect(machines.meet(web1, says("boot.1", "web1-token"))).toBeUndefined();
    expect(machines.meet(web1, says("boot.1", "a token of before"))).toBeUndefined();
  });

  it("is named by both", () => {
    expect(sameMachineText(b, a)).toBe(
      "b (b.test) and a (a.test) are the same machine: take one of them out of `hosts`",
    );
  });
});
