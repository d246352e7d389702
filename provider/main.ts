import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runPlugin } from "./adaptor/plugin";
import { endIdleConnections } from "./host/link";
import { serviceResource } from "./resources/service/service";

/** Runs as dist/provider/main.js, two folders below the package's own. */
const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8"));

const provider = { version, resources: [serviceResource()], goodbye: endIdleConnections };

void runPlugin(provider, process.argv.slice(2));
