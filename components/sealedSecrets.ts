import * as pulumi from "@pulumi/pulumi";
import { mapInput } from "./connection";
import type { Lifted } from "./lifted";

type Secrets = Record<string, string>;

/** Each value, if there are any, marked secret; the names stay readable, so that a diff shows which of them changed. */
export function sealedSecrets(secrets: Lifted<Secrets | undefined>): Lifted<Secrets | undefined> {
  return mapInput(
    secrets,
    (named) =>
      named && Object.fromEntries(Object.entries(named).map(([name, value]) => [name, pulumi.secret(value)])),
  );
}
