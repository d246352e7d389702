import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sandbox } from "./sandbox";
import { runWith } from "./shells";

it("what vanishes while the tree of a service is looked over is no finding", ({ skip }) => {
  skip(process.getuid?.() !== 0, "only root's own tree is without findings");
  const [service, work] = [sandbox(), sandbox()];
  mkdirSync(join(service, "releases"));
  const script = `SERVICE_DIR=${service} RELEASES=${service}/releases SET_ASIDE=${service}/set-aside WORK=${work}
finding() { echo "$2"; }
(i=0; while [ $i -lt 150 ]; do mkdir ${service}/a ${service}/b ${service}/c; rmdir ${service}/a ${service}/b ${service}/c; i=$((i + 1)); done) >&2 &
while kill -0 $! 2>&-; do check_service_tree 2>&-; done`;
  expect(runWith("dash", ["preflight/safeParents"], script)).toBe("");
});
