import type { Resource } from "../../resources/resource";

/** The resource types this provider has, by the URN of what the engine asks about. */
export class Catalog {
  readonly #byType: ReadonlyMap<string, Resource>;

  constructor(resources: readonly Resource[]) {
    this.#byType = new Map(resources.map((resource) => [resource.type, resource]));
  }

  find(urn: string): Resource {
    const type = typeOf(urn);
    const resource = this.#byType.get(type);
    if (resource !== undefined) return resource;
    const known = [...this.#byType.keys()].join(", ");
    throw new Error(`the systemd provider has no resource type ${type}; it has ${known}`);
  }
}

/** `systemd:index:Service` of `urn:pulumi:dev::project::parent:Type$systemd:index:Service::name`. */
export function typeOf(urn: string): string {
  const [, , qualifiedType = ""] = urn.split("::");
  return qualifiedType.slice(qualifiedType.lastIndexOf("$") + 1);
}
