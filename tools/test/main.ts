import { runTestCommand } from "./testCommand";

void runTestCommand(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
