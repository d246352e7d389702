import { runDemoCommand } from "./demoCommand";

void runDemoCommand(process.argv.slice(2)).then((code) => {
  // At once: what an interruption left behind in this process, such as a host half started, ends with it.
  process.exit(code);
});
