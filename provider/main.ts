import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runPlugin } from "./adaptor/plugin";
import { serviceResource } from "./resources/service/service";

/** Runs as dist/provider/main.js, two folders below the package's own. */
const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8"));

void runPlugin({ version, resources: [serviceResource()] }, process.argv.slice(2));
