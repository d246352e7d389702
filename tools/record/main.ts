import { runRecordCommand } from "./recordCommand";

void runRecordCommand(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
