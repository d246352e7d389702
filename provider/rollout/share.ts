/** A number of hosts, or a share of the fleet. */
export type Share = number | `${number}%`;

const PERCENTAGE = /^(\d{1,3}(?:\.\d+)?)%$/;

/** `"25%"` as 0.25; undefined for what is no percentage from 0 to 100. */
export function fractionOf(text: string): number | undefined {
  const [, digits] = PERCENTAGE.exec(text) ?? [];
  const percent = Number(digits);
  return digits !== undefined && percent <= 100 ? percent / 100 : undefined;
}

/** How many hosts of a fleet that is. A share is rounded down, so that never more are meant than were said. */
export function hostsOf(share: number | string, fleet: number): number {
  return typeof share === "number" ? share : Math.floor((fractionOf(share) ?? 0) * fleet + 1e-9);
}
