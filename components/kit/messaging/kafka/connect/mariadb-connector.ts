import { namespaces } from "../../../cluster/namespaces.ts";
import { clusterWrites } from "../../../databases/mysql/mariadb-config.ts";
import { mariadbServices } from "../../../databases/mysql/mariadb-cluster.ts";
import { ports } from "../../../network/ports.ts";
import { contentHash } from "../../../names.ts";
import { decideCapture, passwordOf, readable, type CaptureConnector } from "./capture-connector.ts";
import { brokersAuthority, connectFolders, ownPassword } from "./connect-folders.ts";
import type { Capture } from "./kafka-captures.ts";
import { trustStoreFile } from "./trust-store.ts";

/** The Kafka store that a capture writes to, and the workers' login there. */
export interface CaptureTarget {
  readonly store: string;
  readonly user: string;
}

/**
 * Debezium on one MariaDB store in the cluster. It follows the server that is written to as a replica would, and names its place by what all
 * servers of a cluster call a change: another server that takes the first one's place goes on from there. Unlike the others it fails where the log
 * doesn't have its place any more: a person has to let it read all rows again.
 * https://debezium.io/documentation/reference/3.6/connectors/mariadb.html
 */
export function decideMariadbConnector(
  capture: Capture,
  { replicas }: { readonly replicas: number },
  target: CaptureTarget,
): CaptureConnector<string> {
  const { from, slot, tables } = capture;
  const { write } = mariadbServices(from, { replicas });
  return decideCapture<string>(capture, {
    "database.hostname": `${write}.${namespaces.data}.svc`,
    "database.port": ports.mysql,
    "database.user": slot,
    "database.password": passwordOf(from),
    "database.ssl.mode": "verify-full",
    "database.ssl.truststore": `${connectFolders.authorities}/${trustStoreFile(from)}`,
    "database.server.id": replicaNumber(target.store, from),
    // What a server writes for itself alone no other server knows.
    ...(replicas === 0 ? {} : { "gtid.source.includes": clusterWrites }),
    "database.include.list": [...new Set(tables.map(({ schema }) => schema))].join(","),
    "table.include.list": tables.map(({ schema, table }) => `${schema}\\.${table}`).join(","),
    "include.schema.changes": false,
    ...readable,
    ...decideHistorySettings(capture, target),
  });
}

/** Servers and captures of a store have different numbers; servers have those below a hundred. */
function replicaNumber(store: string, from: string): number {
  return 100 + Number.parseInt(contentHash(`${store} ${from}`, 6), 16);
}

/**
 * How tables were made is kept in a topic, as every change of them reaches the binary log: also of tables that nobody captures yet. What keeps
 * it is a client of Kafka's by itself, with the workers' login.
 */
function decideHistorySettings({ history }: Capture, { store, user }: CaptureTarget): Record<string, string | boolean> {
  if (history === undefined) throw new Error("a binary log is read, and nothing keeps how tables were made");
  const name = (setting: string): string => `schema.history.internal.${setting}`;
  const client = {
    "security.protocol": "SASL_SSL",
    "sasl.mechanism": "SCRAM-SHA-512",
    "sasl.jaas.config": `org.apache.kafka.common.security.scram.ScramLoginModule required username="${user}" password="${ownPassword}";`,
    "ssl.truststore.type": "PEM",
    "ssl.truststore.location": brokersAuthority,
  };
  const clients = ["consumer", "producer"].flatMap((role) =>
    Object.entries(client).map(([setting, value]) => [name(`${role}.${setting}`), value] as const),
  );
  return {
    [name("kafka.topic")]: history.name,
    [name("kafka.bootstrap.servers")]: `${store}-kafka-bootstrap.${namespaces.data}.svc:${ports.kafka}`,
    [name("store.only.captured.databases.ddl")]: true,
    // It reads the topic whole when it starts, and in a group none the less.
    [name("consumer.group.id")]: history.name,
    ...Object.fromEntries(clients),
  };
}
