/** What the plugin knows about whether anyone still needs it. */
export interface Circumstances {
  /** SIGTERM. */
  readonly terminated: boolean;
  /**
   * SIGINT. The engine sends it to say goodbye, after it closed its connection; Ctrl-C in a terminal goes to the engine
   * alone (a plugin has its own process group), which then calls Cancel.
   */
  readonly interrupted: boolean;
  /**
   * The engine's process ended. Its connection closing doesn't say so: gRPC closes one that was idle for 30 minutes and
   * opens it again.
   */
  readonly engineGone: boolean;
  /** Operations whose outcome the engine waits for. */
  readonly awaitedOperations: number;
}

/** Whether the plugin should end now, and take what still runs down with it. */
export function shouldEnd(now: Circumstances): boolean {
  return now.terminated || now.engineGone || (now.interrupted && now.awaitedOperations === 0);
}
