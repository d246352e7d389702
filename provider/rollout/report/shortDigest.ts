/** As many digits as people need to tell releases apart, and as errors and state files show. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}
