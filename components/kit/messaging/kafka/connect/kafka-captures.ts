import type { IPublicationSpec } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/PublicationSpec";
import type { KafkaWish, StoreWish } from "../../../../../environments/schema/stores/stores.ts";
import type { SetupCapture } from "../../../databases/postgres/inside/capture-sql.ts";
import type { CaptureLogin } from "../../../databases/postgres/postgres-captures.ts";
import { databaseName } from "../../../databases/postgres/postgres-names.ts";
import { mysqlDatabase, mysqlUser } from "../../../databases/mysql/mysql.ts";
import { decideMongodbDatabase } from "../../../databases/mongodb/mongodb.ts";
import type { Topic } from "../kafka-topics.ts";

/** Kinds of stores whose changes Debezium reads. */
export const capturedKinds = ["mongodb", "mysql", "postgres"] as const;

/** One of them. */
export type CapturedKind = (typeof capturedKinds)[number];

/** The stores of an environment, among them those that are captured. */
export type CapturedStores = Readonly<Record<string, StoreWish>>;

/** A table, or a collection, whose changes are written to a topic. */
export interface CapturedTable {
  /** The database where the kind has no schemas. */
  readonly schema: string;
  readonly table: string;
  /** As Debezium would call the topic: the store, the schema or the database, and the table. */
  readonly source: string;
  readonly topic: Topic;
}

/** The tables of one store whose changes are written to one Kafka store, in order of name. */
export interface Capture {
  readonly kind: CapturedKind;
  /** The store. */
  readonly from: string;
  /** Name of the login, and of PostgreSQL's replication slot and publication: no service's, none of which has an underscore. */
  readonly slot: string;
  /** Secret with the login's password, beside the stores. */
  readonly secret: string;
  /** Where in that Secret it stands. */
  readonly secretKey: string;
  readonly tables: readonly CapturedTable[];
  /** Where the connector says that it is alive, so that the slot moves on while other tables change. */
  readonly heartbeat: Topic;
  /** Where the connector keeps how tables were made, which a binary log doesn't say of its rows. - behaviour: the log says it. */
  readonly history?: Topic | undefined;
}

/** What a Kafka store takes from tables, in order of the stores' names. Stores that can't be captured are passed over. */
export function decideCaptures(
  store: string,
  { captures = {} }: Pick<KafkaWish, "captures">,
  stores: CapturedStores,
): Capture[] {
  return Object.entries(captures)
    .flatMap(([from, { tables }]) => {
      const found = stores[from];
      return found === undefined || !isCaptured(found) ? [] : [decideCapture(store, from, tables, found)];
    })
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** Whether a store is of a kind that Debezium reads. */
export function isCaptured(wish: StoreWish): wish is Extract<StoreWish, { kind: CapturedKind }> {
  return capturedKinds.some((kind) => kind === wish.kind);
}

function decideCapture(
  store: string,
  from: string,
  tables: NonNullable<KafkaWish["captures"]>[string]["tables"],
  found: Extract<StoreWish, { kind: CapturedKind }>,
): Capture {
  const login = `capture_${databaseName(store)}`;
  const slot = found.kind === "mysql" ? mysqlUser(login) : login;
  return {
    kind: found.kind,
    from,
    slot,
    // An operator makes PostgreSQL's login from a Secret; the others' is among those that the set-up Job makes.
    ...(found.kind === "postgres"
      ? { secret: `${from}-login-capture.${store}`, secretKey: "password" }
      : { secret: `${from}-setup`, secretKey: slot }),
    tables: Object.entries(tables)
      .map(([name, wish]) => decideTable(from, name, wish, found))
      .sort((a, b) => (a.source < b.source ? -1 : 1)),
    heartbeat: {
      ...{ name: heartbeatTopic(from), partitions: 1, retentionHours: 24, cleanup: "delete" as const },
    },
    ...(found.kind === "mysql" ? { history: decideHistory(from) } : {}),
  };
}

/**
 * One partition, so that everything has one order, and nothing goes: without it a connector can't read the log from where it was.
 * https://debezium.io/documentation/reference/3.6/connectors/mariadb.html#mariadb-schema-history-topic
 */
function decideHistory(from: string): Topic {
  return { name: `${historyPrefix}.${from}`, partitions: 1, retentionHours: 0, cleanup: "delete", forEver: true };
}

const historyPrefix = "capture_schemas";

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
  found: StoreWish,
): CapturedTable {
  const [schema, table] = tableParts(name, schemaOf(from, found));
  const source = `${from}.${schema}.${table}`;
  const topic = { name: captureTopic(from, name, found), partitions, cleanup, retentionHours };
  return { schema, table, source, topic };
}

/** Where a table is that is named alone: a kind without schemas has the one database of the store. */
function schemaOf(from: string, wish: StoreWish | undefined): string {
  switch (wish?.kind) {
    case "mysql":
      return mysqlDatabase(from);
    case "mongodb":
      return decideMongodbDatabase(from, wish);
    default:
      return "public";
  }
}

function tableParts(name: string, schema: string): readonly [schema: string, table: string] {
  const dot = name.indexOf(".");
  return dot === -1 ? [schema, name] : [name.slice(0, dot), name.slice(dot + 1)];
}

/**
 * The topic to which a table's changes are written: topics' names have no underscores. A store with one database alone leaves its name
 * out: it is the store's own.
 */
export function captureTopic(from: string, table: string, wish: StoreWish | undefined): string {
  const [schema, name] = tableParts(table, schemaOf(from, wish));
  const parts = wish?.kind === "mysql" || wish?.kind === "mongodb" ? [from, name] : [from, schema, name];
  return parts.join(".").replaceAll("_", "-");
}

/** Who captures tables of a store, in order of name. */
export function decideCaptureLogins(stores: CapturedStores, from: string): CaptureLogin[] {
  return capturesOf(stores, from).map(({ slot, secret }) => ({ name: slot, secret }));
}

/** The same with the tables, as the Job that sets up a store needs them. */
export function decideSetupCaptures(stores: CapturedStores, from: string): SetupCapture[] {
  return capturesOf(stores, from).map(({ slot, tables }) => ({
    name: slot,
    tables: tables.map(({ schema, table }) => ({ schema, table })),
  }));
}

function capturesOf(stores: CapturedStores, from: string): Capture[] {
  return Object.entries(stores)
    .flatMap(([store, wish]) => (wish.kind === "kafka" ? decideCaptures(store, wish, stores) : []))
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
  return captures.flatMap(({ tables, heartbeat, history }) => [
    ...tables.map(({ topic }) => topic),
    heartbeat,
    ...(history === undefined ? [] : [history]),
  ]);
}
