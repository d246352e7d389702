import { randomBytes } from "node:crypto";

const TOKEN_BYTES = 12;

/** A deployment's claim on a unit of a host: left there, and the second half of the resource's id. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("hex");
}

/** Names one run of a transaction, so that whoever reconnects follows the same one. */
export function newTransaction(): string {
  return randomBytes(TOKEN_BYTES).toString("hex");
}

/** `myapp_notify.service/5f2c…`: what it is, and by which token it is ours. */
export function serviceId(unit: string, token: string): string {
  return `${unit}/${token}`;
}

/** The unit and the token of an id; undefined for what is no id of ours (a mistyped import). */
export function parseServiceId(id: string): { unit: string; token: string } | undefined {
  const [, unit, token] = /^([^/]+\.service)\/([0-9a-f]+)$/.exec(id) ?? [];
  return unit === undefined || token === undefined ? undefined : { unit, token };
}
