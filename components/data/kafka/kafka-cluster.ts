import { type ComponentResourceOptions, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import type { KafkaWish } from "../../../environments/schema/stores/stores.ts";
import type { KafkaAccess, Login } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { servicePods } from "../../kit/network/flows/flow.ts";
import { storePods } from "../../kit/network/flows/store-flows.ts";
import { workersOf } from "../../kit/network/flows/worker-flows.ts";
import {
  decideKafka,
  decideKafkaHosts,
  decidePools,
  decideUserQuotas,
  type KafkaListener,
  type ListenerPeers,
} from "../../kit/messaging/kafka/kafka.ts";
import { decideNodeNumbers, nodePoolName } from "../../kit/messaging/kafka/kafka-nodes.ts";
import {
  decideBrokerDoors,
  decideOutsideHosts,
  decideOutsideReaders,
  type OutsideListener,
} from "../../kit/messaging/kafka/kafka-outside.ts";
import { decideBalancerSettings } from "../../kit/messaging/kafka/balancer-metrics.ts";
import { hasBalancer } from "../../kit/messaging/kafka/kafka-balancer.ts";
import { decideTopicSpec, topicObjectName, type Topic } from "../../kit/messaging/kafka/kafka-topics.ts";
import type { KafkaUserDecision } from "../../kit/messaging/kafka/kafka-users.ts";
import { registryLogin } from "../../kit/messaging/kafka/topic-schemas.ts";
import { meshOff, type Labels } from "../../kit/labels.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { inNamespace } from "../../kit/network/flows/network-policies.ts";
import { after } from "../../kit/outputs.ts";
import type { Door } from "../../kit/network/balancers.ts";
import { ports } from "../../kit/network/ports.ts";
import { holdsData } from "../../kit/protection.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { untilReady } from "../../kit/waiting.ts";
import { createDoor } from "../door.ts";
import type { OutsideAccess } from "../outside-access.ts";
import { createStoreCertificate, type Authority, type StoreCertificate } from "../store-certificate.ts";
import { describeStore } from "../store-metadata.ts";
import { createKafkaUser } from "./kafka-user.ts";

const apiVersion = "kafka.strimzi.io/v1";
const ready = "condition=Ready";

/** Which Kafka, what is in it, for whom, and where. */
export interface KafkaClusterArgs {
  readonly store: string;
  readonly wish: KafkaWish;
  readonly topics: readonly Topic[];
  readonly users: readonly KafkaUserDecision[];
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** What leads to brokers from outside of the cluster. */
  readonly doors: readonly Door[];
  /** The value of a secret by its name; needed where somebody reads from outside. - behaviour: nobody knows any. */
  readonly secretValue?: ((name: string) => Output<string>) | undefined;
  /** The operator that makes it. */
  readonly operator: Resource;
  readonly authority: Authority;
}

/**
 * Kafka in the cluster: its nodes, the topics that services declare, and a user for each with just its rights. Clients are shown a
 * certificate of the environment's authority; nodes and operators among each other have those of the operator's own, which
 * it replaces by itself. With a new one of either the operator restarts brokers one after another.
 * https://strimzi.io/docs/operators/latest/deploying#proc-installing-certs-per-listener-str
 */
export class KafkaCluster extends Component {
  static readonly type = "landbridge:data:KafkaCluster";
  readonly access: KafkaAccess;
  /** How it is reached from outside of the cluster, where it is. */
  readonly outside: OutsideAccess | undefined;

  constructor(name: string, args: KafkaClusterArgs, opts: ComponentResourceOptions) {
    super(KafkaCluster.type, name, { store: args.store, wish: args.wish }, opts);
    const { store, wish, surroundings } = args;
    const { labels } = describeStore(args, wish.dataClass);
    const child = { parent: this, ...holdsData(surroundings.protect) };
    const ofCluster = { ...labels, "strimzi.io/cluster": store };

    const pools = decidePools(store, wish, surroundings).map(({ role, spec }) => {
      const annotations = decideNodeNumbers(role);
      const metadata = { name: nodePoolName(store, role), namespace: args.namespace, labels: ofCluster, annotations };
      const pool = { apiVersion, kind: "KafkaNodePool", metadata, spec };
      return new CustomResource(`${name}-pool-${role}`, pool, { ...child, dependsOn: [args.operator] });
    });
    const certificate = createStoreCertificate(name, certificateOf(args, labels), { parent: this });
    const metrics = createBalancerMetrics(name, args, { parent: this });
    const kafka = new CustomResource(
      `${name}-cluster`,
      kafkaOf(args, certificate, labels),
      // Nodes are made and later replaced one after another.
      {
        ...child,
        dependsOn: [args.operator, certificate.ready, ...metrics, ...pools],
        customTimeouts: { create: "30m", update: "60m" },
      },
    );
    for (const topic of args.topics) createTopic(name, topic, args, ofCluster, { ...child, dependsOn: [kafka] });
    const logins = args.users.map((user): [string, Login] => [
      user.name,
      createKafkaUser(
        `${name}-user-${user.name}`,
        { ...args, ...quotasOf(user, wish), login: user.name, acls: user.acls, labels: ofCluster },
        { parent: this, dependsOn: [kafka] },
      ).login,
    ]);
    this.outside = createOutside(name, args, ofCluster, { parent: this, dependsOn: [kafka] });
    this.access = {
      kind: "kafka",
      authorities: args.authority.certificate,
      bootstrap: after(kafka, `${store}-kafka-bootstrap.${namespaces.data}.svc:${ports.kafka}`),
      protocol: "SASL_SSL",
      mechanism: "SCRAM-SHA-512",
      logins: Object.fromEntries(logins),
    };
    this.registerOutputs({ bootstrap: this.access.bootstrap });
  }
}

/** The Kafka itself. */
function kafkaOf(args: KafkaClusterArgs, certificate: StoreCertificate, labels: Labels) {
  const { store, wish, namespace, surroundings } = args;
  const waiting = untilReady(surroundings, ready);
  return {
    apiVersion,
    kind: "Kafka",
    metadata: { name: store, namespace, labels: { ...labels, ...meshOff }, ...waiting },
    spec: decideKafka(store, wish, listenerOf(args, certificate), surroundings),
  };
}

/** What says which of its numbers Cruise Control tells, where there is one: the operator waits for it. */
function createBalancerMetrics(name: string, args: KafkaClusterArgs, opts: { readonly parent: Component }): Resource[] {
  const { store, wish, surroundings } = args;
  if (!hasBalancer(wish.brokers, surroundings)) return [];
  const settings = decideBalancerSettings(store);
  const metadata = describeStore(args, wish.dataClass).metadata(settings.name);
  return [new ConfigMap(`${name}-balancer-metrics`, { metadata, data: { ...settings.data } }, opts)];
}

/** Services have limits of their own; the registry, which writes next to nothing, has none. */
function quotasOf({ name }: KafkaUserDecision, wish: KafkaWish) {
  return name === registryLogin ? {} : decideUserQuotas(wish);
}

/** Twice as long as others': each new one restarts all brokers. */
const certificateDays = 180;

function certificateOf({ store, wish, namespace, authority, surroundings }: KafkaClusterArgs, labels: Labels) {
  const hosts = [...decideKafkaHosts(store), ...decideOutsideHosts(wish)];
  return { store, namespace, hosts, authority, surroundings, labels, days: certificateDays };
}

function listenerOf(args: KafkaClusterArgs, { secretName }: StoreCertificate): KafkaListener {
  return { port: ports.kafka, peers: peersOf(args), certificate: secretName, outside: outsideOf(args) };
}

function outsideOf({ wish: { outside }, doors: [door] }: KafkaClusterArgs): OutsideListener | undefined {
  return outside === undefined || door === undefined ? undefined : { outside, door };
}

/** What leads to each broker from outside, and who comes that way. */
function createOutside(name: string, args: KafkaClusterArgs, labels: Labels, opts: After): OutsideAccess | undefined {
  const listener = outsideOf(args);
  if (listener === undefined) return undefined;
  const { store, wish, surroundings, authority } = args;
  const { metadata } = describeStore(args, wish.dataClass);
  const { scope, ports: open, sources } = listener.door;
  const doors = decideBrokerDoors(store, wish, listener);
  return {
    scope,
    sources,
    endpoints: doors.flatMap(({ host }) => open.map((port) => `${host}:${port}`)),
    records: doors.map(({ role, ...door }) => createDoor(`${name}-${role}`, { ...door, metadata, surroundings }, opts)),
    authority: authority.certificate,
    logins: createReaders(name, args, labels, opts),
  };
}

/** Who reads from outside, with passwords that they know already. */
function createReaders(
  name: string,
  { store, wish, namespace, surroundings, secretValue }: KafkaClusterArgs,
  labels: Labels,
  opts: After,
): Record<string, Login> {
  const made = decideOutsideReaders(wish).map(({ name: reader, login, secret, acls }): [string, Login] => {
    if (secretValue === undefined) throw new Error(`reader ${reader} of ${store} has a password, and nobody knows any`);
    const user = { store, login, acls, password: secretValue(secret), namespace, labels, surroundings };
    return [reader, createKafkaUser(`${name}-reader-${reader}`, user, opts).login];
  });
  return Object.fromEntries(made);
}

interface After {
  readonly parent: Component;
  readonly dependsOn: Resource[];
}

/**
 * Who may open the clients' listener: the services that have a user, workers, and the cluster itself, since the operator opens the
 * port to everyone when the list is empty.
 */
function peersOf({ store, wish, users }: KafkaClusterArgs): ListenerPeers {
  return [
    { podSelector: { matchLabels: { ...storePods(store, "kafka").labels } } },
    ...workersOf(store, wish).map(({ labels }) => ({ podSelector: { matchLabels: { ...labels } } })),
    ...users.map(({ domain, service }) => ({
      namespaceSelector: inNamespace(domain),
      podSelector: { matchLabels: { ...servicePods(domain, service).labels } },
    })),
  ];
}

interface ChildOptions {
  readonly parent: Component;
  readonly protect?: boolean;
  readonly deleteBeforeReplace?: false;
  readonly dependsOn: Resource[];
}

function createTopic(
  name: string,
  topic: Topic,
  { store, wish, namespace, surroundings }: KafkaClusterArgs,
  labels: Labels,
  opts: ChildOptions,
): void {
  const waiting = untilReady(surroundings, ready);
  const metadata = { name: topicObjectName(store, topic.name), namespace, labels, ...waiting };
  const spec = decideTopicSpec(topic, wish.brokers);
  new CustomResource(`${name}-topic-${topic.name}`, { apiVersion, kind: "KafkaTopic", metadata, spec }, opts);
}
