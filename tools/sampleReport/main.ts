import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { renderReport } from "../../provider/rollout/report/document";
import { sampleTimeline } from "./sampleTimeline";
import { STORIES } from "./stories";

const USAGE = `Writes the report of a rollout over made-up hosts, to look at.

  node dist/tools/sampleReport/main.js [--story NAME] [--hosts N] [--seed N] report.html

  --story NAME  ${Object.keys(STORIES).join(", ")} (incomplete)
  --hosts N     how many (20)
  --seed N      which fleet (1)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: "boolean", short: "h" },
    story: { type: "string", default: "incomplete" },
    hosts: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
  },
});
const [file] = positionals;
const [hosts, seed] = [Number(values.hosts), Number(values.seed)];
const story = Object.hasOwn(STORIES, values.story) ? STORIES[values.story] : undefined;
if (values.help) {
  process.stdout.write(USAGE);
} else if (
  file === undefined ||
  story === undefined ||
  !Number.isInteger(hosts) ||
  hosts < 1 ||
  !Number.isInteger(seed)
) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  writeFileSync(file, renderReport(sampleTimeline(story, hosts, seed)));
}
