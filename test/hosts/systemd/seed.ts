/**
 * The same in every run, so that a red one is about what was changed since the last. To look further:
 * `PULUMI_SYSTEMD_SEED=$RANDOM npm test -- test/hosts/systemd`; a value that is found becomes a test of its own.
 */
export const SEED = Number(process.env.PULUMI_SYSTEMD_SEED ?? 257);
