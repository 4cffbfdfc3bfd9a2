import type { CapturedKind, Capture } from "./kafka-captures.ts";
import { connectFolders } from "./connect-folders.ts";
import { heartbeatPrefix, heartbeatTopic } from "./kafka-captures.ts";

/** The connector that reads a kind of store. */
export interface CapturePlugin {
  readonly class: string;
  /** Its folder in Debezium's image. https://github.com/debezium/container-images/tree/main/connect */
  readonly folder: string;
  /** What its numbers are called. */
  readonly metrics: string;
}

/** By kind. MySQL is MariaDB: the two have connectors of their own, and the cluster has the one. */
export const capturePlugins: Readonly<Record<CapturedKind, CapturePlugin>> = {
  mongodb: {
    class: "io.debezium.connector.mongodb.MongoDbConnector",
    folder: "debezium-connector-mongodb",
    metrics: "mongodb",
  },
  mysql: {
    class: "io.debezium.connector.mariadb.MariaDbConnector",
    folder: "debezium-connector-mariadb",
    metrics: "mariadb",
  },
  postgres: {
    class: "io.debezium.connector.postgresql.PostgresConnector",
    folder: "debezium-connector-postgres",
    metrics: "postgres",
  },
};

/** A connector of Debezium on one store; its host may be known only once a cloud has made it. */
export interface CaptureConnector<Host> {
  readonly class: string;
  readonly tasksMax: number;
  readonly autoRestart: { readonly enabled: true };
  readonly config: Readonly<Record<string, Host | string | number | boolean>>;
}

/**
 * What is the same of all captures: everything once and then what changes, each once; when the place in the log is lost, everything again rather
 * than leave any out; a message that it is alive twice a minute; topics without underscores. `settings` are the kind's own.
 */
export function decideCapture<Host>(
  capture: Capture,
  settings: Readonly<Record<string, Host | string | number | boolean>>,
): CaptureConnector<Host> {
  return {
    class: capturePlugins[capture.kind].class,
    tasksMax: 1,
    autoRestart: { enabled: true },
    config: {
      "exactly.once.support": "required",
      ...settings,
      "topic.prefix": capture.from,
      "snapshot.mode": "when_needed",
      "heartbeat.interval.ms": 30_000,
      "topic.heartbeat.prefix": heartbeatPrefix,
      "tombstones.on.delete": true,
      ...decideRouting(capture),
    },
  };
}

/** Numbers and times as people read them: without schemas nobody could tell bytes and days apart. */
export const readable = {
  "decimal.handling.mode": "string",
  "time.precision.mode": "isostring",
} as const;

/** The password is read from a file by the worker, and stands in no topic and no custom resource. */
export function passwordOf(from: string): string {
  return `\${logins:${connectFolders.logins}/${from}:password}`;
}

/**
 * Topics have no underscores, which Debezium would take from tables' names; and what PostgreSQL's heartbeat writes into the log comes back as a
 * message of its own, which goes where the heartbeat does.
 */
function decideRouting({ kind, from, tables }: Capture): Record<string, string> {
  const routes = [
    ...tables.map(({ source, topic }) => ({ source, target: topic.name })),
    ...(kind === "postgres" ? [{ source: `${from}.message`, target: heartbeatTopic(from) }] : []),
  ].filter(({ source, target }) => source !== target);
  const each = routes.flatMap(({ source, target }, index): [string, string][] => [
    [`transforms.topic${index}.type`, "org.apache.kafka.connect.transforms.RegexRouter"],
    [`transforms.topic${index}.regex`, source.replaceAll(".", "\\.")],
    [`transforms.topic${index}.replacement`, target],
  ]);
  return { transforms: routes.map((_, index) => `topic${index}`).join(","), ...Object.fromEntries(each) };
}
