import type {
  Cluster,
  DnsZone,
  Events,
  GrantedThing,
  ManagedCassandra,
  Network,
  ObjectStore,
  SecretStore,
  Warehouse,
  WorkloadIdentity,
} from "../../components/cloud.ts";
import { clusterFacts, type AnyEnvironment } from "../../components/clouds/table.ts";
import { decideTags } from "../../components/kit/tags.ts";
import { warehouseDatabase } from "../../components/kit/databases/warehouses.ts";
import {
  decideWorkloadIdentities,
  grantName,
  type GrantDecision,
  type IdentityDecision,
} from "../../components/kit/rights/workload-identities.ts";
import type { Keys } from "./keys.ts";
import type { Place } from "./place.ts";

/** What identities may be given rights to. */
export interface Grantable {
  readonly cluster: Cluster;
  readonly network: Network;
  readonly keys: Keys;
  readonly buckets: Readonly<Record<string, ObjectStore>>;
  readonly warehouses: Readonly<Record<string, Warehouse>>;
  readonly keyspaces: Readonly<Record<string, ManagedCassandra>>;
  readonly events: Events;
  readonly secretStore: SecretStore;
  readonly zone: DnsZone | undefined;
}

/** The identities that an environment needs on its cloud: none where that holds nothing to which anybody could have a right. */
export function identitiesOf(environment: AnyEnvironment): IdentityDecision[] {
  const { managedStores: stores, objects, podIdentity } = clusterFacts(environment);
  if (objects === "in-cluster") return [];
  return decideWorkloadIdentities(
    environment,
    stores?.cassandra?.mechanism === "SIGV4" ? ["cassandra"] : [],
    podIdentity?.percona === undefined ? "jobs" : "agent",
  );
}

/** The identities of workloads by name. */
export function createIdentities(
  { name, environment, cloud, opts }: Place,
  grantable: Grantable,
): Record<string, WorkloadIdentity> {
  return Object.fromEntries(
    identitiesOf(environment).map(({ name: identity, namespace, serviceAccount, grants }) => {
      const spec = {
        cluster: grantable.cluster,
        network: grantable.network,
        namespace,
        serviceAccount,
        grants: grants.map((grant) => ({ name: grantName(grant), ...thingOf(grant, grantable) })),
        tags: decideTags(environment),
      };
      return [identity, cloud.workloadIdentity(`${name}-identity-${identity}`, spec, opts)];
    }),
  );
}

function thingOf(
  grant: GrantDecision,
  { keys, buckets, warehouses, keyspaces, events, secretStore, zone }: Grantable,
): GrantedThing {
  switch (grant.kind) {
    case "bucket":
      return { ...grant, bucket: there(buckets[grant.bucket], `bucket ${grant.bucket}`) };
    case "warehouse": {
      const warehouse = there(warehouses[grant.warehouse], `warehouse ${grant.warehouse}`);
      return { ...grant, warehouse, database: warehouseDatabase(grant.warehouse) };
    }
    case "keyspace":
      return { ...grant, keyspace: there(keyspaces[grant.keyspace], `store ${grant.keyspace}`) };
    case "queue":
      return { ...grant, queue: there(events.queues[grant.queue], `queue ${grant.queue}`) };
    case "topic":
      return { ...grant, topic: there(events.topics[grant.topic], `topic ${grant.topic}`) };
    case "secret":
      return { ...grant, secret: there(secretStore.secrets[grant.secret], `secret ${grant.secret}`) };
    case "zone":
      return { ...grant, zone: there(zone, "zone") };
    case "unseal":
      return { ...grant, key: there(keys.get("unseal"), "key that unseals") };
    default:
      return grant satisfies never;
  }
}

// A valid environment on a cloud that can do what it wishes has them all.
function there<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new Error(`an identity is to have a right to the ${what}, which isn't made`);
  return thing;
}
