import { runDemoCommand } from "./demoCommand";

void runDemoCommand(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
