import { manifestSummary, manifestText } from "../../host/manifest";
import { credentialsDirectory, type Release, releaseOf, serviceDirectory } from "../../host/release";
import type { SourceTree } from "../../host/source/sourceTree";
import { renderUnit } from "../../systemd/unit/render";
import type { UnitDefaults } from "../../systemd/unit/render/defaults";
import type { UnitSpec } from "../../systemd/unit/unitSpec";
import { directoryName } from "../../systemd/unitName";
import type { ValueMap } from "../value";
import type { ServiceDraft } from "./decodeService";

/** A release with what it is made of. */
export interface PlannedRelease extends Release {
  readonly tree: SourceTree;
  readonly manifest: string;
  readonly credentialsId: string;
}

/** What of a service goes into its release, the source apart. */
export type ReleaseDraft = Pick<ServiceDraft, "directory" | "runtime" | "secrets"> & {
  readonly unit: UnitSpec;
  /** The version of the secrets; empty where there are none. */
  readonly credentialsId: string;
  readonly defaults: UnitDefaults;
};

/** Paths that a command of the unit may name. */
export function filesOf(tree: SourceTree): ReadonlySet<string> {
  return new Set(tree.filter(({ kind }) => kind !== "directory").map(({ path }) => path));
}

/** Works out the release: what will be on the host, byte for byte, before any host is asked. */
export function planRelease(unitName: string, draft: ReleaseDraft, tree: SourceTree): PlannedRelease {
  const manifest = manifestText(tree);
  const { credentialsId } = draft;
  const python = draft.runtime?.python;
  const directory = serviceDirectory(directoryName(unitName));
  const credentials = credentialsId !== "" && {
    directory: credentialsDirectory(directory, credentialsId),
    names: Object.keys(draft.secrets ?? {}),
  };
  const release = releaseOf({
    serviceDirectory: directory,
    manifest,
    requirements: python?.requirements ?? [],
    unitAt: ({ appDirectory, runtimeBin }) =>
      renderUnit(
        draft.unit,
        {
          unitName,
          appDirectory,
          files: filesOf(tree),
          directory: draft.directory,
          ...(python ? { runtimeBin } : {}),
          ...(credentials && { credentials }),
        },
        draft.defaults,
      ),
  });
  return { ...release, tree, manifest, credentialsId };
}

/** The release as a property of the resource, so that the engine's own diff shows changed files and unit lines. */
export function releaseProperty(
  { digest, unit, tree, credentialsId }: PlannedRelease,
  edition: number,
): ValueMap {
  return {
    digest,
    files: manifestSummary(tree),
    unit,
    ...(credentialsId !== "" && { credentials: credentialsId }),
    // Before there was a second edition, nobody wrote which one it was.
    ...(edition > 1 && { defaults: edition }),
  };
}
