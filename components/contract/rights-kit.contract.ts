import { output, secret, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type {
  Cloud,
  Cluster,
  DnsZone,
  Events,
  GrantedThing,
  Key,
  ManagedCassandra,
  Network,
  SecretStore,
  SecretStoreSpec,
  Warehouse,
} from "../cloud.ts";
import { valueOf } from "../kit/records.ts";
import type { Tags } from "../kit/tags.ts";
import { grantName, type GrantDecision } from "../kit/rights/workload-identities.ts";

/** A workload identity that differs from the usual one. */
export interface IdentityChange {
  /** The name of the cluster that is made for it. */
  readonly cluster?: string;
  /** The name of the network from where it reaches what it is granted. */
  readonly network?: string;
  readonly namespace?: string;
  readonly serviceAccount?: string;
  /** By the names of things that are made for them. */
  readonly grants?: readonly GrantDecision[];
  readonly tags?: Tags;
}

/** A store of secrets that differs from the usual one: a network by its name, the key by whether it is there. */
export type SecretStoreChange = Partial<Omit<SecretStoreSpec, "network" | "key">> & {
  readonly network?: string;
  readonly key?: boolean;
};

/** The methods of the contract that are about rights and secrets, with specs filled in. */
export interface RightsKit {
  workloadIdentity(change?: IdentityChange): Output<string>;
  /** Identifiers of the secrets by name. */
  secretStore(change?: SecretStoreChange): Output<Record<string, string>>;
  /** How Vault finds a key that unseals it. */
  seal(): Output<Record<string, string>>;
}

/** The names that the kit gives to what it makes. What grants are to has others, since it is not under test. */
export const rightsNames = { workloadIdentity: "shop-identity-commerce-order", secretStore: "shop-secrets" } as const;

/** Handles that the rest of the kit makes when they are first needed. */
export interface Handles {
  readonly cluster: (name: string) => Cluster;
  /** - default: the one that everything is in. */
  readonly network: (name?: string) => Network;
  readonly key: () => Key | undefined;
  readonly bucket: (name: string) => ReturnType<Cloud["objectStore"]>;
  readonly unsealKey: (name: string) => Key;
  readonly warehouse: (name: string) => Warehouse;
  readonly keyspace: (name: string) => ManagedCassandra;
  readonly zone: (name: string) => DnsZone;
  readonly events: () => Events;
  readonly tags: Tags;
}

/** The value that the usual store is given. It must stand nowhere in a plan. */
export const secretValue = "correct-horse-battery-staple";

/** Everything that an identity can be granted wherever there are identities; a zone only where there is an edge. */
const allGrants: readonly GrantDecision[] = [
  { kind: "bucket", bucket: "uploads", access: "read-write" },
  { kind: "bucket", bucket: "audit", access: "read" },
  { kind: "secret", secret: "api-token", access: "read" },
  { kind: "secret", secret: "empty", access: "write" },
  { kind: "unseal" },
];

/** The kit on a cloud. */
export function rightsKitOf(cloud: Cloud, handles: Handles, opts: ComponentResourceOptions): RightsKit {
  const make = (name: string, { key = true, network, ...change }: SecretStoreChange): SecretStore => {
    const secrets = [
      { name: "api-token", value: secret(secretValue), readers: [] },
      { name: "empty", readers: [] },
    ];
    const spec = { secrets, rotationDays: 90, network: handles.network(network), tags: handles.tags, protect: true };
    return cloud.secretStore(name, { ...spec, ...change, key: key ? handles.key() : undefined }, opts);
  };
  return {
    workloadIdentity({ grants = allGrants, cluster = "shop-granted-cluster", network, ...change } = {}) {
      // Only where it is granted something of, since it isn't under test.
      let store: SecretStore | undefined;
      const secretNamed = (name: string) => {
        store ??= make("shop-granted-secrets", {});
        const found = store.secrets[name];
        if (found === undefined) throw new Error(`the store gave no secret ${name}`);
        return found;
      };
      const thing = (grant: GrantDecision): GrantedThing => {
        switch (grant.kind) {
          case "bucket":
            return { ...grant, bucket: handles.bucket(`shop-granted-${grant.bucket}`) };
          case "warehouse":
            return {
              ...grant,
              warehouse: handles.warehouse(`shop-granted-${grant.warehouse}`),
              database: grant.warehouse,
            };
          case "keyspace":
            return { ...grant, keyspace: handles.keyspace(`shop-granted-${grant.keyspace}`) };
          case "queue":
            return { ...grant, queue: valueOf(handles.events().queues, grant.queue) };
          case "topic":
            return { ...grant, topic: valueOf(handles.events().topics, grant.topic) };
          case "secret":
            return { ...grant, secret: secretNamed(grant.secret) };
          case "zone":
            return { ...grant, zone: handles.zone("shop-granted-zone") };
          case "unseal":
            return { ...grant, key: handles.unsealKey("shop-granted-key") };
          default:
            return grant satisfies never;
        }
      };
      const spec = {
        cluster: handles.cluster(cluster),
        network: handles.network(network),
        namespace: "commerce",
        serviceAccount: "order",
        grants: grants.map((grant) => ({ name: grantName(grant), ...thing(grant) })),
        tags: handles.tags,
      };
      return cloud.workloadIdentity(rightsNames.workloadIdentity, { ...spec, ...change }, opts).id;
    },
    seal: () => output({ ...handles.unsealKey("shop-granted-key").seal }),
    secretStore(change = {}) {
      const { secrets } = make(rightsNames.secretStore, change);
      return output(Object.fromEntries(Object.entries(secrets).map(([name, { id }]) => [name, id])));
    },
  };
}
