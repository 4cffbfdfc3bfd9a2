import type { KeyspaceArgs } from "@pulumi/aws/keyspaces/keyspace.js";
import type { TableArgs } from "@pulumi/aws/keyspaces/table.js";
import type { Input } from "@pulumi/pulumi";
import type { CassandraTableWish } from "../../../../../environments/schema/stores/cassandra.ts";
import type { ManagedCassandraSpec } from "../../../../cloud.ts";
import { decideTtlSeconds } from "../../../../kit/databases/cassandra/cassandra.ts";
import { tagsOf } from "../../tags.ts";

/** Rows are in three zones of the region. https://docs.aws.amazon.com/keyspaces/latest/devguide/how-it-works.html */
export function keyspaceArgs({ keyspace, tags }: ManagedCassandraSpec): KeyspaceArgs {
  return {
    name: keyspace,
    replicationSpecification: { replicationStrategy: "SINGLE_REGION" },
    tags: tagsOf(tags),
  };
}

/**
 * A table with its key and its backups, which Keyspaces has for each table and not for an account or a keyspace. Requests
 * are paid one by one. Rows may always have an end: the switch for it can't be turned later without a new table.
 * https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_CreateTable.html
 */
export function tableArgs(
  tableName: string,
  table: CassandraTableWish,
  keyspaceName: Input<string>,
  { key, tags }: Pick<ManagedCassandraSpec, "key" | "tags">,
): TableArgs {
  const ttl = decideTtlSeconds(table);
  return {
    keyspaceName,
    tableName,
    schemaDefinition: schemaOf(table),
    capacitySpecification: { throughputMode: "PAY_PER_REQUEST" },
    encryptionSpecification:
      key === undefined
        ? { type: "AWS_OWNED_KMS_KEY" }
        : { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyIdentifier: key.id },
    // Any second of the last 35 days. https://docs.aws.amazon.com/keyspaces/latest/devguide/PointInTimeRecovery.html
    pointInTimeRecovery: { status: "ENABLED" },
    ttl: { status: "ENABLED" },
    ...(ttl === undefined ? {} : { defaultTimeToLive: ttl }),
    tags: tagsOf(tags),
  };
}

function schemaOf({ columns, partitionKey, clusteringKey }: CassandraTableWish): TableArgs["schemaDefinition"] {
  return {
    columns: Object.entries(columns)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, type]) => ({ name, type })),
    partitionKeys: partitionKey.map((name) => ({ name })),
    clusteringKeys: clusteringKey.map(({ column, order }) => ({
      name: column,
      orderBy: order === "ascending" ? "ASC" : "DESC",
    })),
  };
}
