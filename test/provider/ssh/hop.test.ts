import { expect, it } from "vitest";
import { address, routeOf } from "../../../provider/ssh/hop";

it("fills in the defaults", () => {
  const { host, proxies } = routeOf({ host: "web1" });
  expect(host).toMatchObject({ endpoint: "root@web1:22", dialErrorLimit: 10, dialTimeoutMs: 15_000 });
  expect(proxies).toEqual([]);
});

it("takes -1 dials and 0 seconds for no maximum, as @pulumi/command does", () => {
  const { host } = routeOf({ host: "web1", dialErrorLimit: -1, perDialTimeout: 0 });
  expect([host.dialErrorLimit, host.dialTimeoutMs]).toEqual([
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ]);
});

it("knows which proxy a host is behind", () => {
  const { host, proxies } = routeOf({
    host: "10.0.0.5",
    proxy: { host: "203.0.113.7", user: "jump", port: 2222 },
  });
  expect(proxies).toMatchObject([
    { role: "proxy", endpoint: "jump@203.0.113.7:2222", property: "connection.proxy" },
  ]);
  expect(host).toMatchObject({ role: "host", through: "jump@203.0.113.7:2222" });
});

it("takes a proxy of a proxy for the one to dial before it", () => {
  const { host, proxies } = routeOf({
    host: "10.0.0.5",
    proxy: { host: "b", user: "jump", proxy: { host: "a", user: "jump" } },
  });
  expect(proxies).toMatchObject([
    { endpoint: "jump@a:22", property: "connection.proxy.proxy", through: undefined },
    { endpoint: "jump@b:22", property: "connection.proxy", through: "jump@a:22" },
  ]);
  expect(host.through).toBe("jump@a:22, then jump@b:22");
});

it.each([
  ["[2001:db8::7]", "2001:db8::7"],
  ["2001:db8::7", "2001:db8::7"],
  ["fe80::1%eth0", "fe80::1%eth0"],
  ["[fe80::1%eth0]", "fe80::1%eth0"],
])("knows the IPv6 address %s", (written, host) => {
  expect(routeOf({ host: written }).host).toMatchObject({ host, endpoint: `root@[${host}]:22` });
});

it("writes addresses as people do", () => {
  expect(address(routeOf({ host: "2001:db8::7" }).host)).toBe("2001:db8::7");
  expect(address(routeOf({ host: "2001:db8::7", port: 2222 }).host)).toBe("[2001:db8::7]:2222");
  expect(routeOf({ host: "2001:db8::7" }).host.endpoint).toBe("root@[2001:db8::7]:22");
});
