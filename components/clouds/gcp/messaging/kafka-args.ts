import type { AclArgs } from "@pulumi/gcp/managedkafka/acl.js";
import type { ClusterArgs } from "@pulumi/gcp/managedkafka/cluster.js";
import type { TopicArgs } from "@pulumi/gcp/managedkafka/topic.js";
import { interpolate, type Input, type Output } from "@pulumi/pulumi";
import type { KafkaWish } from "../../../../environments/schema/stores/stores.ts";
import type { ManagedKafkaSpec } from "../../../cloud.ts";
import { decideManagedTopic, type Topic } from "../../../kit/messaging/kafka/kafka-topics.ts";
import { operationName, type ResourceRights } from "../../../kit/messaging/kafka/kafka-users.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { sizes } from "../../../kit/sizes.ts";
import { labelsOf } from "../tags.ts";
import { endpointSubnet } from "../network/network.ts";
import type { GcpSettings } from "../settings.ts";

/** CPUs and memory of all brokers together, as Google takes them. */
export interface KafkaCapacity {
  readonly cpus: number;
  readonly memoryGiB: number;
}

/**
 * What the brokers that were wished for have together. Google takes 3 CPUs or more and 1 to 8 GiB for each, and decides
 * itself on how many brokers it spreads them.
 * https://cloud.google.com/managed-service-for-apache-kafka/docs/plan-cluster-size
 */
export function decideCapacity({ brokers, size }: Pick<KafkaWish, "brokers" | "size">): KafkaCapacity {
  const { cpu, memoryGiB } = sizes[size];
  const cpus = Math.max(3, Math.ceil(brokers * cpu));
  return { cpus, memoryGiB: Math.min(cpus * 8, Math.max(cpus, Math.ceil(brokers * memoryGiB))) };
}

/** GiB of the smallest disk of a broker. */
const leastDiskGiB = 100;

/** https://cloud.google.com/managed-service-for-apache-kafka/docs/reference/rest/v1/projects.locations.clusters */
export function clusterArgs(clusterId: string, spec: ManagedKafkaSpec, { regions }: GcpSettings): ClusterArgs {
  const { wish, network, key, tags } = spec;
  const { cpus, memoryGiB } = decideCapacity(wish);
  const subnet = afterAll(endpointSubnet(network), [network.ready]);
  return {
    clusterId,
    location: regions.primary,
    capacityConfig: { vcpuCount: String(cpus), memoryBytes: String(memoryGiB * 2 ** 30) },
    brokerCapacityConfig: { diskSizeGib: String(Math.max(leastDiskGiB, wish.storageGiB)) },
    gcpConfig: {
      accessConfig: { networkConfigs: [{ subnet }] },
      ...(key === undefined ? {} : { kmsKey: key.id }),
    },
    rebalanceConfig: { mode: "AUTO_REBALANCE_ON_SCALE_UP" },
    labels: labelsOf(tags),
  };
}

/** https://cloud.google.com/managed-service-for-apache-kafka/docs/create-topic */
export function topicArgs(topic: Topic, cluster: Output<string>, { regions }: GcpSettings): TopicArgs {
  const { partitions, replicas, config } = decideManagedTopic(topic);
  return {
    topicId: topic.name,
    cluster,
    location: regions.primary,
    partitionCount: partitions,
    replicationFactor: replicas,
    configs: { ...config },
  };
}

/** What Google calls Kafka's resources in an ACL's id: one of a name, those of a prefix, and all of them. */
const aclTypes = { topic: "topic", group: "consumerGroup", transactionalId: "transactionalId" } as const;

/** Resources on which nobody but the administrator has rights, unless they are given one by one. */
export const closedAcls = ["allConsumerGroups", "allTopics", "allTransactionalIds", "cluster"] as const;

/** The id of an ACL, which says what it is to. */
export function aclId({ type, name, prefix }: Pick<ResourceRights, "type" | "name" | "prefix">): string {
  return `${aclTypes[type]}${prefix ? "Prefixed" : ""}/${name}`;
}

/** https://cloud.google.com/managed-service-for-apache-kafka/docs/acl-concepts */
export function aclArgs(
  id: string,
  rights: readonly { readonly email: Input<string>; readonly operation: string }[],
  cluster: Output<string>,
  { regions }: GcpSettings,
): AclArgs {
  return {
    aclId: id,
    cluster,
    location: regions.primary,
    aclEntries: rights.map(({ email, operation }) => ({
      principal: interpolate`User:${email}`,
      permissionType: "ALLOW",
      operation: operationName(operation),
      host: "*",
    })),
  };
}
