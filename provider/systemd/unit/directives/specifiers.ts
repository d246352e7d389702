/**
 * Which letters stand for something after a `%` (systemd.unit(5), "Specifiers"), by the version that is known to have
 * them: systemd 247, 252 and 257 were asked.
 */
const SPECIFIERS: Readonly<Record<number, string>> = {
  0: "abBCEfgGhHiIjJlLmnNopPsStTuUvVwW%",
  252: "AdMqyY",
  257: "D",
};

const SINCE = new Map(
  Object.entries(SPECIFIERS).flatMap(([version, letters]) =>
    [...letters].map((letter) => [letter, Number(version)] as const),
  ),
);

/**
 * The version that knows every specifier of a value, `undefined` when one is unknown to all. Before anything but a
 * letter or digit, and at the end, a `%` stands for itself.
 */
export function specifiersSince(value: string): number | undefined {
  const letters = [...value.matchAll(/%([A-Za-z0-9%])/g)].map(([, letter = ""]) => SINCE.get(letter));
  return letters.reduce(
    (newest, since) => (newest === undefined || since === undefined ? undefined : Math.max(newest, since)),
    0,
  );
}

const VERBATIM =
  /^(?:PIDFile|RootImagePolicy|RootVerity|RootHash|RootHashSignature|(?:Extension|Mount)ImagePolicy|LogFilterPatterns|RestrictFileSystems|DelegateSubgroup|DefaultInstance|Alias|CPUQuota|TasksMax|Memory.*|.*Memory(?:Low|High|Max)|ManagedOOM.*)$/;

/** systemd fills specifiers in wherever it reads text; percentages and a few others it takes as they are. */
export function expandsSpecifiers(name: string): boolean {
  return !VERBATIM.test(name);
}
