import type { IKafkaConnect } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaConnect";
import type { KafkaWish } from "../../../../../environments/schema/stores/stores.ts";
import { namespaces } from "../../../cluster/namespaces.ts";
import { meshOff } from "../../../labels.ts";
import { ports } from "../../../network/ports.ts";
import { quantities, sizes, type Capacity } from "../../../sizes.ts";
import type { Surroundings } from "../../../surroundings.ts";
import { decideCopies, decideKafkaSpread, kafkaVersion } from "../kafka.ts";
import type { Topic } from "../kafka-topics.ts";
import { allow, type Acl } from "../kafka-users.ts";
import { decideWorkerMetrics } from "./worker-metrics.ts";

/** Specification of a `KafkaConnect`. */
export type ConnectSpec = NonNullable<IKafkaConnect["spec"]>;

/** Workers of Kafka Connect: those that capture, and those of each mirror. */
export interface Workers {
  /** Name of their custom resource. */
  readonly name: string;
  /** Their group; in it an underscore or no dot, so that no service's group is called so. */
  readonly group: string;
}

/** Whose login the workers have in the Kafka store, and how they trust it. */
export interface WorkersLogin {
  readonly user: string;
  /** Secret with the password, as `password`. */
  readonly secret: string;
  /** Secret with who signed the brokers' certificate, as `ca.crt`. */
  readonly authority: string;
}

/** The workers that capture tables. */
export function captureWorkers(store: string): Workers {
  return { name: `${store}-connect`, group: "connect" };
}

/** Login of the workers that capture, without the Kafka store's name. */
export const captureLogin = "connect";

/** The workers of a mirror. */
export function mirrorWorkers(store: string, mirror: string): Workers {
  return { name: `${store}-mirror-${mirror}`, group: `mirror_${mirror}` };
}

/** What each worker gets. */
export function workerCapacity({ workerSize = "small" }: Pick<KafkaWish, "workerSize">): Capacity {
  return sizes[workerSize];
}

/** Two, where an hour without one would hurt more than the second costs: the other goes on with its work. */
export function workerCount({ brokers }: Pick<KafkaWish, "brokers">): number {
  return brokers >= 3 ? 2 : 1;
}

/** Topics in which workers keep what they are to do, how far they are and how it goes: each all of the last for a key. */
export function decideWorkerTopics({ group }: Workers): Topic[] {
  const kept = { cleanup: "compact", retentionHours: 168 } as const;
  const names = workerTopics(group);
  return [
    { ...kept, name: names.configs, partitions: 1 },
    { ...kept, name: names.offsets, partitions: 25 },
    { ...kept, name: names.status, partitions: 5 },
  ];
}

function workerTopics(group: string) {
  return { configs: `${group}_configs`, offsets: `${group}_offsets`, status: `${group}_status` };
}

/**
 * What workers may do for themselves: their topics, their group, and transactions under its name.
 * https://strimzi.io/docs/operators/latest/deploying#proc-configuring-kafka-connect-user-authorization-str
 * https://cwiki.apache.org/confluence/display/KAFKA/KIP-618%3A+Exactly-Once+Support+for+Source+Connectors
 */
export function decideWorkerAcls({ group }: Workers): Acl[] {
  return [
    allow("group", group, "literal", ["Describe", "Read"]),
    ...Object.values(workerTopics(group)).map((topic) =>
      allow("topic", topic, "literal", ["Create", "Describe", "DescribeConfigs", "Read", "Write"]),
    ),
    // Of the worker that leads, and of each task.
    allow("transactionalId", `connect-cluster-${group}`, "literal", ["Describe", "Write"]),
    allow("transactionalId", `${group}-`, "prefix", ["Describe", "Write"]),
  ];
}

/** What workers are told of the Kafka store that they keep their state in, and of their pods. */
export function decideWorkers(
  store: string,
  workers: Workers,
  login: WorkersLogin,
  wish: Pick<KafkaWish, "brokers" | "workerSize">,
  surroundings: Surroundings,
) {
  const { configs, offsets, status } = workerTopics(workers.group);
  const capacity = workerCapacity(wish);
  const { cpu, memory } = quantities(capacity);
  const heap = `${Math.round(capacity.memoryGiB * 512)}m`;
  const { replicas } = decideCopies(wish.brokers);
  return {
    pods: {
      version: kafkaVersion.version,
      replicas: workerCount(wish),
      resources: { requests: { cpu, memory }, limits: { memory } },
      jvmOptions: { "-Xms": heap, "-Xmx": heap },
      metricsConfig: decideWorkerMetrics(workers),
    },
    target: {
      bootstrapServers: `${store}-kafka-bootstrap.${namespaces.data}.svc:${ports.kafka}`,
      groupId: workers.group,
      configStorageTopic: configs,
      offsetStorageTopic: offsets,
      statusStorageTopic: status,
      tls: { trustedCertificates: [{ secretName: login.authority, certificate: "ca.crt" }] },
      authentication: {
        type: "scram-sha-512" as const,
        username: login.user,
        passwordSecret: { secretName: login.secret, password: "password" },
      },
      config: {
        "config.storage.replication.factor": replicas,
        "offset.storage.replication.factor": replicas,
        "status.storage.replication.factor": replicas,
        // What is written, and how far it was read, in one transaction: nothing twice after a restart.
        "exactly.once.source.support": "enabled",
      },
    },
    template: {
      podDisruptionBudget: { maxUnavailable: 1 },
      pod: {
        metadata: { labels: { ...meshOff } },
        topologySpreadConstraints: decideKafkaSpread({ "strimzi.io/cluster": workers.name }, surroundings),
      },
    },
  };
}
