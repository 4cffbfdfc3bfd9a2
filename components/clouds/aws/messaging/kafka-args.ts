import type { PolicyArgs } from "@pulumi/aws/appautoscaling/policy.js";
import type { TargetArgs } from "@pulumi/aws/appautoscaling/target.js";
import type { ClusterArgs } from "@pulumi/aws/msk/cluster.js";
import type { ConfigurationArgs } from "@pulumi/aws/msk/configuration.js";
import type { TopicArgs } from "@pulumi/aws/msk/topic.js";
import type { Input } from "@pulumi/pulumi";
import type { KafkaWish } from "../../../../environments/schema/stores/stores.ts";
import type { ManagedKafkaSpec } from "../../../cloud.ts";
import { decideCopies } from "../../../kit/messaging/kafka/kafka.ts";
import { decideManagedTopic, type Topic } from "../../../kit/messaging/kafka/kafka-topics.ts";
import { canonicalJson } from "../../../kit/names.ts";
import { sizes, smallestWith, type Capacity } from "../../../kit/sizes.ts";
import { partsOf } from "../network/network.ts";
import { tagsOf } from "../tags.ts";

/**
 * The newest that standard brokers run, without ZooKeeper.
 * https://docs.aws.amazon.com/msk/latest/developerguide/supported-kafka-versions.html
 */
export const mskVersion = "4.1.x.kraft";

/** A broker's machine. */
export interface BrokerMachine extends Capacity {
  readonly name: string;
}

/**
 * Standard brokers with Graviton processors. Smaller ones share a processor and are left out.
 * https://docs.aws.amazon.com/msk/latest/developerguide/broker-instance-sizes.html
 */
export const brokerMachines: readonly BrokerMachine[] = [
  { name: "kafka.m7g.large", cpu: 2, memoryGiB: 8 },
  { name: "kafka.m7g.xlarge", cpu: 4, memoryGiB: 16 },
  { name: "kafka.m7g.2xlarge", cpu: 8, memoryGiB: 32 },
];

/** The smallest machine with at least the wish's capacity. Throws where none is large enough. */
export function decideBrokerMachine({ size }: Pick<KafkaWish, "size">): BrokerMachine {
  return smallestWith(brokerMachines, sizes[size], "broker");
}

/** What a cluster needs around it. */
export interface BrokerParts {
  readonly securityGroup: Input<string>;
  readonly logGroup: Input<string>;
  readonly configuration: { readonly arn: Input<string>; readonly revision: Input<number> };
}

/** https://docs.aws.amazon.com/msk/1.0/apireference/clusters.html */
export function clusterArgs(clusterName: string, spec: ManagedKafkaSpec, parts: BrokerParts): ClusterArgs {
  const { wish, network, key, tags } = spec;
  return {
    clusterName,
    kafkaVersion: mskVersion,
    numberOfBrokerNodes: wish.brokers,
    brokerNodeGroupInfo: {
      instanceType: decideBrokerMachine(wish).name,
      clientSubnets: partsOf(network).dataSubnets,
      securityGroups: [parts.securityGroup],
      storageInfo: { ebsStorageInfo: { volumeSize: wish.storageGiB } },
      connectivityInfo: { publicAccess: { type: "DISABLED" } },
    },
    storageMode: "LOCAL",
    clientAuthentication: { sasl: { scram: true, iam: false }, unauthenticated: false },
    encryptionInfo: {
      ...(key === undefined ? {} : { encryptionAtRestKmsKeyArn: key.id }),
      encryptionInTransit: { clientBroker: "TLS", inCluster: true },
    },
    configurationInfo: parts.configuration,
    // Topics' own figures come with the next level, and cost.
    enhancedMonitoring: "PER_BROKER",
    loggingInfo: { brokerLogs: { cloudwatchLogs: { enabled: true, logGroup: parts.logGroup } } },
    tags: tagsOf(tags),
  };
}

/**
 * The brokers' settings, as in-cluster ones have them. `allow.everyone.if.no.acl.found` stays as AWS has it, since nobody
 * could set the first right otherwise: what closes it are the administrator's rights to everything.
 * https://docs.aws.amazon.com/msk/latest/developerguide/msk-configuration-properties.html
 */
export function configurationArgs({ wish }: Pick<ManagedKafkaSpec, "wish">): ConfigurationArgs {
  const { replicas, minInSync } = decideCopies(Math.max(wish.brokers, 3));
  const properties = {
    "auto.create.topics.enable": false,
    "default.replication.factor": replicas,
    "min.insync.replicas": minInSync,
    "offsets.topic.replication.factor": replicas,
    "transaction.state.log.replication.factor": replicas,
    "transaction.state.log.min.isr": minInSync,
    "unclean.leader.election.enable": false,
    "replica.selector.class": "org.apache.kafka.common.replica.RackAwareReplicaSelector",
  };
  const lines = Object.entries(properties).map(([name, value]) => `${name}=${String(value)}`);
  return { kafkaVersions: [mskVersion], serverProperties: `${lines.join("\n")}\n` };
}

/** AWS makes topics for clusters of Kafka 3.6 and later. https://docs.aws.amazon.com/msk/latest/developerguide/msk-topic-operations-information.html */
export function topicArgs(topic: Topic, clusterArn: Input<string>): TopicArgs {
  const { partitions, replicas, config } = decideManagedTopic(topic);
  return {
    name: topic.name,
    clusterArn,
    partitionCount: partitions,
    replicationFactor: replicas,
    configs: canonicalJson(config),
  };
}

/** The largest volume of a broker in GiB. https://docs.aws.amazon.com/msk/latest/developerguide/limits.html */
const mostStorageGiB = 16384;

/**
 * Volumes grow by themselves up to four times what they began with, and never shrink.
 * https://docs.aws.amazon.com/msk/latest/developerguide/msk-autoexpand.html
 */
export function storageTargetArgs({ wish, tags }: ManagedKafkaSpec, clusterArn: Input<string>): TargetArgs {
  return {
    serviceNamespace: "kafka",
    scalableDimension: "kafka:broker-storage:VolumeSize",
    resourceId: clusterArn,
    // Has to be so. Volumes can't become smaller in any case.
    minCapacity: 1,
    maxCapacity: Math.min(mostStorageGiB, 4 * wish.storageGiB),
    tags: tagsOf(tags),
  };
}

/** Volumes grow when the fullest is at 60 per cent. */
export function storagePolicyArgs(
  name: string,
  target: Pick<PolicyArgs, "resourceId" | "scalableDimension" | "serviceNamespace">,
): PolicyArgs {
  return {
    name,
    policyType: "TargetTrackingScaling",
    ...target,
    targetTrackingScalingPolicyConfiguration: {
      predefinedMetricSpecification: { predefinedMetricType: "KafkaBrokerStorageUtilization" },
      targetValue: 60,
      disableScaleIn: true,
    },
  };
}
