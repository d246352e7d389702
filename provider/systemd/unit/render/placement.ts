import type { Credentials } from "../credentials";

/** Where a release lies on the host, which the text of its unit names throughout. */
export interface Placement {
  /** `myapp.service` */
  readonly unitName: string;
  /** The release's own copy of `source`: `/opt/myapp/releases/<digest>/app`. */
  readonly appDirectory: string;
  /** `bin` of the release's Python virtual environment; absent for a service without one. */
  readonly runtimeBin?: string;
  /** Where the service's secrets are; absent for a service without any. */
  readonly credentials?: Credentials;
  /** The link for people, whose paths in a given unit text are led to the release. */
  readonly directory?: string;
  /** Paths of the files of `source`, relative to it: `app.py`, `bin/server`. */
  readonly files: ReadonlySet<string>;
}
