import * as pulumi from "@pulumi/pulumi";
import { vi } from "vitest";

/** A resource as the engine is told of it: properties as on the wire, secrets still in their envelope. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly parent: string;
  readonly dependencies: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What the provider answers. */
export const DEPLOYED = {
  status: "active (running)",
  readyAfter: 10.04,
  activeSince: "2026-01-01T00:00:10Z",
  invocationId: "4f9c1f6f0f6f4c0e8f2f0d3b6a5e7c11",
  releaseDigest: "3b1fc2",
  unitPath: "/etc/systemd/system/myapp_notify.service",
  systemdVersion: "252",
  hostKey: "ssh-ed25519 AAAApinned",
  changes: ["installed"],
};

/** The same of a fleet. */
export const ROLLED_OUT = {
  unitPath: DEPLOYED.unitPath,
  readyHosts: 1,
  hosts: { web1: { address: "203.0.113.1", outcome: "updated", status: DEPLOYED.status } },
};

const answers = new Map<string, object>([
  ["systemd:index:Service", DEPLOYED],
  ["systemd:index:Fleet", ROLLED_OUT],
]);

/** Puts mocks in the engine's place, for all of the test file, and returns a look at what has reached them. */
export async function recordRegistrations(): Promise<() => Registration[]> {
  await pulumi.runtime.setMocks(
    {
      call: () => ({}),
      newResource: ({ type, name, inputs }) => ({
        id: `id of ${name}`,
        state: { ...inputs, ...(answers.get(type) ?? {}) },
      }),
    },
    "myapp",
    "test",
  );
  const monitor = pulumi.runtime.getMonitor();
  if (monitor === undefined) throw new Error("The SDK has no monitor although mocks are set.");
  const spy = vi.spyOn(monitor, "registerResource");
  return () =>
    spy.mock.calls.map(([request]) => ({
      type: request.getType(),
      name: request.getName(),
      custom: request.getCustom(),
      parent: request.getParent(),
      dependencies: request.getDependenciesList(),
      properties: request.getObject()?.toJavaScript() ?? {},
    }));
}

/** The one registration of that name and type. */
export function only(registrations: readonly Registration[], name: string, type: string): Registration {
  const found = registrations.filter(
    (registration) => registration.name === name && registration.type === type,
  );
  const [first] = found;
  if (first === undefined || found.length > 1)
    throw new Error(`${found.length} registrations of ${type} ${name}`);
  return first;
}

/** The value as it looks in a registration when it is secret. */
export function secret(value: unknown): unknown {
  return { [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig, value };
}

/** An output's value, once it has one. */
export function settled<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}
