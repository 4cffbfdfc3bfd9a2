import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import type { IPublicationSpec } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/PublicationSpec";
import { output, type ComponentResourceOptions, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { imageReference } from "../../../../charts/catalogue.ts";
import type { KafkaWish } from "../../../../environments/schema/stores/stores.ts";
import { Component } from "../../../kit/component.ts";
import { decideConnect, decideConnectAcls, connectorName } from "../../../kit/messaging/kafka/connect/kafka-connect.ts";
import type { CaptureConnector } from "../../../kit/messaging/kafka/connect/capture-connector.ts";
import type { Capture } from "../../../kit/messaging/kafka/connect/kafka-captures.ts";
import { connectorAuthority, decideReadKinds } from "../../../kit/messaging/kafka/connect/kafka-connectors.ts";
import { captureLogin, captureWorkers } from "../../../kit/messaging/kafka/connect/kafka-workers.ts";
import { trustStore, trustStoreFile } from "../../../kit/messaging/kafka/connect/trust-store.ts";
import type { Surroundings } from "../../../kit/surroundings.ts";
import { untilReady } from "../../../kit/waiting.ts";
import { authoritiesFile } from "../../../kit/workloads/authorities.ts";
import { describeStore } from "../../store-metadata.ts";
import { createKafkaUser, type KafkaUser } from "../kafka-user.ts";
import { createConnector, createConnectorSecrets, type ServedConnector } from "./kafka-connector.ts";
import { createMetricsConfig } from "./worker-metrics.ts";

/** A capture with the servers that it reads. */
export interface ServedCapture {
  readonly capture: Capture;
  readonly connector: CaptureConnector<Input<string>>;
  /** Who signed the server's certificate, in PEM. */
  readonly authority: Input<string>;
  /** What PostgreSQL's operator publishes for it. - behaviour: nothing: the Job that sets the server up does, or a kind knows no such thing. */
  readonly publication?: IPublicationSpec;
  /** The servers, with the login. */
  readonly ready: Resource;
}

/** Whose changes are written to which Kafka. */
export interface KafkaCapturesArgs {
  readonly store: string;
  readonly wish: KafkaWish;
  readonly captures: readonly ServedCapture[];
  readonly connectors: readonly ServedConnector[];
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** The Kafka, with its topics. */
  readonly kafka: Resource;
}

/**
 * Change data capture: workers of Kafka Connect with a login of their own, a connector for each store, with a publication where it is
 * PostgreSQL, and the connectors that an environment has of its own. `up` waits for the workers and not for the others: tables are made by services, which come after the stores.
 */
export class KafkaCaptures extends Component {
  static readonly type = "landbridge:data:KafkaCaptures";

  constructor(name: string, args: KafkaCapturesArgs, opts: ComponentResourceOptions) {
    const { store, wish, captures, connectors, surroundings, namespace } = args;
    const own = connectors.map(({ connector }) => connector);
    const from = captures.map(({ capture }) => capture.from);
    // Stores that have captures alone say of themselves what they always said.
    const said = own.length === 0 ? { store, from } : { store, from, connectors: own.map((one) => one.name) };
    super(KafkaCaptures.type, name, said, opts);
    const { labels } = describeStore(args, wish.dataClass);
    const inside = { parent: this };
    const all = captures.map(({ capture }) => capture);
    const user = createKafkaUser(
      `${name}-user`,
      {
        ...{ store, login: captureLogin, acls: decideConnectAcls(store, all, own) },
        ...{ namespace, surroundings, labels: { ...labels, "strimzi.io/cluster": store } },
      },
      { ...inside, dependsOn: [args.kafka] },
    );
    const connect = createWorkers(name, args, user, inside);
    for (const one of captures) createCapture(name, one, args, { parent: this, dependsOn: [connect] });
    for (const { connector } of connectors)
      createConnector(name, connector, args, { parent: this, dependsOn: [connect] });
    this.registerOutputs({});
  }
}

/** Workers, and whom they trust. */
function createWorkers(
  name: string,
  args: KafkaCapturesArgs,
  user: KafkaUser,
  inside: { readonly parent: Component },
): CustomResource {
  const { store, wish, captures, connectors, surroundings } = args;
  const { metadata } = describeStore(args, wish.dataClass);
  const all = captures.map(({ capture }) => capture);
  const workers = captureWorkers(store);
  const authorities = createAuthorities(name, args, inside);
  const own = connectors.map(({ connector }) => connector);
  const metrics = createMetricsConfig(name, workers, metadata, inside, decideReadKinds(all, own));
  const secrets = createConnectorSecrets(name, args, inside);
  return new CustomResource(
    `${name}-workers`,
    {
      apiVersion: "kafka.strimzi.io/v1",
      kind: "KafkaConnect",
      metadata: {
        ...metadata(workers.name),
        annotations: {
          ...untilReady(surroundings, "condition=Ready").annotations,
          // Connectors are custom resources, and nobody else's.
          "strimzi.io/use-connector-resources": "true",
        },
      },
      spec: decideConnect(
        store,
        wish,
        {
          login: { user: user.user, secret: user.secret, authority: `${store}-tls` },
          plugin: imageReference("debezium-connect", surroundings.mirrors),
          authorities: `${workers.name}-authorities`,
          captures: all,
          connectors: own,
        },
        surroundings,
      ),
    },
    {
      ...inside,
      dependsOn: [user.ready, authorities, ...secrets, metrics, ...captures.map(({ ready }) => ready)],
      customTimeouts: { create: "20m", update: "30m" },
    },
  );
}

/** Who signed the certificate of each server that is captured, and of what connectors connect to. */
function createAuthorities(name: string, args: KafkaCapturesArgs, opts: { readonly parent: Component }): ConfigMap {
  const { metadata } = describeStore(args, args.wish.dataClass);
  const data = Object.fromEntries([
    ...args.captures.map(({ capture, authority }) => [authoritiesFile(capture.from), authority] as const),
    ...args.connectors.flatMap(({ connector }) =>
      connector.wish.authority === undefined
        ? []
        : [[connectorAuthority(connector), connector.wish.authority] as const],
    ),
  ]);
  const object = `${captureWorkers(args.store).name}-authorities`;
  const stores = createTrustStores(args);
  const binaryData = Object.keys(stores).length === 0 ? {} : { binaryData: stores };
  return new ConfigMap(`${name}-authorities`, { metadata: metadata(object), data, ...binaryData }, opts);
}

/** The same for connectors that read no PEM. */
function createTrustStores({ captures }: KafkaCapturesArgs): Record<string, Output<string>> {
  return Object.fromEntries(
    captures
      .filter(({ capture }) => capture.kind !== "postgres")
      .map(({ capture: { from }, authority }) => [trustStoreFile(from), output(authority).apply(trustStore)]),
  );
}

function createCapture(
  name: string,
  one: ServedCapture,
  args: KafkaCapturesArgs,
  opts: { readonly parent: Component; readonly dependsOn: Resource[] },
): void {
  const { capture, connector, publication: published } = one;
  const { labels, metadata } = describeStore(args, args.wish.dataClass);
  const publication = published === undefined ? [] : [createPublication(name, one, published, args, opts.parent)];
  new CustomResource(
    `${name}-connector-${capture.from}`,
    {
      apiVersion: "kafka.strimzi.io/v1",
      kind: "KafkaConnector",
      metadata: {
        ...metadata(connectorName(args.store, capture.from)),
        labels: { ...labels, "strimzi.io/cluster": captureWorkers(args.store).name },
      },
      spec: connector,
    },
    { ...opts, dependsOn: [...opts.dependsOn, ...publication] },
  );
}

function createPublication(
  name: string,
  { capture, ready }: ServedCapture,
  spec: IPublicationSpec,
  args: KafkaCapturesArgs,
  parent: Component,
): Resource {
  const { metadata } = describeStore(args, args.wish.dataClass);
  return new CustomResource(
    `${name}-publication-${capture.from}`,
    {
      apiVersion: "postgresql.cnpg.io/v1",
      kind: "Publication",
      metadata: metadata(connectorName(args.store, capture.from)),
      spec,
    },
    { parent, dependsOn: [ready] },
  );
}
