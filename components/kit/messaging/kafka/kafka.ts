import type { IKafka } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/Kafka";
import type { IKafkaNodePool } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaNodePool";
import type { KafkaWish } from "../../../../environments/schema/stores/stores.ts";
import { meshOff, type Labels } from "../../labels.ts";
import { decideNodeChoice, decideSpread, zoneKey } from "../../cluster/placement.ts";
import { decideHosts } from "../../network/hosts.ts";
import { quantities, sizes, type Capacity } from "../../sizes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { decideBalancer } from "./kafka-balancer.ts";
import { decideOutsideListener, type OutsideListener } from "./kafka-outside.ts";
import { decideKafkaMetrics } from "./kafka-metrics.ts";
import type { NodeRole } from "./kafka-nodes.ts";

/** Specification of a `Kafka`. */
export type KafkaSpec = NonNullable<IKafka["spec"]>;
/** Specification of a `KafkaNodePool`. */
export type NodePoolSpec = NonNullable<IKafkaNodePool["spec"]>;

/** A group of like Kafka nodes. */
export interface KafkaPool {
  readonly role: NodeRole;
  readonly spec: NodePoolSpec;
}

/** Kafka as the pinned operator runs it by default. https://strimzi.io/downloads/ */
export const kafkaVersion = { version: "4.3.1", metadataVersion: "4.3-IV0" } as const;

/** How many copies of a message there are, and how many must be written before the producer is told. */
export interface Copies {
  readonly replicas: number;
  readonly minInSync: number;
}

/** Three copies of which two must be written, where there are three brokers; on a laptop one. */
export function decideCopies(brokers: number): Copies {
  return brokers >= 3 ? { replicas: 3, minInSync: 2 } : { replicas: 1, minInSync: 1 };
}

/**
 * Controllers and brokers apart, so that neither's load or restart slows the other; on a laptop one node that is both.
 * https://strimzi.io/docs/operators/latest/deploying#config-node-pools-str
 */
export function decidePools(name: string, wish: KafkaWish, surroundings: Surroundings): KafkaPool[] {
  const size = sizes[wish.size];
  if (wish.brokers < 3) {
    return [{ role: "dual", spec: poolSpec(name, ["controller", "broker"], 1, size, wish.storageGiB, surroundings) }];
  }
  return [
    { role: "broker", spec: poolSpec(name, ["broker"], wish.brokers, size, wish.storageGiB, surroundings) },
    {
      role: "controller",
      spec: poolSpec(name, ["controller"], controllerCount, controllerSize, controllerGiB, surroundings),
    },
  ];
}

/** A controller holds the cluster's metadata, which is small whatever the brokers hold. */
export const controllerSize: Capacity = { cpu: 0.25, memoryGiB: 1 };
/** Two of three decide. */
export const controllerCount = 3;
const controllerGiB = 5;

function poolSpec(
  name: string,
  roles: NodePoolSpec["roles"],
  replicas: number,
  size: Capacity,
  storageGiB: number,
  surroundings: Surroundings,
): NodePoolSpec {
  const { cpu, memory } = quantities(size);
  const heap = `${heapMiB(size)}m`;
  return {
    replicas,
    roles,
    storage: {
      type: "jbod",
      volumes: [
        {
          id: 0,
          type: "persistent-claim",
          size: `${storageGiB}Gi`,
          deleteClaim: false,
          kraftMetadata: "shared",
          ...(surroundings.storageClass === "" ? {} : { class: surroundings.storageClass }),
        },
      ],
    },
    resources: { requests: { cpu, memory }, limits: { memory } },
    jvmOptions: { "-Xms": heap, "-Xmx": heap },
    template: { pod: podTemplate(name, roles, surroundings) },
  };
}

/** Half of the memory and at most 6 GiB: what is left is the page cache, from which Kafka answers readers. */
function heapMiB({ memoryGiB }: Capacity): number {
  return Math.min(6 * 1024, Math.round(memoryGiB * 512));
}

function podTemplate(name: string, roles: NodePoolSpec["roles"], surroundings: Surroundings) {
  const { nodeSelector, tolerations } = decideNodeChoice("data", surroundings);
  const matchExpressions = Object.entries(nodeSelector ?? {}).map(([key, value]) => ({
    key,
    operator: "In",
    values: [value],
  }));
  const role = roles.includes("broker") ? "strimzi.io/broker-role" : "strimzi.io/controller-role";
  return {
    metadata: { labels: { ...meshOff } },
    // Strimzi's pods have no nodeSelector; an affinity says the same.
    ...(matchExpressions.length === 0
      ? {}
      : {
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
            },
          },
        }),
    ...(tolerations === undefined ? {} : { tolerations }),
    topologySpreadConstraints: decideKafkaSpread({ "strimzi.io/cluster": name, [role]: "true" }, surroundings),
    // Handing over leaders and closing logs takes a full broker longer than Strimzi's 30 s; killed, it reads its logs through at the start.
    // https://strimzi.io/docs/operators/latest/deploying#assembly-customizing-kubernetes-resources-str
    terminationGracePeriodSeconds: 120,
  };
}

/** How pods of Strimzi's with these labels are kept apart, as its custom resources say it. */
export function decideKafkaSpread(labels: Labels, surroundings: Surroundings) {
  return decideSpread(labels, surroundings).map(({ maxSkew, topologyKey, whenUnsatisfiable, labelSelector }) => ({
    maxSkew,
    topologyKey,
    whenUnsatisfiable,
    labelSelector: { matchLabels: { ...labelSelector.matchLabels } },
  }));
}

