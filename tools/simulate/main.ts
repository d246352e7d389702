import { runSimulateCommand } from "./simulateCommand";

process.exitCode = runSimulateCommand(process.argv.slice(2));
