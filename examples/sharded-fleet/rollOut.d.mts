export interface Outcome {
  readonly deployed: readonly string[];
  readonly failed: readonly { readonly shard: string; readonly reason: unknown }[];
  readonly notBegun: readonly string[];
}

export function rollOut(
  shards: readonly string[],
  atOnce: number,
  deploy: (shard: string) => Promise<void>,
): Promise<Outcome>;
