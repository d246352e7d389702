import { textBelow } from "./causes";
import type { PlacedHost } from "./groups";
import { type Html, html } from "./html";

/** A name that may be broken after its dots, and whose script has no say in what stands around it. */
export function hostName(name: string): Html {
  const [first = "", ...labels] = name.split(".");
  return html`<bdi>${first}${labels.map((label) => html`.<wbr>${label}`)}</bdi>`;
}

/** Names of hosts, each a link to its row, or to its diagnosis, which opens then. */
export function hostLinks(hosts: readonly PlacedHost[], to: "host" | "failure" = "host"): Html[] {
  return hosts.map(({ host, at }) => {
    const hasText = host.failure !== undefined && textBelow(host.failure) !== "";
    const id = to === "failure" && hasText ? whyId(at) : hostId(at);
    return html`<a href="#${id}">${hostName(host.name)}</a> `;
  });
}

export function hostId(at: number): string {
  return `host-${at}`;
}

export function whyId(at: number): string {
  return `why-${at}`;
}
