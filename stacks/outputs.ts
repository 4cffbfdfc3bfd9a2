import { secret, StackReference, type CustomResourceOptions, type Inputs, type Output } from "@pulumi/pulumi";
import type { Login, PostgresAccess } from "../components/cloud.ts";
import type { AnyEnvironment } from "../components/clouds/table.ts";
import { UsageError } from "../components/kit/errors.ts";
import { consumersOf } from "../components/kit/consumers.ts";
import { ports } from "../components/kit/ports.ts";
import { databaseName } from "../components/kit/postgres-names.ts";
import type { CloudLayer } from "./cloud-layer.ts";
import { layerStackName } from "./names.ts";

/** What only a cloud could tell the cluster layer: the cut between two stacks. All else follows from the environment. */
export interface CloudOutputs {
  readonly kubeconfig: Output<string>;
  /** Before an image's repository, without a trailing slash. */
  readonly registryHost: Output<string>;
  /** Managed stores by name. */
  readonly stores: Readonly<Record<string, PostgresAccess>>;
}

/** Version of the exported objects; raised when a field changes its meaning. */
const version = 1;

/** What a stack with the cloud layer exports: `platform` in the clear, `platformSecrets` with a secret at every leaf. */
export function exportOutputs(layer: CloudLayer): { platform: Inputs; platformSecrets: Inputs } {
  const { kubeconfig, registryHost, stores } = layer.outputs;
  const platform = {
    version,
    apiServer: layer.apiServer,
    registryHost,
    ingressAddress: layer.ingressAddress ?? null,
    buckets: mapValues(layer.buckets, ({ url, bucket }) => ({ url, bucket })),
    stores: mapValues(stores, ({ readWrite, readOnly, logins }) => ({
      readWrite: readWrite.host,
      readOnly: readOnly.host,
      users: mapValues(logins, ({ user }) => user),
    })),
  };
  const platformSecrets = {
    version,
    kubeconfig: secret(kubeconfig),
    passwords: mapValues(stores, ({ logins }) => mapValues(logins, ({ password }) => secret(password))),
  };
  return { platform, platformSecrets };
}

/**
 * Reads what the environment's cloud layer exported as a stack of its own. Throws a UsageError, before anything is
 * registered, when that stack hasn't been brought up or was by another version of the kit.
 */
export async function importOutputs(environment: AnyEnvironment, opts: CustomResourceOptions): Promise<CloudOutputs> {
  const stack = layerStackName(environment.name, "cloud");
  const reference = new StackReference(`${environment.name}-cloud-layer`, { name: stack }, opts);
  await refuseOtherVersion(stack, reference);
  const read = (root: "platform" | "platformSecrets", ...path: string[]): Output<string> =>
    reference.getOutput(root).apply((exported: unknown) => textAt(stack, exported, [root, ...path]));
  const managed = Object.entries(environment.stores).filter(([, { placement }]) => placement === "managed");
  return {
    kubeconfig: read("platformSecrets", "kubeconfig"),
    registryHost: read("platform", "registryHost"),
    stores: Object.fromEntries(
      managed.map(([name]) => [
        name,
        {
          kind: "postgres",
          readWrite: { host: read("platform", "stores", name, "readWrite"), port: ports.postgres },
          readOnly: { host: read("platform", "stores", name, "readOnly"), port: ports.postgres },
          database: databaseName(name),
          logins: Object.fromEntries(
            consumersOf(environment, name).map((consumer): [string, Login] => [
              consumer.name,
              {
                user: read("platform", "stores", name, "users", consumer.name),
                password: read("platformSecrets", "passwords", name, consumer.name),
              },
            ]),
          ),
        },
      ]),
    ),
  };
}

async function refuseOtherVersion(stack: string, reference: StackReference): Promise<void> {
  const value = fieldOf(await reference.getOutputDetails("platform"), "value");
  if (fieldOf(value, "version") === version) return;
  const found = value === undefined ? "exports no platform" : `exports version ${String(fieldOf(value, "version"))}`;
  throw new UsageError(`Stack ${stack} ${found}, this program reads version ${version}; run up of ${stack} first`);
}

// Walks an object that another stack exported; what it finds is a text or the other stack is older than the environment.
function textAt(stack: string, exported: unknown, [root = "", ...path]: readonly string[]): string {
  let value: unknown = exported;
  for (const key of path) value = fieldOf(value, key);
  if (typeof value !== "string")
    throw new UsageError(`Stack ${stack} exports no ${[root, ...path].join(".")}; run up of ${stack} first`);
  return value;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
