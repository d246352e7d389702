/** Reports what takes its time: a line each, with the seconds since the first of them. */
export function progressTo(
  write: (line: string) => void,
  now: () => number = Date.now,
): (line: string) => void {
  const startedAt = now();
  return (line) => write(`${`${Math.round((now() - startedAt) / 1000)}`.padStart(4)} s  ${line}`);
}
