import { Console } from "node:console";
import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Engine } from "./engine/engine";
import { untilNobodyNeedsUs } from "./life/life";
import { listen, type Provider } from "./server/listen";
import { OperationsInFlight } from "./server/operationsInFlight";

/** For operations to tell the host that nobody waits any more; what it then does, it does alone. */
const farewellMs = 1_000;

/**
 * The whole life of the plugin process. The engine starts it with its own address as the last argument, reads a port
 * from stdout, and calls; a developer starts it without one and says `PULUMI_DEBUG_PROVIDERS=systemd:<port>`.
 */
export async function runPlugin(provider: Provider, args: readonly string[]): Promise<never> {
  keepStdoutForThePort();
  endWithAMessageOnBugs();
  const engineAddress = args.at(-1);
  const inFlight = new OperationsInFlight();
  const { port, close } = await listen(provider, new Engine(engineAddress), inFlight);
  const unneeded = untilNobodyNeedsUs(inFlight, engineAddress !== undefined);
  process.stdout.write(`${port}\n`);
  await unneeded;
  inFlight.abort("the provider is ending");
  provider.goodbye?.();
  await Promise.race([Promise.all([inFlight.settled(), close()]), sleep(farewellMs)]);
  process.exit(0);
}

/** The first line on stdout is the port; a library that logs there would take its place. */
function keepStdoutForThePort(): void {
  globalThis.console = new Console(process.stderr, process.stderr);
  // Nobody reads it once the engine is gone.
  process.stderr.on("error", () => undefined);
  process.stdout.on("error", () => undefined);
}

function endWithAMessageOnBugs(): void {
  process.on("uncaughtException", (error) => {
    const trace = error instanceof Error ? error.stack : String(error);
    try {
      writeSync(2, `pulumi-resource-systemd ends, please report this bug: ${trace}\n`);
    } finally {
      process.exit(1);
    }
  });
}
