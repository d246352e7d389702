// Which Node.js this is has to be known before any of ours is loaded, since an older one could not read it. So nothing here
// is younger than Node.js 6. (Asking `node --version` first would take as long as starting it once more.)
const version = process.versions.node;
const [major, minor] = version.split(".").map(Number);
if (major > 20 || (major === 20 && minor >= 19)) {
  keepWhatIsCompiled();
  require("../dist/provider/main.js");
} else {
  process.exitCode = 1;
  process.stderr.write(`pulumi-resource-systemd: node is v${version}; Node.js 20.19 or later is needed\n`);
}

// From Node.js 22.1 on, the next start need not compile again. It is kept beside the code itself: whoever could write
// something else there could write something else here. Where nobody may write, Node.js does without.
function keepWhatIsCompiled() {
  const { enableCompileCache } = require("node:module");
  if (enableCompileCache) enableCompileCache(require("node:path").join(__dirname, "../dist/.compiled"));
}
