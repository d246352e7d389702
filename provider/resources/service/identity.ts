import type { Identity } from "../../host/request";
import { directoryName, normalizeUnitName } from "../../systemd/unitName";
import type { ServiceDraft } from "./decodeService";
import { newToken, parseServiceId } from "./serviceId";

/** Who a service is on its host. A new one draws its token; an existing one has it in its id. */
export function identityOf(draft: ServiceDraft, urn: string, id?: string): Identity {
  const parsed = id === undefined ? undefined : parseServiceId(id);
  if (id !== undefined && !parsed) {
    throw new Error(`"${id}" is no id of a systemd:index:Service; it looks like "myapp.service/5f2c…"`);
  }
  const unit = parsed?.unit ?? normalizeUnitName(draft.name ?? "");
  return { unit, name: directoryName(unit), token: parsed?.token ?? newToken(), urn: onOneLine(urn) };
}

/** The host's record has a line for it, and a resource may be called anything. */
function onOneLine(urn: string): string {
  return urn.replace(/\p{Cc}/gu, "\ufffd");
}
