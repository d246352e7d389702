import type * as pulumi from "@pulumi/pulumi";

/** `T` as a program may write it: the value itself or an output of another resource, at every depth. */
export type Lifted<T> = pulumi.Input<LiftedFields<T>>;

/** `T` with each field lifted; lists lift their items, plain values stay what they are. */
export type LiftedFields<T> = { [K in keyof T]: Lifted<T[K]> };
