import { namespaces } from "../../../cluster/namespaces.ts";
import { ports } from "../../../network/ports.ts";
import { authoritiesFile } from "../../../workloads/authorities.ts";
import { decideCapture, passwordOf, readable, type CaptureConnector } from "./capture-connector.ts";
import { connectFolders } from "./connect-folders.ts";
import type { Capture } from "./kafka-captures.ts";

/** The server whose tables are captured; its host may be known only once a cloud has made it. */
export interface CapturedServer<Host = string> {
  readonly database: string;
  readonly host: Host;
  readonly port: number;
  /** Whether a server that takes the primary's place has its slots. */
  readonly slotsFollow: boolean;
  /** How much is asked of its certificate, in libpq's words. */
  readonly sslMode: string;
}

/** A PostgreSQL in the cluster, past its pooler: the log of writes is read on a connection of its own. */
export function ownServer(from: string, database: string, replicas: number): CapturedServer {
  const host = `${from}-rw.${namespaces.data}.svc`;
  return { database, host, port: ports.postgres, slotsFollow: replicas > 0, sslMode: "verify-full" };
}

/**
 * Debezium on one PostgreSQL store, by a slot and a publication that are there.
 * https://debezium.io/documentation/reference/3.6/connectors/postgresql.html
 */
export function decidePostgresConnector<Host>(
  capture: Capture,
  { database, host, port, slotsFollow, sslMode }: CapturedServer<Host>,
): CaptureConnector<Host> {
  const { from, slot, tables } = capture;
  return decideCapture<Host>(capture, {
    "database.hostname": host,
    "database.port": port,
    "database.dbname": database,
    "database.user": slot,
    "database.password": passwordOf(from),
    "database.sslmode": sslMode,
    "database.sslrootcert": `${connectFolders.authorities}/${authoritiesFile(from)}`,
    "plugin.name": "pgoutput",
    "publication.name": slot,
    "publication.autocreate.mode": "disabled",
    "slot.name": slot,
    "slot.drop.on.stop": false,
    // A server that takes the primary's place has it too.
    "slot.failover": slotsFollow,
    "table.include.list": tables.map(({ schema, table }) => `${schema}\\.${table}`).join(","),
    // Else the slot stands still, and keeps the log, for as long as only other tables change.
    "heartbeat.action.query": "SELECT pg_logical_emit_message(false, 'landbridge', '')",
    "interval.handling.mode": "string",
    ...readable,
  });
}