/** Who may open the listener for clients, as NetworkPolicy peers. */
export type ListenerPeers = NonNullable<KafkaSpec["kafka"]["listeners"][number]["networkPolicyPeers"]>;

/** How clients reach the brokers. */
export interface KafkaListener {
  readonly port: number;
  readonly peers: ListenerPeers;
  /** Secret with the certificate that brokers show to clients. */
  readonly certificate: string;
  /** Besides from outside of the cluster. - behaviour: from inside alone. */
  readonly outside?: OutsideListener | undefined;
}

/**
 * Names by which clients reach the brokers: all of them at first, then each by its own.
 * https://strimzi.io/docs/operators/latest/deploying#ref-alternative-subjects-certs-for-listeners-str
 */
export function decideKafkaHosts(name: string): string[] {
  return decideHosts([`${name}-kafka-bootstrap`], [`${name}-kafka-brokers`]);
}

/**
 * The specification of a Strimzi Kafka: TLS with SCRAM at every listener, rights per user and topic.
 * https://strimzi.io/docs/operators/latest/configuring#type-KafkaClusterSpec-reference
 */
export function decideKafka(
  store: string,
  wish: KafkaWish,
  { port, peers, certificate, outside }: KafkaListener,
  surroundings: Surroundings,
): KafkaSpec {
  const copies = decideCopies(wish.brokers);
  const cruiseControl = decideBalancer(store, wish.brokers, copies, surroundings);
  const metrics = decideKafkaMetrics();
  return {
    kafka: {
      ...kafkaVersion,
      listeners: [
        {
          name: "tls",
          port,
          type: "internal",
          tls: true,
          authentication: { type: "scram-sha-512" },
          networkPolicyPeers: peers,
          configuration: {
            brokerCertChainAndKey: { secretName: certificate, certificate: "tls.crt", key: "tls.key" },
          },
        },
        ...(outside === undefined ? [] : [decideOutsideListener(outside, certificate)]),
      ],
      authorization: { type: "simple" },
      ...decideQuotas(wish),
      ...metrics.nodes,
      // A replica in each zone, and readers that read from their own.
      ...(surroundings.zones > 1 ? { rack: { topologyKey: zoneKey } } : {}),
      config: decideSettings(copies, surroundings),
    },
    ...(cruiseControl === undefined ? {} : { cruiseControl }),
    ...metrics.readers,
    entityOperator: {
      topicOperator: { resources: entityResources },
      userOperator: { resources: entityResources },
      template: { pod: { metadata: { labels: { ...meshOff } } } },
    },
  };
}

/** Brokers' own settings. https://kafka.apache.org/documentation/#brokerconfigs */
function decideSettings(copies: Copies, surroundings: Surroundings) {
  return {
    "auto.create.topics.enable": false,
    "default.replication.factor": copies.replicas,
    "min.insync.replicas": copies.minInSync,
    "offsets.topic.replication.factor": copies.replicas,
    "transaction.state.log.replication.factor": copies.replicas,
    "transaction.state.log.min.isr": copies.minInSync,
    "unclean.leader.election.enable": false,
    ...(surroundings.zones > 1
      ? { "replica.selector.class": "org.apache.kafka.common.replica.RackAwareReplicaSelector" }
      : {}),
  };
}

/** Share of a broker's volume that stays free. */
const freeShare = 0.1;

/**
 * Who publishes waits as soon as a volume is nearly full: a broker whose volume is full stops, and doesn't start again until
 * somebody makes room. With this, Kafka knows no limits for single users, but for all together. Not on a laptop, where a volume is a folder of a disk
 * that others fill. https://strimzi.io/docs/operators/latest/deploying#con-choosing-a-quota-plugin-str
 */
function decideQuotas({ brokers, throughput }: KafkaWish): Pick<KafkaSpec["kafka"], "quotas"> {
  const guard = brokers >= 3 ? { minAvailableRatioPerVolume: freeShare } : {};
  if (throughput === undefined) return brokers >= 3 ? { quotas: { type: "strimzi", ...guard } } : {};
  // What each user may do says the user; Kafka's own limits for all would also slow operators and the balancer.
  if (throughput.of === "each") return {};
  return { quotas: { type: "strimzi", ...guard, ...decideRates(throughput) } };
}

const MiB = 2 ** 20;

/** Bytes a second at one broker. */
function decideRates({ publishMiB, consumeMiB }: NonNullable<KafkaWish["throughput"]>) {
  return {
    ...(publishMiB === undefined ? {} : { producerByteRate: publishMiB * MiB }),
    ...(consumeMiB === undefined ? {} : { consumerByteRate: consumeMiB * MiB }),
  };
}

/**
 * What a service's user may do at each broker by itself, where that is wished for.
 * https://strimzi.io/docs/operators/latest/deploying#con-configuring-client-quotas-str
 */
export function decideUserQuotas({ throughput }: Pick<KafkaWish, "throughput">) {
  return throughput?.of === "each" ? { quotas: decideRates(throughput) } : {};
}

const entitySize: Capacity = { cpu: 0.05, memoryGiB: 0.375 };
/** The entity operator: one container for topics, one for users. */
export const entityOperatorSize: Capacity = { cpu: 2 * entitySize.cpu, memoryGiB: 2 * entitySize.memoryGiB };
const { cpu: entityCpu, memory: entityMemory } = quantities(entitySize);
const entityResources = { requests: { cpu: entityCpu, memory: entityMemory }, limits: { memory: entityMemory } };
