import type { ConnectorWish } from "../../../../../environments/schema/messaging/kafka-connectors.ts";
import type { KafkaWish } from "../../../../../environments/schema/stores/stores.ts";
import { authoritiesFile } from "../../../workloads/authorities.ts";
import type { Topic } from "../kafka-topics.ts";
import { allow, type Acl } from "../kafka-users.ts";
import { capturePlugins } from "./capture-connector.ts";
import { capturedKinds, type Capture } from "./kafka-captures.ts";

/** A connector of one's own and its name. */
export interface Connector {
  /** As the environment calls it. */
  readonly name: string;
  /** Name of its custom resource, and of the connector: with dots, as no store has. */
  readonly object: string;
  /** Secret with the values of its settings that are secret, each under its setting's name. */
  readonly secret: string;
  readonly wish: ConnectorWish;
}

/** What a Kafka store has besides captures on the same workers, in order of name. */
export function decideConnectors(store: string, { connectors = {} }: Pick<KafkaWish, "connectors">): Connector[] {
  return Object.entries(connectors)
    .map(([name, wish]) => ({
      ...{ name, wish, object: `${store}.connector.${name}`, secret: `${store}-connector-${name}` },
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether there are workers for captures and connectors. */
export function hasConnect({ captures, connectors }: Pick<KafkaWish, "captures" | "connectors">): boolean {
  return Object.keys({ ...captures, ...connectors }).length > 0;
}

/** The kinds of databases that workers read, by captures and by connectors of one's own. */
export function decideReadKinds(
  captures: readonly Pick<Capture, "kind">[],
  connectors: readonly Pick<Connector, "wish">[],
): Pick<Capture, "kind">[] {
  const isRead = (one: Capture["kind"]): boolean =>
    captures.some(({ kind }) => kind === one) ||
    connectors.some(({ wish }) => wish.class === capturePlugins[one].class);
  return capturedKinds.filter(isRead).map((kind) => ({ kind }));
}

/** Topics that connectors write. */
export function decideConnectorTopics(connectors: readonly Connector[]): Topic[] {
  return connectors.flatMap(({ wish }) => Object.entries(wish.writes).map(([name, topic]) => ({ name, ...topic })));
}

/** Folder of Debezium's image in which a class is. https://github.com/debezium/container-images/tree/main/connect */
export function pluginOf(connectorClass: ConnectorWish["class"]): string {
  return plugins[connectorClass];
}

const plugins: Readonly<Record<ConnectorWish["class"], string>> = {
  "io.debezium.connector.jdbc.JdbcSinkConnector": "debezium-connector-jdbc",
  "io.debezium.connector.mongodb.MongoDbConnector": "debezium-connector-mongodb",
  "io.debezium.connector.mongodb.MongoDbSinkConnector": "debezium-connector-mongodb",
  "io.debezium.connector.postgresql.PostgresConnector": "debezium-connector-postgres",
};

/** Whether a class reads topics and writes elsewhere. */
export function isSink(connectorClass: ConnectorWish["class"]): boolean {
  return connectorClass.endsWith("SinkConnector");
}

/** What of a connector is mounted under this name: its secrets, and who signed the other side's certificate. */
export function mountOf({ name }: Pick<Connector, "name">): string {
  return `connector.${name}`;
}

/**
 * A connector as it is wished for, with its secrets as the places where the worker finds them.
 * https://kafka.apache.org/documentation/#connect_running
 */
export function decideOwnConnector(connector: Connector, loginsFolder: string) {
  const { wish } = connector;
  const secrets = Object.keys(wish.secrets).map((key): [string, string] => [
    key,
    `\${logins:${loginsFolder}/${mountOf(connector)}:${key}}`,
  ]);
  return {
    class: wish.class,
    tasksMax: wish.tasksMax,
    autoRestart: { enabled: true },
    config: {
      ...wish.config,
      ...Object.fromEntries(secrets),
      ...(isSink(wish.class) ? { topics: [...wish.reads].sort().join(",") } : {}),
    },
  };
}

/** A connector writes and reads the topics that it names; a sink reads in a group that is called by its name. */
export function decideConnectorAcls(connectors: readonly Connector[]): Acl[] {
  return connectors.flatMap(({ object, wish }) => [
    ...Object.keys(wish.writes)
      .sort()
      .map((topic) => allow("topic", topic, "literal", ["Describe", "Write"])),
    ...[...wish.reads].sort().map((topic) => allow("topic", topic, "literal", ["Describe", "Read"])),
    ...(isSink(wish.class) ? [allow("group", `connect-${object}`, "literal", ["Describe", "Read"])] : []),
  ]);
}

/** Name of the file with who signed the other side's certificate. */
export function connectorAuthority(connector: Pick<Connector, "name">): string {
  return authoritiesFile(mountOf(connector));
}
