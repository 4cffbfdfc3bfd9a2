import type { IPublicationSpec } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/PublicationSpec";
import type { KafkaWish, StoreWish } from "../../../../environments/schema/stores/stores.ts";
import type { SetupCapture } from "../../databases/postgres/inside/capture-sql.ts";
import type { CaptureLogin } from "../../databases/postgres/postgres-captures.ts";
import { databaseName } from "../../databases/postgres/postgres-names.ts";
import type { Topic } from "./kafka-topics.ts";

/** A table whose changes are written to a topic. */
export interface CapturedTable {
  readonly schema: string;
  readonly table: string;
  /** As Debezium would call the topic: the store, the schema and the table. */
  readonly source: string;
  readonly topic: Topic;
}

/** The tables of one PostgreSQL store whose changes are written to one Kafka store, in order of name. */
export interface Capture {
  /** The PostgreSQL store. */
  readonly from: string;
  /** Name of the replication slot, of the publication and of the login: no service's, each of which has a dash. */
  readonly slot: string;
  /** Secret with the login's password, beside the stores. */
  readonly secret: string;
  /** Where in that Secret it stands. */
  readonly secretKey: string;
  readonly tables: readonly CapturedTable[];
  /** Where the connector says that it is alive, so that the slot moves on while other tables change. */
  readonly heartbeat: Topic;
}

/** What a Kafka store takes from tables, in order of the stores' names. */
export function decideCaptures(store: string, { captures = {} }: Pick<KafkaWish, "captures">): Capture[] {
  return Object.entries(captures)
    .map(([from, { tables }]) => ({
      from,
      slot: `capture_${databaseName(store)}`,
      secret: `${from}-login-capture.${store}`,
      secretKey: "password",
      tables: Object.entries(tables)
        .map(([name, wish]) => decideTable(from, name, wish))
        .sort((a, b) => (a.source < b.source ? -1 : 1)),
      heartbeat: {
        ...{ name: heartbeatTopic(from), partitions: 1, retentionHours: 24, cleanup: "delete" as const },
      },
    }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** Of topics with an underscore in their names no service can be the publisher. */
export const heartbeatPrefix = "capture_heartbeat";

/** As Debezium puts the two together. */
export function heartbeatTopic(from: string): string {
  return `${heartbeatPrefix}.${from}`;
}

function decideTable(
  from: string,
  name: string,
  { partitions, cleanup, retentionHours }: NonNullable<KafkaWish["captures"]>[string]["tables"][string],
): CapturedTable {
  const [schema, table] = tableParts(name);
  const source = `${from}.${schema}.${table}`;
  return { schema, table, source, topic: { name: captureTopic(from, name), partitions, cleanup, retentionHours } };
}

function tableParts(name: string): readonly [schema: string, table: string] {
  const dot = name.indexOf(".");
  return dot === -1 ? ["public", name] : [name.slice(0, dot), name.slice(dot + 1)];
}

/** The topic to which a table's changes are written: topics' names have no underscores. */
export function captureTopic(from: string, table: string): string {
  return [from, ...tableParts(table)].join(".").replaceAll("_", "-");
}

/** Who captures tables of a PostgreSQL store, in order of name. */
export function decideCaptureLogins(stores: Readonly<Record<string, StoreWish>>, from: string): CaptureLogin[] {
  return capturesOf(stores, from).map(({ slot, secret }) => ({ name: slot, secret }));
}

/** The same with the tables, as the Job that sets up a store needs them. */
export function decideSetupCaptures(stores: Readonly<Record<string, StoreWish>>, from: string): SetupCapture[] {
  return capturesOf(stores, from).map(({ slot, tables }) => ({
    name: slot,
    tables: tables.map(({ schema, table }) => ({ schema, table })),
  }));
}

function capturesOf(stores: Readonly<Record<string, StoreWish>>, from: string): Capture[] {
  return Object.entries(stores)
    .flatMap(([store, wish]) => (wish.kind === "kafka" ? decideCaptures(store, wish) : []))
    .filter((capture) => capture.from === from)
    .sort((a, b) => (a.slot < b.slot ? -1 : 1));
}

/**
 * What of a PostgreSQL store is told to who captures: these tables and no others, since a table without a primary key can't be
 * updated any more once it is published. A partitioned table's changes are its own, not its partitions'.
 * https://www.postgresql.org/docs/current/logical-replication-publication.html
 */
export function decidePublication({ from, slot, tables }: Capture, dbname: string): IPublicationSpec {
  return {
    cluster: { name: from },
    dbname,
    name: slot,
    parameters: { publish_via_partition_root: "true" },
    target: { objects: tables.map(({ schema, table }) => ({ table: { schema, name: table } })) },
    publicationReclaimPolicy: "delete",
  };
}

/** The topics that captures write. */
export function decideCaptureTopics(captures: readonly Capture[]): Topic[] {
  return captures.flatMap(({ tables, heartbeat }) => [...tables.map(({ topic }) => topic), heartbeat]);
}
