import type { Source } from "../../host/source/readSource";
import type { ConnectionSpec } from "../../ssh/connectionSpec";
import { defaultsOf, type UnitDefaults } from "../../systemd/unit/render/defaults";
import type { UnitSpec } from "../../systemd/unit/unitSpec";
import type { ValueMap } from "../value";
import { decodeService, type ServiceDraft } from "./decodeService";
import { recordedRelease } from "./recordedRelease";

/** A service as Check left it in the inputs: nothing missing, nothing unknown. */
export type CompleteService = ServiceDraft & {
  readonly source: Source;
  readonly unit: UnitSpec;
  readonly connection: ConnectionSpec;
  /** The version of its secrets; empty where there are none. */
  readonly credentialsId: string;
  /** Those that its unit is written with. */
  readonly defaults: UnitDefaults;
};

export function completeService(inputs: ValueMap): CompleteService {
  const draft = decodeService(inputs, { problems: [], unknown: [] });
  const { source, unit } = draft;
  if (!source || !unit) throw new Error("the service has no source or unit after Check");
  const { credentialsId, edition } = recordedRelease(inputs);
  const defaults = defaultsOf(edition);
  return { ...draft, source, unit, connection: completeConnection(draft), credentialsId, defaults };
}

/** Where the service is: all that reading and deleting need. */
export function connectionOf(inputs: ValueMap): ConnectionSpec {
  return completeConnection(decodeService(inputs, { problems: [], unknown: [] }));
}

function completeConnection({ connection }: ServiceDraft): ConnectionSpec {
  const host = connection?.host;
  if (host === undefined) {
    throw new Error(
      "nothing says how to reach the host: connection.host is missing. A systemd:index:Service can't be imported or " +
        "looked up by its id alone; a service that its program deploys is found on the host by itself",
    );
  }
  return { ...connection, host };
}
