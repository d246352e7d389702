import type { NamesByVersion } from "./namesByVersion";

/** [Service] directives of systemd.resource-control(5), the older names among them. */
export const RESOURCE_DIRECTIVES: NamesByVersion = {
  0: `
    BlockIOAccounting BlockIODeviceWeight BlockIOReadBandwidth BlockIOWeight BlockIOWriteBandwidth
    CPUAccounting CPUQuota CPUShares CPUWeight DefaultMemoryLow DefaultMemoryMin Delegate DeviceAllow
    DevicePolicy DisableControllers IOAccounting IODeviceLatencyTargetSec IODeviceWeight
    IOReadBandwidthMax IOReadIOPSMax IOWeight IOWriteBandwidthMax IOWriteIOPSMax IPAccounting
    IPAddressAllow IPAddressDeny MemoryAccounting MemoryHigh MemoryLimit MemoryLow MemoryMax MemoryMin
    MemorySwapMax Slice StartupBlockIOWeight StartupCPUShares StartupCPUWeight StartupIOWeight
    TasksAccounting TasksMax`,
  242: "CPUQuotaPeriodSec",
  243: "IPEgressFilterPath IPIngressFilterPath",
  244: "AllowedCPUs AllowedMemoryNodes",
  247: "ManagedOOMMemoryPressure ManagedOOMSwap",
  248: "ManagedOOMMemoryPressureLimit ManagedOOMPreference",
  249: "BPFProgram SocketBindAllow SocketBindDeny",
  250: "RestrictNetworkInterfaces",
  252: "StartupAllowedCPUs StartupAllowedMemoryNodes",
  253: "MemoryZSwapMax",
  254: `
    DefaultStartupMemoryLow DelegateSubgroup MemoryPressureThresholdSec MemoryPressureWatch
    StartupMemoryHigh StartupMemoryLow StartupMemoryMax StartupMemorySwapMax StartupMemoryZSwapMax`,
  255: "CoredumpReceive NFTSet",
  256: "MemoryZSwapWriteback",
  257: "ManagedOOMMemoryPressureDurationSec",
  260: "BindNetworkInterface",
  261: `
    CPUPressureThresholdSec CPUPressureWatch CPUSetPartition IOPressureThresholdSec IOPressureWatch
    OOMRules`,
};
