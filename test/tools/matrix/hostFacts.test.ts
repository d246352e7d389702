import { describe, expect, it } from "vitest";
import { parseFacts } from "../../../tools/matrix/hostFacts";
import { facts } from "./facts";

describe("what a host says of itself", () => {
  it("is read line by line", () => {
    const printed = `some banner
fact show ActiveState=active
fact show UnitFileState=enabled
fact show InvocationID=ab12
fact show NeedDaemonReload=no
fact show FragmentPath=/etc/systemd/system/lasting.service
fact show StatusText=version 7
fact show Description=Version 7
fact loadedFiles 7
fact writtenFiles 7
fact writtenUnit 7
fact link 6
fact recorded 7
fact wanted version-7.target
fact wanted again-7.target
fact wanted multi-user.target
fact command works
fact path /opt/lasting
fact started 6
fact started 7
fact started 7
`;
    expect(parseFacts(printed)).toEqual(
      facts({
        invocation: "ab12",
        link: 6,
        paths: ["/opt/lasting"],
        starts: new Map([
          [6, 1],
          [7, 2],
        ]),
      }),
    );
  });

  it("is nothing where there is nothing", () => {
    const printed = "fact show ActiveState=inactive\nfact show StatusText=\nfact loadedFiles \nfact link \n";
    const { active, process, loadedFiles, writtenUnit, link } = parseFacts(printed);
    expect({ active, process, loadedFiles, writtenUnit, link }).toEqual({ active: "inactive" });
  });

  it("of a process that has said something else yet is no version", () => {
    expect(parseFacts("fact show StatusText=version 7 (starting)\n").process).toBeUndefined();
  });
});
