import type { NamesByVersion } from "./namesByVersion";

/** What `Condition…=` and `Assert…=` may ask (systemd.unit(5)), both since the same version. */
export const CONDITIONS: NamesByVersion = {
  0: `
    ACPower Architecture Capability ControlGroupController DirectoryNotEmpty FileIsExecutable
    FileNotEmpty FirstBoot Group Host KernelCommandLine KernelVersion NeedsUpdate PathExists
    PathExistsGlob PathIsDirectory PathIsMountPoint PathIsReadWrite PathIsSymbolicLink Security User
    Virtualization`,
  244: "CPUs Memory",
  246: "Environment PathIsEncrypted",
  248: "CPUFeature",
  249: "Firmware OSRelease",
  250: "CPUPressure IOPressure MemoryPressure",
  252: "Credential",
  258: "KernelModuleLoaded Version",
  260: "PathIsSocket",
  261: "Fraction MachineTag",
};
