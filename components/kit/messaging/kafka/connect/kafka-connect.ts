import type { KafkaWish } from "../../../../../environments/schema/stores/stores.ts";
import type { Surroundings } from "../../../surroundings.ts";
import { allow, type Acl } from "../kafka-users.ts";
import { capturePlugins } from "./capture-connector.ts";
import { connectFolders, historyMounts, historyVolumes } from "./connect-folders.ts";
import { decideCaptureTopics, type Capture } from "./kafka-captures.ts";
import { decideConnectorAcls, mountOf, pluginOf, type Connector } from "./kafka-connectors.ts";
import {
  captureWorkers,
  decideWorkerAcls,
  decideWorkers,
  type ConnectSpec,
  type WorkersLogin,
} from "./kafka-workers.ts";

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
        volumes: volumesOf({ login, plugin, authorities, captures, connectors }),
      },
      connectContainer: {
        env: [{ name: "CLASSPATH", value: classPath(captures, connectors) }],
        volumeMounts: mountsOf(captures, connectors),
      },
    },
  };
}

/** Debezium's image, whose certificates are trusted, and the passwords of each capture and connector. */
function volumesOf({ login, plugin, authorities, captures, connectors = [] }: ConnectParts) {
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
    ...historyVolumes(login, captures),
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
    ...historyMounts(captures),
  ];
}

function withSecrets(connectors: readonly Connector[]): Connector[] {
  return connectors.filter(({ wish }) => Object.keys(wish.secrets).length > 0);
}

/** The folders of the connectors that are there, and no others. */
function classPath(captures: readonly Capture[], connectors: readonly Connector[]): string {
  const plugins = [
    ...captures.map(({ kind }) => capturePlugins[kind].folder),
    ...connectors.map(({ wish }) => pluginOf(wish.class)),
  ];
  return [...new Set(plugins)]
    .sort()
    .map((plugin) => `${pluginsFolder}/${plugin}/*`)
    .join(":");
}

const jsonConverter = "org.apache.kafka.connect.json.JsonConverter";

/** Name of the connector's custom resource: with dots, as no store has. */
export function connectorName(store: string, from: string): string {
  return `${store}.capture.${from}`;
}

/** What the user of the workers may do: write the topics of captured tables, what connectors name, and what workers need. */
export function decideConnectAcls(
  store: string,
  captures: readonly Capture[],
  connectors: readonly Connector[] = [],
): Acl[] {
  const kept = captures.flatMap(({ history }) => (history === undefined ? [] : [history.name]));
  const written = decideCaptureTopics(captures).filter(({ name }) => !kept.includes(name));
  return [
    ...decideWorkerAcls(captureWorkers(store)),
    ...written.map(({ name }) => allow("topic", name, "literal", ["Describe", "Write"])),
    ...kept.flatMap((name) => [
      allow("topic", name, "literal", ["Describe", "DescribeConfigs", "Read", "Write"]),
      allow("group", name, "literal", ["Describe", "Read"]),
    ]),
    ...decideConnectorAcls(connectors),
  ];
}
