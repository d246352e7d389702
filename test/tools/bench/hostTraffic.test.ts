import { describe, expect, it } from "vitest";
import { countLines } from "../../../tools/bench/measure/hostTraffic";

const JOURNAL = `Server listening on 0.0.0.0 port 22.
Connection from 198.18.1.1 port 40000 on 198.18.1.11 port 22 rdomain ""
Accepted key ED25519 SHA256:abc found at /etc/ssh/authorized_keys:1
Accepted publickey for deploy from 198.18.1.1 port 40000 ssh2: ED25519 SHA256:abc
Starting session: command for deploy from 198.18.1.1 port 40000 id 0
Starting session: subsystem 'sftp' for deploy from 198.18.1.1 port 40000 id 1
Connection from 198.18.1.1 port 40001 on 198.18.1.11 port 22 rdomain ""
Connection closed by 198.18.1.1 port 40001 [preauth]
`;

describe("what sshd says of its visitors", () => {
  it("counts connections, logged in or not, and channels", () => {
    expect(countLines(JOURNAL)).toEqual({ connections: 2, channels: 2 });
  });

  it("is nothing before anybody came", () => {
    expect(countLines("")).toEqual({ connections: 0, channels: 0 });
  });
});
