/**
 * What must be done before a command of ours can run, from the times at which things were last written (milliseconds;
 * undefined: not there). npm writes node_modules/.package-lock.json at the end of an installation, so a time is a
 * finished installation's.
 */
export function needsInstall({ lockfile, installed }) {
  return installed === undefined || installed < lockfile;
}

export function needsBuild({ sources, built }) {
  return built === undefined || sources.some((source) => source > built);
}
