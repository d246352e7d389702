// Types apart from values, not `export { type … }`: Pulumi's vendored TypeScript 3.8 reads our declarations too.
export type { CommandConnection } from "./connection";
export type { Lifted, LiftedFields } from "./lifted";
export type { NotifyServiceArgs } from "./notifyService";
export { NotifyService } from "./notifyService";
export type { Preparation } from "./preparation";
export type { ServiceArgs, Source } from "./service";
export { Service } from "./service";
