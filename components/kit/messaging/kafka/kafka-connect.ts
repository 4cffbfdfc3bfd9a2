import type { IKafkaConnector } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaConnector";
import type { KafkaWish } from "../../../../environments/schema/stores/stores.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import { ports } from "../../network/ports.ts";
import type { Surroundings } from "../../surroundings.ts";
import { authoritiesFile } from "../../workloads/authorities.ts";
import { heartbeatPrefix, heartbeatTopic, type Capture } from "./kafka-captures.ts";
import { decideConnectorAcls, mountOf, pluginOf, type Connector } from "./kafka-connectors.ts";
import { allow, type Acl } from "./kafka-users.ts";
import {
  captureWorkers,
  decideWorkerAcls,
  decideWorkers,
  type ConnectSpec,
  type WorkersLogin,
} from "./kafka-workers.ts";

/** Specification of a `KafkaConnector`. */
export type ConnectorSpec = NonNullable<IKafkaConnector["spec"]>;

/** What is mounted into the workers, below the only folder where Strimzi lets anything be. */
export const connectFolders = {
  plugin: "/mnt/debezium",
  logins: "/mnt/logins",
  authorities: "/mnt/authorities",
} as const;

/** Where Debezium's image has its connectors, each in a folder. https://github.com/debezium/container-images/tree/main/connect */
const pluginsFolder = `${connectFolders.plugin}/kafka/connect`;

/** What the workers are made of, besides the wish. */
export interface ConnectParts {
  readonly login: WorkersLogin;
  /** Debezium's image. */
  readonly plugin: string;
  /** ConfigMap with who signed each database server's certificate. */
  readonly authorities: string;
  readonly captures: readonly Capture[];
  /** - behaviour: none. */
  readonly connectors?: readonly Connector[];
}

/**
 * Workers that run Debezium. Its files come straight from its own image, mounted beside Kafka's, since no plug-in is published as an
 * image of its own: there they are found by the class path. What is there is all of one release, so that no plug-in needs a class loader of its own.
 * https://strimzi.io/docs/operators/latest/configuring#type-KafkaConnectSpec-reference
 * https://kubernetes.io/docs/concepts/storage/volumes/#image
 */
export function decideConnect(
  store: string,
  wish: Pick<KafkaWish, "brokers" | "workerSize">,
  { login, plugin, authorities, captures, connectors = [] }: ConnectParts,
  surroundings: Surroundings,
): ConnectSpec {
  const { pods, target, template } = decideWorkers(store, captureWorkers(store), login, wish, surroundings);
  return {
    ...pods,
    ...target,
    config: {
      ...target.config,
      // Topics are declared, and made by the operator.
      "topic.creation.enable": false,
      "key.converter": jsonConverter,
      "key.converter.schemas.enable": false,
      "value.converter": jsonConverter,
      "value.converter.schemas.enable": false,
      "config.providers": "logins",
      "config.providers.logins.class": "org.apache.kafka.common.config.provider.DirectoryConfigProvider",
      "config.providers.logins.param.allowed.paths": connectFolders.logins,
    },
    template: {
      ...template,
      pod: {
        ...template.pod,
        volumes: volumesOf({ plugin, authorities, captures, connectors }),
      },
      connectContainer: {
        env: [{ name: "CLASSPATH", value: classPath(captures, connectors) }],
        volumeMounts: mountsOf(captures, connectors),
      },
    },
  };
}

/** Debezium's image, whose certificates are trusted, and the passwords of each capture and connector. */
function volumesOf({ plugin, authorities, captures, connectors = [] }: Omit<ConnectParts, "login">) {
  return [
    { name: "debezium", image: { reference: plugin, pullPolicy: "IfNotPresent" } },
    { name: "authorities", configMap: { name: authorities } },
    ...captures.map(({ from, secret, secretKey }) => ({
      name: `login-${from}`,
      secret: { secretName: secret, items: [{ key: secretKey, path: "password" }] },
    })),
    ...withSecrets(connectors).map(({ name, secret, wish: { secrets } }) => ({
      name: `connector-${name}`,
      secret: {
        secretName: secret,
        items: Object.keys(secrets)
          .sort()
          .map((key) => ({ key, path: key })),
      },
    })),
  ];
}

function mountsOf(captures: readonly Capture[], connectors: readonly Connector[]) {
  return [
    { name: "debezium", mountPath: connectFolders.plugin, readOnly: true },
    { name: "authorities", mountPath: connectFolders.authorities, readOnly: true },
    ...captures.map(({ from }) => ({
      name: `login-${from}`,
      mountPath: `${connectFolders.logins}/${from}`,
      readOnly: true,
    })),
    ...withSecrets(connectors).map(({ name }) => ({
      name: `connector-${name}`,
      mountPath: `${connectFolders.logins}/${mountOf({ name })}`,
      readOnly: true,
    })),
  ];
}

