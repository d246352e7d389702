import { describe, expect, it } from "vitest";
import { identityOf } from "../../../../provider/resources/service/identity";

const urn = "urn:pulumi:dev::tests::systemd:index:Service::myapp";

describe("who a service is on its host", () => {
  it.each([
    ["myapp", "myapp.service", "myapp"],
    ["myapp.service", "myapp.service", "myapp"],
    ["app@blue", "app@blue.service", "app@blue"],
  ])("follows from its name: %s", (name, unit, directory) => {
    expect(identityOf({ name }, urn)).toEqual({
      unit,
      name: directory,
      token: expect.stringMatching(/^[0-9a-f]{24}$/),
      urn,
    });
  });

  it("is another one each time it is made new", () => {
    expect(identityOf({ name: "myapp" }, urn).token).not.toBe(identityOf({ name: "myapp" }, urn).token);
  });

  it("stays what its id says, whatever the program calls it by now", () => {
    expect(identityOf({ name: "renamed" }, urn, "myapp.service/5f2c")).toEqual({
      unit: "myapp.service",
      name: "myapp",
      token: "5f2c",
      urn,
    });
  });

  it("has its URN on one line, whatever the resource is called", () => {
    expect(identityOf({ name: "myapp" }, `${urn}\nowner=other`).urn).toBe(`${urn}\ufffdowner=other`);
  });

  it("can't be told from an id that is none of ours, which the error shows beside a good one", () => {
    expect(() => identityOf({}, urn, "i-0abc")).toThrow(
      '"i-0abc" is no id of a systemd:index:Service; it looks like "myapp.service/5f2c…"',
    );
  });
});
