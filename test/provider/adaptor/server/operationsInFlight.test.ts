import { setImmediate } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { OperationsInFlight } from "../../../../provider/adaptor/server/operationsInFlight";

it("lets all hosts of a fleet listen to the signal of their operation, and no warning comes of it", async () => {
  const warnings: string[] = [];
  const note = (warning: Error) => warnings.push(warning.message);
  process.on("warning", note);
  onTestFinished(() => {
    process.off("warning", note);
  });
  const { signal, end } = new OperationsInFlight().begin();
  for (let host = 0; host < 50; host++) signal.addEventListener("abort", () => undefined);
  await setImmediate();
  expect(warnings).toEqual([]);
  end();
});
