// Which Node.js this is has to be known before any of ours is loaded, since an older one could not read it. So nothing here
// is younger than Node.js 6. (Asking `node --version` first would take as long as starting it once more.)
const version = process.versions.node;
const [major, minor] = version.split(".").map(Number);
if (major > 20 || (major === 20 && minor >= 19)) {
  require("../dist/provider/main.js");
} else {
  process.exitCode = 1;
  process.stderr.write(`pulumi-resource-systemd: node is v${version}; Node.js 20.19 or later is needed\n`);
}
