import type { Freight } from "../../host/conversation";
import type { ApplyRequest, Identity, PlanRequest, ReleaseTerms } from "../../host/request";
import { credentialsBytes } from "../../systemd/unit/credentials";
import { minimumSystemd } from "../../systemd/unit/minimumSystemd";
import { unitFactsOf } from "../../systemd/unit/unitFacts";
import type { ServiceDraft } from "./decodeService";
import type { PlannedRelease } from "./planRelease";
import { NOTHING_REMEMBERED, type Remembered } from "./remembered";
import { newTransaction } from "./serviceId";
import { settingsOf } from "./settings";

/** How long to wait for another deployment of the same unit. */
export const LOCK_TIMEOUT_SECONDS = 300;
const BYTES_PER_KILOBYTE = 1024;

function kilobytes({ tree }: PlannedRelease, { secrets = {} }: ServiceDraft): number {
  const bytes = tree.reduce((sum, entry) => sum + (entry.kind === "file" ? entry.sizeBytes : 0), 0);
  return Math.ceil((bytes + credentialsBytes(secrets)) / BYTES_PER_KILOBYTE);
}

/** Of the environment of whoever runs pulumi. For tests alone: the agent waits at that place (docs/agent-protocol.md §6). */
export const PAUSE_VARIABLE = "PULUMI_SYSTEMD_PAUSE_AT";

function releaseTerms(
  identity: Identity,
  draft: ServiceDraft,
  release: PlannedRelease,
  remembered: Remembered,
): ReleaseTerms {
  const unit = unitFactsOf(release.unit);
  const systemd = minimumSystemd(release.unit);
  return {
    ...identity,
    digest: release.digest,
    directory: draft.directory ?? "",
    adopt: draft.adopt ?? false,
    ...remembered,
    runUser: unit.user,
    runGroup: unit.group,
    createUser: draft.createUser ?? false,
    python: draft.runtime?.python !== undefined,
    minimumSystemd: systemd.version,
    minimumSystemdFor: systemd.because ?? "",
    needKilobytes: kilobytes(release, draft),
    enable: unit.enable,
  };
}

/** A deployment that is only asked for, in the agent's own terms. */
export function planRequest(
  identity: Identity,
  draft: ServiceDraft,
  release: PlannedRelease,
  remembered: Remembered = NOTHING_REMEMBERED,
): PlanRequest {
  return { op: "plan", ...releaseTerms(identity, draft, release, remembered) };
}

/** A deployment in the agent's own terms. */
export function applyRequest(
  identity: Identity,
  draft: ServiceDraft,
  release: PlannedRelease,
  remembered: Remembered = NOTHING_REMEMBERED,
  environment: NodeJS.ProcessEnv = process.env,
): ApplyRequest {
  const unit = unitFactsOf(release.unit);
  return {
    op: "apply",
    ...releaseTerms(identity, draft, release, remembered),
    ...settingsOf(draft, unit),
    transaction: newTransaction(),
    unitType: unit.type,
    lockTimeoutSeconds: LOCK_TIMEOUT_SECONDS,
    pauseAt: environment[PAUSE_VARIABLE] ?? "",
  };
}

/** What travels beside the request. */
export function freightOf(draft: ServiceDraft, release: PlannedRelease): Freight {
  return {
    tree: release.tree,
    files: {
      manifest: release.manifest,
      sizesBytes: release.tree.map((entry) => (entry.kind === "file" ? entry.sizeBytes : 0)),
      unit: release.unit,
      requirements: draft.runtime?.python?.requirements ?? [],
      packages: draft.runtime?.packages ?? [],
      probe: draft.readiness?.probe ?? [],
      secrets: draft.secrets ?? {},
    },
  };
}
