import { startMadeUpHosts } from "./madeUpHosts";

void startMadeUpHosts(Number(process.argv[2])).then(({ hosts }) => {
  process.stdout.write(`${JSON.stringify(hosts)}\n`);
});
// Its end is the end of whoever started it.
process.stdin.resume().on("end", () => process.exit(0));
