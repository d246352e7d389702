export type { CommandConnection } from "./connection";
export type { Lifted, LiftedFields } from "./lifted";
export { NotifyService, type NotifyServiceArgs } from "./notifyService";
export type { Preparation } from "./preparation";
export { Service, type ServiceArgs } from "./service";
