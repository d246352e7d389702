import {
  BaseAgent,
  type IdentityCallback,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from "ssh2";
import { agentCertificates } from "./agentCertificates";

export interface AgentWatch {
  /** Which of its keys are to be tried. */
  wants(key: ParsedKey): boolean;
  /** Told before they are: they are what a refused login has to show. */
  onKeys(keys: readonly ParsedKey[], certificates: readonly string[]): void;
}

/** An SSH agent that shows some of its keys, and tells which. */
export class WatchedAgent extends BaseAgent<ParsedKey> {
  readonly #agent: BaseAgent;
  readonly #watch: AgentWatch;

  constructor(agent: BaseAgent, watch: AgentWatch) {
    super();
    this.#agent = agent;
    this.#watch = watch;
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    (this.#agent as BaseAgent<ParsedKey>).getIdentities((error, keys) => {
      if (error) return callback(error);
      const wanted =
        keys?.flatMap((key) => ("getPublicSSH" in key && this.#watch.wants(key) ? [key] : [])) ?? [];
      void agentCertificates(this.#agent).then((certificates) => {
        this.#watch.onKeys(wanted, certificates);
        callback(undefined, wanted);
      });
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
