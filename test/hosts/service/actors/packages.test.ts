import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHosts } from "../../../../tools/hosts/startHosts";
import type { TestHost, TestHosts } from "../../../../tools/hosts/testHost";
import { poll } from "../../../../tools/process/poll";
import { appInputs, type Deployer, deployerOf } from "../deployer";
import { meanwhile } from "./meanwhile";

let hosts: TestHosts;
let host: TestHost;
const sh = async (command: string) => (await host.run(command)).stdout.trim();
const statusOf = (name: string) => sh(`dpkg -s ${name} | sed -n 's/^Status: //p'`);
const wanting = (name: string) => appInputs({ startSeconds: 0.1 }, { runtime: { packages: [name] } });

/** A package of no more than a name; `configure` is what its installation runs at the end. */
const makePackage = (name: string, configure = "exit 0") =>
  sh(`set -e; d=$(mktemp -d); mkdir $d/DEBIAN
printf 'Package: ${name}\\nVersion: 1\\nArchitecture: all\\nMaintainer: Nobody <n@example.org>\\nDescription: a test\\n' > $d/DEBIAN/control
printf '#!/bin/sh\\n${configure}\\n' > $d/DEBIAN/postinst; chmod 755 $d/DEBIAN/postinst
dpkg-deb --build $d /srv/${name}.deb; rm -r $d`);

beforeAll(async () => {
  hosts = await startHosts();
  [host] = hosts.hosts as [TestHost];
  await makePackage("wanted-one");
  await makePackage("wanted-two");
  await makePackage("half-done");
  await makePackage("never-done", "test -e /etc/never-done");
  // A repository of our own, so that nothing of these tests goes over the network.
  await sh(`cd /srv && for p in wanted-one wanted-two; do dpkg-deb -f $p.deb; echo "Filename: ./$p.deb"; echo "Size: $(stat -c %s $p.deb)"; echo "SHA256: $(sha256sum $p.deb | cut -d' ' -f1)"; echo; done > Packages
rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/*; echo 'deb [trusted=yes] file:/srv ./' > /etc/apt/sources.list`);
});
afterAll(() => hosts?.stop());

describe.sequential("another package manager", () => {
  let service: Deployer;

  /** As apt takes it: fcntl(2), from a process of its own. */
  const holdLock = () =>
    sh(`systemd-run --quiet --collect --unit=unattended python3 -c '
import fcntl, time
lock = open("/var/lib/dpkg/lock-frontend", "w")
fcntl.lockf(lock, fcntl.LOCK_EX)
open("/run/locked", "w")
time.sleep(600)'; until [ -e /run/locked ]; do sleep 0.1; done; rm /run/locked`);
  const letGo = () => sh("systemctl stop unattended");
  const WAITING =
    /waiting for another package manager: process \d+ \(\S+python3 .*, user root, unattended\.service\)/;

  it("is waited for, by name, and then the packages come", async () => {
    service = deployerOf(host);
    await holdLock();
    const { message } = await meanwhile(service, wanting("wanted-one"), WAITING, letGo);
    expect(message).toBe("");
    expect(await statusOf("wanted-one")).toBe("install ok installed");
  });

  it("is no reason that a cancelled deployment goes on", async () => {
    await holdLock();
    const cancel = new AbortController();
    const before = service.rows.length;
    const failed = service.upFails(wanting("wanted-two"), cancel.signal);
    await poll(() => service.rows.slice(before).some((row) => WAITING.test(row)) || undefined, {
      waitingFor: "the deployment to wait",
      deadlineMs: 60_000,
    });
    cancel.abort();
    expect((await failed).message).toContain("cancelled");
    await letGo();
    expect(await sh("systemctl is-active myapp; dpkg -s wanted-two 2>/dev/null")).toBe("active");
  });

  it("that was interrupted is repaired first, and that is said", async () => {
    await sh("dpkg --unpack /srv/half-done.deb");
    await service.up(wanting("wanted-two"));
    expect(service.rows.join("\n")).toMatch(
      /warning: .*interrupted \(half-done is unpacked\); repairing it first/,
    );
    expect([await statusOf("half-done"), await statusOf("wanted-two")]).toEqual([
      "install ok installed",
      "install ok installed",
    ]);
  });

  it("that cannot be repaired is an error in dpkg's words, and the service runs on", async () => {
    await sh("dpkg --unpack /srv/never-done.deb; dpkg --purge wanted-one");
    const invocation = await sh("systemctl show -P InvocationID myapp");
    const message = (await service.upFails(wanting("wanted-one"))).message.replace(/\s+/g, " ");
    expect(message).toContain("dpkg cannot repair it");
    expect(message).toContain("never-done");
    expect(message).toMatch(/post-installation script subprocess returned error exit status 1/);
    expect(message).toMatch(/runs on, untouched/);
    expect(await sh("systemctl show -P InvocationID myapp")).toBe(invocation);
  });
});
