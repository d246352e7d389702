import { runMatrixCommand } from "./matrixCommand";

void runMatrixCommand(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
