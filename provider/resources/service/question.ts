import type { Freight } from "../../host/conversation";
import type { PlanRequest } from "../../host/request";
import type { ConnectionSpec } from "../../ssh/connectionSpec";
import { freightOf, planRequest } from "./applyRequest";
import type { Deployment } from "./carryOut";
import { completeService } from "./completeService";
import type { Told } from "./failureText";
import { identityOf } from "./identity";
import { pinnedHostKey } from "./onHost";
import { planRelease } from "./planRelease";
import { remembered } from "./remembered";
import { secretTexts } from "./secretInputs";

/** What a host is asked before a deployment: what it would do there, and what speaks against it. */
export interface Question {
  readonly connection: ConnectionSpec;
  readonly pinned: string | undefined;
  readonly request: PlanRequest;
  readonly freight: Freight;
  /** For the words in which the answer is told. */
  readonly told: Told;
}

export function questionOf({ news, tree, id, deployed }: Deployment, urn: string): Question {
  const service = completeService(news);
  const identity = identityOf(service, urn, id);
  const release = planRelease(identity.unit, service, tree);
  const request = planRequest(identity, service, release, deployed && remembered(deployed));
  return {
    connection: service.connection,
    pinned: deployed && pinnedHostKey(deployed.outputs),
    request,
    freight: freightOf(service, release),
    told: { host: service.connection.host, request, secrets: secretTexts(news) },
  };
}
