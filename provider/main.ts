import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runPlugin } from "./adaptor/plugin";
import { endIdleConnections } from "./host/link";
import { fleetResource } from "./resources/fleet/fleet";
import { serviceResource } from "./resources/service/service";

/** Runs as dist/provider/main.js, two folders below the package's own. */
const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8"));

const resources = [serviceResource(), fleetResource()];

void runPlugin({ version, resources, goodbye: endIdleConnections }, process.argv.slice(2));
