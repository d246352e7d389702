/**
 * The first shard alone, then the others, so many at once. When one has failed no further one is begun; those under way come
 * to their end.
 *
 * @param {readonly string[]} shards their names, the canary first
 * @param {number} atOnce
 * @param {(shard: string) => Promise<void>} deploy
 * @returns {Promise<{ deployed: string[], failed: { shard: string, reason: unknown }[], notBegun: string[] }>}
 */
export async function rollOut([canary, ...others], atOnce, deploy) {
  const deployed = [];
  const failed = [];
  const attempt = async (shard) => {
    try {
      await deploy(shard);
      deployed.push(shard);
    } catch (reason) {
      failed.push({ shard, reason });
    }
  };
  const notBegun = [...others];
  const goOn = async () => {
    while (failed.length === 0 && notBegun.length > 0) await attempt(notBegun.shift());
  };
  if (canary !== undefined) await attempt(canary);
  await Promise.all(Array.from({ length: atOnce }, goOn));
  return { deployed, failed, notBegun };
}
