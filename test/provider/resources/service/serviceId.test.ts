import { describe, expect, it } from "vitest";
import {
  newToken,
  newTransaction,
  parseServiceId,
  serviceId,
} from "../../../../provider/resources/service/serviceId";

describe("the id of a service", () => {
  it("says what it is, and by which token it is ours", () => {
    expect(serviceId("myapp.service", "5f2c")).toBe("myapp.service/5f2c");
  });

  it.each(["myapp.service", "app@blue.service", "my-app.v2.service"])(
    "of %s is read as it was made",
    (unit) => {
      const token = newToken();
      expect(parseServiceId(serviceId(unit, token))).toEqual({ unit, token });
    },
  );

  it.each([
    ["nothing", ""],
    ["a unit alone", "myapp.service"],
    ["no token after the slash", "myapp.service/"],
    ["another kind of unit", "myapp.socket/5f2c"],
    ["a token that none was drawn as", "myapp.service/XYZ"],
    ["more than two parts", "a/myapp.service/5f2c"],
    ["a second line", "myapp.service/5f2c\n"],
  ])("is not %s", (_, id) => {
    expect(parseServiceId(id)).toBeUndefined();
  });
});

describe.each([
  ["token", newToken],
  ["transaction", newTransaction],
])("a new %s", (_, draw) => {
  it("is 96 random bits, fit for a file name and a shell", () => {
    expect(draw()).toMatch(/^[0-9a-f]{24}$/);
    expect(new Set(Array.from({ length: 100 }, draw))).toHaveLength(100);
  });
});
