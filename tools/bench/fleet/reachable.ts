import type { TestHost } from "../../hosts/testHost";

/** A host as a connection needs it, real or made up. */
export type Reachable = Pick<TestHost, "name" | "address" | "port" | "privateKey" | "hostKey"> & {
  readonly user: string;
};
