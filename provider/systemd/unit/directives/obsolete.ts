const BLOCK_IO = "the `IO…=` directives, like `IOWeight=`";

/** What systemd still reads with a warning, and what to write instead. */
const OBSOLETE: Readonly<Record<string, string>> = {
  BlockIODeviceWeight: BLOCK_IO,
  BlockIOReadBandwidth: BLOCK_IO,
  BlockIOWriteBandwidth: BLOCK_IO,
  CPUShares: "`CPUWeight=`",
  MemoryLimit: "`MemoryMax=`",
  StartupCPUShares: "`StartupCPUWeight=`",
};

export function replacementOf(name: string): string | undefined {
  return OBSOLETE[name];
}
