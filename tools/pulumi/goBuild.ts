import { join } from "node:path";
import { mustRun } from "../process/command";
import { repositoryRoot } from "../repository";
import { PULUMI_VERSION } from "./release";

/** One program from one of our modules: their requirements exclude each other, hence two. */
export interface GoProgram {
  readonly name: string;
  /** Below tools/pulumi/go. */
  readonly module: string;
  readonly package: string;
  readonly flags: readonly string[];
}

const SDK = "github.com/pulumi/pulumi/sdk/v3";

export const CLI: GoProgram = {
  name: "pulumi",
  module: "cli",
  package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  // The official build's tags; without the version the CLI calls itself 3.0.0-dev and refuses some plugins.
  flags: [
    "-tags=osusergo,grpcnotrace",
    `-ldflags=-s -w -X ${SDK}/go/common/version.Version=v${PULUMI_VERSION}`,
  ],
};

export const LANGUAGE_HOST: GoProgram = {
  name: "pulumi-language-nodejs",
  module: "language-nodejs",
  package: `${SDK}/nodejs/cmd/pulumi-language-nodejs`,
  flags: ["-ldflags=-s -w"],
};

const REPORT_INTERVAL_MS = 20_000;

/** Builds into `directory`, from the versions and checksums of our go.mod and go.sum. */
export async function goBuild(
  program: GoProgram,
  directory: string,
  onProgress: (line: string) => void,
): Promise<void> {
  let packages = 0;
  const report = () => onProgress(`${program.name}: ${packages} packages compiled`);
  onProgress(`${program.name}: building it with Go, once per machine`);
  const timer = setInterval(report, REPORT_INTERVAL_MS);
  try {
    await mustRun(
      [
        "go",
        "build",
        "-v",
        "-trimpath",
        ...program.flags,
        "-o",
        join(directory, program.name),
        program.package,
      ],
      {
        cwd: join(repositoryRoot(), "tools", "pulumi", "go", program.module),
        onLine: (line) => {
          if (!line.startsWith("go: ")) packages += 1;
        },
      },
    );
  } finally {
    clearInterval(timer);
  }
}
