import { elementPath, isWithin } from "../../systemd/propertyPath";
import { Archive, Asset, Secret, Unknown, type Value, type ValueMap } from "../value";

/** A value's own fields, a mark of secrecy around it left aside; none for what is no object. */
export function fieldsOf(value: Value | undefined): ValueMap {
  if (value instanceof Secret) return fieldsOf(value.content);
  const isMap =
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown || value instanceof Asset || value instanceof Archive);
  return isMap ? value : {};
}

/** Properties of a fleet that no service has. */
const OF_THE_FLEET = ["hosts", "rollout", "retire", "report", "overrides", "credentialsKey"];

/** The names of the hosts, in the order of the program. */
export function hostNames(inputs: ValueMap): string[] {
  return Object.keys(fieldsOf(inputs.hosts)).filter((name) => !name.startsWith("__"));
}

function joined(shared: Value | undefined, own: Value | undefined): Value | undefined {
  if (own === undefined || own === null) return shared;
  if (own instanceof Unknown || shared instanceof Unknown) return Unknown.value;
  const both = { ...fieldsOf(shared), ...fieldsOf(own) };
  // What was secret as a whole stays so.
  return shared instanceof Secret || own instanceof Secret ? new Secret(both) : both;
}

function without(inputs: ValueMap, properties: readonly string[]): ValueMap {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !properties.includes(name)));
}

function present(properties: Record<string, Value | undefined>): ValueMap {
  return Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, Value] => entry[1] !== undefined),
  );
}

/** What of `rollout` is a service's own, in the words of a service. */
function judgedBy(inputs: ValueMap): ValueMap {
  const { minHealthyTime, autoRevert } = fieldsOf(inputs.rollout);
  return present({
    readiness: minHealthyTime === undefined ? inputs.readiness : joined(inputs.readiness, { minHealthyTime }),
    onFailure: autoRevert === undefined ? undefined : autoRevert === "none" ? "keep" : "rollback",
  });
}

/** The service on one host of a fleet, as if it had been written alone: the inputs of a `systemd:index:Service`. */
export function memberInputs(inputs: ValueMap, name: string): ValueMap {
  const own = fieldsOf(fieldsOf(inputs.hosts)[name]);
  const unit = fieldsOf(inputs.unit);
  const environment = joined(unit.environment, own.environment);
  return {
    ...without(inputs, OF_THE_FLEET),
    ...judgedBy(inputs),
    ...present({
      connection: joined(inputs.connection, own.connection),
      secrets: joined(inputs.secrets, own.secrets),
      unit: own.environment === undefined ? inputs.unit : joined(inputs.unit, present({ environment })),
      release: fieldsOf(inputs.overrides)[name] ?? inputs.release,
    }),
  };
}

/** Where in the fleet's inputs a property of a member is written. */
export function fleetPath(inputs: ValueMap, name: string, path: string): string {
  const own = fieldsOf(fieldsOf(inputs.hosts)[name]);
  const atHost = elementPath("hosts", name);
  if (isWithin(path, "connection")) {
    const [field = ""] = path.slice("connection.".length).split(/[.[]/);
    const isShared = field in fieldsOf(inputs.connection) && !(field in fieldsOf(own.connection));
    return isShared ? path : `${atHost}.${path}`;
  }
  if (isWithin(path, "unit.environment") && own.environment !== undefined) {
    const isShared = Object.keys(fieldsOf(fieldsOf(inputs.unit).environment)).some((variable) =>
      isWithin(path, elementPath("unit.environment", variable)),
    );
    return isShared ? path : `${atHost}.${path.slice("unit.".length)}`;
  }
  if (isWithin(path, "secrets") && own.secrets !== undefined) {
    const isOwn = Object.keys(fieldsOf(own.secrets)).some((name) =>
      isWithin(path, elementPath("secrets", name)),
    );
    return isOwn || path === "secrets" ? `${atHost}.${path}` : path;
  }
  if (isWithin(path, "onFailure")) return "rollout.autoRevert";
  const { minHealthyTime } = fieldsOf(inputs.rollout);
  if (isWithin(path, "readiness.minHealthyTime") && minHealthyTime !== undefined)
    return "rollout.minHealthyTime";
  return path;
}
