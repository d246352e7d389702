// Types apart from values, not `export { type … }`: Pulumi's vendored TypeScript 3.8 reads our declarations too.
export type { CommandConnection } from "./connection";
export type { FleetArgs, FleetHost, FleetHosts } from "./fleet";
export { Fleet } from "./fleet";
export type { Lifted, LiftedFields } from "./lifted";
export type { NotifyFleetArgs } from "./notifyFleet";
export { NotifyFleet } from "./notifyFleet";
export type { NotifyServiceArgs } from "./notifyService";
export { NotifyService } from "./notifyService";
export type { Preparation } from "./preparation";
export type { ServiceArgs, Source } from "./service";
export { Service } from "./service";