function withSecrets(connectors: readonly Connector[]): Connector[] {
  return connectors.filter(({ wish }) => Object.keys(wish.secrets).length > 0);
}

/** The folders of the connectors that are there, and no others. */
function classPath(captures: readonly Capture[], connectors: readonly Connector[]): string {
  const plugins = [
    ...(captures.length > 0 ? [pluginOf(captureClass)] : []),
    ...connectors.map(({ wish }) => pluginOf(wish.class)),
  ];
  return [...new Set(plugins)]
    .sort()
    .map((plugin) => `${pluginsFolder}/${plugin}/*`)
    .join(":");
}

const captureClass = "io.debezium.connector.postgresql.PostgresConnector";

const jsonConverter = "org.apache.kafka.connect.json.JsonConverter";

/** Name of the connector's custom resource: with dots, as no store has. */
export function connectorName(store: string, from: string): string {
  return `${store}.capture.${from}`;
}

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
 * Debezium on one PostgreSQL store. It reads all rows once, then what changes; when its place in the log is lost it reads all rows
 * again rather than leave any out. The password is read from a file by the worker, and stands in no topic and no custom resource.
 * https://debezium.io/documentation/reference/3.6/connectors/postgresql.html
 */
export function decideConnector<Host>(
  { from, slot, tables }: Capture,
  { database, host, port, slotsFollow, sslMode }: CapturedServer<Host>,
) {
  return {
    class: captureClass,
    tasksMax: 1,
    autoRestart: { enabled: true },
    config: {
      "exactly.once.support": "required",
      "database.hostname": host,
      "database.port": port,
      "database.dbname": database,
      "database.user": slot,
      "database.password": `\${logins:${connectFolders.logins}/${from}:password}`,
      "database.sslmode": sslMode,
      "database.sslrootcert": `${connectFolders.authorities}/${authoritiesFile(from)}`,
      "plugin.name": "pgoutput",
      "publication.name": slot,
      "publication.autocreate.mode": "disabled",
      "slot.name": slot,
      "slot.drop.on.stop": false,
      // A server that takes the primary's place has it too.
      "slot.failover": slotsFollow,
      "topic.prefix": from,
      "table.include.list": tables.map(({ schema, table }) => `${schema}\\.${table}`).join(","),
      "snapshot.mode": "when_needed",
      // Else the slot stands still, and keeps the log, for as long as only other tables change.
      "heartbeat.interval.ms": 30_000,
      "heartbeat.action.query": "SELECT pg_logical_emit_message(false, 'landbridge', '')",
      "topic.heartbeat.prefix": heartbeatPrefix,
      "tombstones.on.delete": true,
      // Numbers and times as people read them: without schemas nobody could tell bytes and days apart.
      "decimal.handling.mode": "string",
      "interval.handling.mode": "string",
      "time.precision.mode": "isostring",
      ...decideRouting(from, tables),
    },
  };
}

/**
 * Topics have no underscores, which Debezium would take from tables' names; and what the heartbeat writes into the log comes back as a
 * message of its own, which goes where the heartbeat does.
 */
function decideRouting(from: string, tables: Capture["tables"]): Record<string, string> {
  const routes = [
    ...tables.map(({ source, topic }) => ({ source, target: topic.name })),
    { source: `${from}.message`, target: heartbeatTopic(from) },
  ].filter(({ source, target }) => source !== target);
  const each = routes.flatMap(({ source, target }, index): [string, string][] => [
    [`transforms.topic${index}.type`, "org.apache.kafka.connect.transforms.RegexRouter"],
    [`transforms.topic${index}.regex`, source.replaceAll(".", "\\.")],
    [`transforms.topic${index}.replacement`, target],
  ]);
  return { transforms: routes.map((_, index) => `topic${index}`).join(","), ...Object.fromEntries(each) };
}

/** What the user of the workers may do: write the topics of captured tables, what connectors name, and what workers need. */
export function decideConnectAcls(
  store: string,
  captures: readonly Capture[],
  connectors: readonly Connector[] = [],
): Acl[] {
  const written = captures.flatMap(({ tables, heartbeat }) => [...tables.map(({ topic }) => topic), heartbeat]);
  return [
    ...decideWorkerAcls(captureWorkers(store)),
    ...written.map(({ name }) => allow("topic", name, "literal", ["Describe", "Write"])),
    ...decideConnectorAcls(connectors),
  ];
}
