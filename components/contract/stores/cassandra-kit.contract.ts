import { isSecret, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { CassandraWish } from "../../../environments/schema/stores/cassandra.ts";
import type { Cloud, Key, ManagedCassandra, ManagedCassandraSpec, Network } from "../../cloud.ts";
import type { Consumer } from "../../kit/workloads/consumers.ts";
import type { Tags } from "../../kit/tags.ts";

/** Fields that differ from the filled-in spec: a network by its name, a key by whether it is there. */
export type CassandraChange = Partial<Omit<ManagedCassandraSpec, "network" | "key">> & {
  readonly network?: string;
  readonly key?: boolean;
};

/** The method of the contract that makes keyspaces, with its spec filled in. */
export interface CassandraKit {
  cassandra(change?: CassandraChange): Output<unknown>;
}

/** The name that the kit gives to what it makes. */
export const cassandraNames = { cassandra: "shop-history" } as const;

/** What the spec is filled in with. */
export const cassandraWish: CassandraWish = {
  kind: "cassandra",
  placement: "managed",
  size: "large",
  dataClass: "personal",
  tables: {
    orders_by_customer: {
      columns: { customer: "uuid", placed: "timestamp", total: "decimal" },
      partitionKey: ["customer"],
      clusteringKey: [{ column: "placed", order: "descending" }],
      ttlDays: 30,
    },
  },
};

/** Who reads it, and who writes it. */
export const cassandraUsers: readonly [Consumer, Consumer] = [
  { name: "billing-settle", domain: "billing", service: "settle", access: "read" },
  { name: "commerce-order", domain: "commerce", service: "order", access: "read-write" },
];

/** Handles that the rest of the kit makes when they are first needed. */
export interface CassandraHandles {
  readonly handles: (change: { readonly network?: string; readonly key?: boolean }) => {
    readonly network: Network;
    readonly key: Key | undefined;
  };
  readonly tags: Tags;
}

/** A keyspace of a name, as the kit makes it. */
export function makeCassandra(
  cloud: Cloud,
  name: string,
  { handles, tags }: CassandraHandles,
  change: CassandraChange,
  opts: ComponentResourceOptions,
): ManagedCassandra {
  const keyspace = name.replaceAll("-", "_");
  const common = { wish: cassandraWish, keyspace, users: cassandraUsers, backupDays: 30, tags, protect: true };
  return cloud.cassandra(name, { ...common, ...change, ...handles(change) }, opts);
}

/** The kit on a cloud. */
export function cassandraKitOf(cloud: Cloud, handles: CassandraHandles, opts: ComponentResourceOptions): CassandraKit {
  return {
    cassandra(change = {}) {
      const { access, id } = makeCassandra(cloud, cassandraNames.cassandra, handles, change, opts);
      const passwords = Object.values(access.logins).map(({ password }) => isSecret(password));
      return output({ access, id, secret: Promise.all(passwords) });
    },
  };
}
