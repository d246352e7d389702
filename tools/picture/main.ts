import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ansiToSvg } from "./ansiToSvg";

const USAGE =
  "Usage: node dist/tools/picture/main.js [--title 'pulumi up'] [--columns 100] recording.ansi picture.svg";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    title: { type: "string", default: "pulumi up" },
    columns: { type: "string", default: "100" },
  },
});
const [recording, picture] = positionals;
const columns = Number(values.columns);
if (recording === undefined || picture === undefined || !Number.isInteger(columns) || columns < 1) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  writeFileSync(picture, ansiToSvg(readFileSync(recording, "utf8"), { title: values.title, columns }));
}
