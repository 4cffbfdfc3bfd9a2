import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { KafkaWish } from "../../../environments/schema/stores/stores.ts";
import { Component } from "../../kit/component.ts";
import {
  decideConnect,
  decideConnectAcls,
  decideConnector,
  connectorName,
} from "../../kit/messaging/kafka/kafka-connect.ts";
import { decidePublication, type Capture } from "../../kit/messaging/kafka/kafka-captures.ts";
import { captureWorkers } from "../../kit/messaging/kafka/kafka-workers.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { untilReady } from "../../kit/waiting.ts";
import { authoritiesFile } from "../../kit/workloads/authorities.ts";
import type { Authority } from "../store-certificate.ts";
import { describeStore } from "../store-metadata.ts";
import { createKafkaUser, type KafkaUser } from "./kafka-user.ts";

/** A capture with the servers that it reads. */
export interface ServedCapture {
  readonly capture: Capture;
  readonly database: string;
  /** Servers besides the primary. */
  readonly replicas: number;
  /** The servers, with the login. */
  readonly server: Resource;
}

/** Whose changes are written to which Kafka. */
export interface KafkaCapturesArgs {
  readonly store: string;
  readonly wish: KafkaWish;
  readonly captures: readonly ServedCapture[];
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** The Kafka, with its topics. */
  readonly kafka: Resource;
  readonly authority: Authority;
}

/**
 * Change data capture: workers of Kafka Connect with a login of their own, and for each PostgreSQL store a publication and a
 * connector. `up` waits for the workers and not for the others: tables are made by services, which come after the stores.
 */
export class KafkaCaptures extends Component {
  static readonly type = "landbridge:data:KafkaCaptures";

  constructor(name: string, args: KafkaCapturesArgs, opts: ComponentResourceOptions) {
    const { store, wish, captures, surroundings, namespace } = args;
    super(KafkaCaptures.type, name, { store, from: captures.map(({ capture }) => capture.from) }, opts);
    const { labels } = describeStore(args, wish.dataClass);
    const inside = { parent: this };
    const all = captures.map(({ capture }) => capture);
    const user = createKafkaUser(
      `${name}-user`,
      {
        ...{ store, login: "connect", acls: decideConnectAcls(store, all) },
        ...{ namespace, surroundings, labels: { ...labels, "strimzi.io/cluster": store } },
      },
      { ...inside, dependsOn: [args.kafka] },
    );
    const connect = createWorkers(name, args, user, inside);
    for (const one of captures) createCapture(name, one, args, { parent: this, dependsOn: [connect] });
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
  const { store, wish, captures, surroundings } = args;
  const { metadata } = describeStore(args, wish.dataClass);
  const all = captures.map(({ capture }) => capture);
  const workers = captureWorkers(store);
  const authorities = new ConfigMap(
    `${name}-authorities`,
    {
      metadata: metadata(`${workers.name}-authorities`),
      data: Object.fromEntries(all.map(({ from }) => [authoritiesFile(from), args.authority.certificate])),
    },
    inside,
  );
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
        },
        surroundings,
      ),
    },
    {
      ...inside,
      dependsOn: [user.ready, authorities, ...captures.map(({ server }) => server)],
      customTimeouts: { create: "20m", update: "30m" },
    },
  );
}

function createCapture(
  name: string,
  { capture, database, replicas, server }: ServedCapture,
  args: KafkaCapturesArgs,
  opts: { readonly parent: Component; readonly dependsOn: Resource[] },
): void {
  const { labels, metadata } = describeStore(args, args.wish.dataClass);
  const publication = new CustomResource(
    `${name}-publication-${capture.from}`,
    {
      apiVersion: "postgresql.cnpg.io/v1",
      kind: "Publication",
      metadata: metadata(connectorName(args.store, capture.from)),
      spec: decidePublication(capture, database),
    },
    { parent: opts.parent, dependsOn: [server] },
  );
  new CustomResource(
    `${name}-connector-${capture.from}`,
    {
      apiVersion: "kafka.strimzi.io/v1",
      kind: "KafkaConnector",
      metadata: {
        ...metadata(connectorName(args.store, capture.from)),
        labels: { ...labels, "strimzi.io/cluster": captureWorkers(args.store).name },
      },
      spec: decideConnector(capture, { database, replicas }),
    },
    { ...opts, dependsOn: [...opts.dependsOn, publication] },
  );
}
