import { runBenchCommand } from "./benchCommand";

void runBenchCommand(process.argv.slice(2)).then((code) => {
  // At once: what a failure left behind in this process, such as a host half started, ends with it.
  process.exit(code);
});
