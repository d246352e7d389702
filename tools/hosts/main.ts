import { runHostsCommand } from "./playground/hostsCommand";

void runHostsCommand(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
