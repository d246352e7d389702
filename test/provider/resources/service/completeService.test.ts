import { expect, it } from "vitest";
import { completeService, connectionOf } from "../../../../provider/resources/service/completeService";
import { everyInput } from "./everyInput";

it("a service that was checked is complete", () => {
  const { source, unit, connection } = completeService(everyInput);
  expect(source.kind).toBe("tree");
  expect(unit.execStart).toEqual(["python3", "app.py"]);
  expect(connection).toMatchObject({ host: "203.0.113.7", proxy: { host: "203.0.113.8" } });
});

it("what `pulumi import` gives, an id and no inputs, is an error that says why it can't be enough", () => {
  expect(() => connectionOf({})).toThrow(/connection\.host is missing.*can't be imported.*by its id alone/);
});
