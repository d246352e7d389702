import {
  BaseAgent,
  type IdentityCallback,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from "ssh2";

/** An SSH agent that tells which keys it holds: they are what a refused login has to show. */
export class WatchedAgent extends BaseAgent<ParsedKey> {
  readonly #agent: BaseAgent;
  readonly #onKeys: (keys: readonly ParsedKey[]) => void;

  constructor(agent: BaseAgent, onKeys: (keys: readonly ParsedKey[]) => void) {
    super();
    this.#agent = agent;
    this.#onKeys = onKeys;
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    (this.#agent as BaseAgent<ParsedKey>).getIdentities((error, keys) => {
      this.#onKeys(keys?.flatMap((key) => ("getPublicSSH" in key ? [key] : [])) ?? []);
      callback(error, keys);
    });
  }

  override sign(
    key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    if (typeof options === "function") this.#agent.sign(key, data, options);
    else this.#agent.sign(key, data, options, callback);
  }
}
