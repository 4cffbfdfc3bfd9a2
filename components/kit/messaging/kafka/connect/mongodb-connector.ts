import type { MongodbWish } from "../../../../../environments/schema/stores/mongodb.ts";
import { decideMembers, replicaSet } from "../../../databases/mongodb/mongodb-cluster.ts";
import { decideCapture, passwordOf, type CaptureConnector } from "./capture-connector.ts";
import { connectFolders } from "./connect-folders.ts";
import type { Capture } from "./kafka-captures.ts";
import { trustStoreFile } from "./trust-store.ts";

/**
 * Debezium on one MongoDB store in the cluster, by a change stream of its one database, for which reading it is right enough. Its members know the place by
 * themselves, whichever of them is written to. An update brings the document as it is when it is read.
 * https://debezium.io/documentation/reference/3.6/connectors/mongodb.html
 */
export function decideMongodbConnector(
  capture: Capture,
  wish: Pick<MongodbWish, "placement" | "replicas">,
): CaptureConnector<string> {
  const { from, slot, tables } = capture;
  const [first] = tables;
  if (first === undefined) throw new Error(`${from} is captured, and no collection of it`);
  return decideCapture<string>(capture, {
    "mongodb.connection.string": `mongodb://${decideMembers(from, wish)}/?authSource=admin&replicaSet=${replicaSet}`,
    "mongodb.user": slot,
    "mongodb.password": passwordOf(from),
    "mongodb.authsource": "admin",
    "mongodb.ssl.enabled": true,
    "mongodb.ssl.invalid.hostname.allowed": false,
    "mongodb.ssl.truststore": `${connectFolders.authorities}/${trustStoreFile(from)}`,
    "mongodb.ssl.truststore.type": "JKS",
    "capture.mode": "change_streams_update_full",
    "capture.scope": "database",
    "capture.target": first.schema,
    "collection.include.list": tables.map(({ schema, table }) => `${schema}\\.${table}`).join(","),
  });
}
