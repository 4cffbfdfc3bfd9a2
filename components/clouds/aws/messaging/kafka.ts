import { Policy as ScalingPolicy } from "@pulumi/aws/appautoscaling/policy.js";
import { Target as ScalingTarget } from "@pulumi/aws/appautoscaling/target.js";
import { LogGroup, type LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import { SecurityGroup, type SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup.js";
import { Cluster, type ClusterArgs } from "@pulumi/aws/msk/cluster.js";
import { Configuration, type ConfigurationArgs } from "@pulumi/aws/msk/configuration.js";
import { Topic, type TopicArgs } from "@pulumi/aws/msk/topic.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { KafkaAccess, Login, ManagedKafka, ManagedKafkaSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { kafkaAdmin } from "../../../kit/messaging/kafka/kafka-setup.ts";
import { keyRotationDays } from "../../../kit/rights/keys.ts";
import { autoNamed, boundedName } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { decideRetention } from "../network/flow-logs.ts";
import { clusterArgs, configurationArgs, storagePolicyArgs, storageTargetArgs, topicArgs } from "./kafka-args.ts";
import { createKafkaLogins } from "./kafka-logins.ts";
import { AwsKey } from "../rights/keys.ts";
import { awsManagedStores, kafkaPort } from "../databases/managed-stores.ts";
import { nameLimits } from "../names.ts";
import { partsOf } from "../network/network.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What a caller may change on the children below. */
export interface AwsKafkaTransforms {
  readonly cluster?: Transform<ClusterArgs>;
  readonly configuration?: Transform<ConfigurationArgs>;
  readonly topic?: Transform<TopicArgs>;
  readonly securityGroup?: Transform<SecurityGroupArgs>;
  readonly logGroup?: Transform<LogGroupArgs>;
}

/** What Kafka is made from. */
export interface AwsKafkaArgs {
  readonly spec: ManagedKafkaSpec;
  readonly settings: AwsSettings;
  readonly transforms?: AwsKafkaTransforms | undefined;
}

/**
 * Kafka on Amazon MSK: brokers over the zones, the topics that services declare, and a login for each service by SCRAM.
 * Rights are set from inside of the cluster by the administrator, since AWS has no API for them.
 */
export class AwsKafka extends Component implements ManagedKafka {
  static readonly type = "landbridge:aws:Kafka";
  readonly access: KafkaAccess;
  readonly admin: Login;

  constructor(name: string, { spec, settings, transforms }: AwsKafkaArgs, opts: ComponentResourceOptions) {
    super(AwsKafka.type, name, { wish: spec.wish, topics: spec.topics.map((topic) => topic.name) }, opts);
    const { wish, topics, users, tags, protect } = spec;
    const inside = { parent: this };
    const clusterName = boundedName(name, nameLimits.brokerCluster);
    const parts = createParts(name, clusterName, spec, transforms, this);
    const cluster = new Cluster(
      `${name}-brokers`,
      transformed(transforms?.cluster, clusterArgs(clusterName, spec, parts)),
      {
        ...inside,
        // Its name is fixed, as that of its logs.
        ...holdsData(protect),
        // Volumes grow by themselves and can't shrink: the size in the environment is where they begin.
        ignoreChanges: ["brokerNodeGroupInfo.storageInfo.ebsStorageInfo.volumeSize"],
        customTimeouts: { create: "2h", update: "3h", delete: "2h" },
      },
    );
    createScaling(name, spec, cluster.arn, this);
    for (const topic of topics) {
      const args = transformed(transforms?.topic, topicArgs(topic, cluster.arn));
      new Topic(`${name}-topic-${topic.name}`, args, { ...inside, ...holdsData(protect), deletedWith: cluster });
    }
    const logins = createKafkaLogins(
      name,
      {
        users: [...users.map((user) => user.name), kafkaAdmin],
        clusterArn: cluster.arn,
        key: spec.key?.id ?? createKey(name, spec, settings, this),
        tags,
      },
      this,
    );
    const { [kafkaAdmin]: admin, ...others } = logins.logins;
    if (admin === undefined) throw new Error(`${name} has no administrator`);
    this.admin = admin;
    this.access = {
      kind: "kafka",
      bootstrap: afterAll(cluster.bootstrapBrokersSaslScram, [logins.ready]),
      protocol: "SASL_SSL",
      mechanism: awsManagedStores.kafka.mechanism,
      logins: others,
    };
    this.registerOutputs({ bootstrap: this.access.bootstrap, size: wish.size });
  }
}

/** What the brokers need around them. */
function createParts(
  name: string,
  clusterName: string,
  spec: ManagedKafkaSpec,
  transforms: AwsKafkaTransforms | undefined,
  parent: Component,
) {
  const securityGroup = new SecurityGroup(
    autoNamed(`${name}-clients`, nameLimits.securityGroup),
    transformed(transforms?.securityGroup, securityGroupArgs(name, spec)),
    { parent },
  );
  const logGroup = new LogGroup(`${name}-logs`, transformed(transforms?.logGroup, logGroupArgs(clusterName, spec)), {
    parent,
    deleteBeforeReplace: false,
  });
  const configuration = new Configuration(
    `${name}-configuration`,
    transformed(transforms?.configuration, configurationArgs(spec)),
    { parent },
  );
  return {
    securityGroup: securityGroup.id,
    logGroup: logGroup.name,
    configuration: { arn: configuration.arn, revision: configuration.latestRevision },
  };
}

function securityGroupArgs(name: string, { network, tags }: ManagedKafkaSpec): SecurityGroupArgs {
  return {
    vpcId: network.id,
    description: "Kafka for nodes and pods",
    ingress: [
      {
        description: "Kafka from nodes and pods",
        protocol: "tcp",
        fromPort: kafkaPort,
        toPort: kafkaPort,
        cidrBlocks: partsOf(network).clientBlocks,
      },
    ],
    // Answers need no rule, and brokers reach each other in a network of AWS's.
    egress: [],
    tags: tagsOf(tags, name),
  };
}

function logGroupArgs(clusterName: string, { key, logDays, tags }: ManagedKafkaSpec): LogGroupArgs {
  return {
    name: `/aws/msk/${clusterName}`,
    retentionInDays: decideRetention(logDays),
    ...(key === undefined ? {} : { kmsKeyId: key.id }),
    tags: tagsOf(tags),
  };
}

function createScaling(name: string, spec: ManagedKafkaSpec, clusterArn: Output<string>, parent: Component): void {
  const target = new ScalingTarget(`${name}-storage`, storageTargetArgs(spec, clusterArn), { parent });
  const { resourceId, scalableDimension, serviceNamespace } = target;
  new ScalingPolicy(
    `${name}-storage`,
    storagePolicyArgs(`${name}-storage`, { resourceId, scalableDimension, serviceNamespace }),
    { parent },
  );
}

/** A key for the logins alone, where the data has none: MSK takes no secret under AWS's own. */
function createKey(
  name: string,
  { wish, tags }: ManagedKafkaSpec,
  settings: AwsSettings,
  parent: Component,
): Output<string> {
  const { dataClass } = wish;
  const users = ["brokers", "secrets"] as const;
  const spec = { dataClass, users, rotationDays: keyRotationDays, tags, protect: false };
  return new AwsKey(`${name}-logins-key`, { spec, settings }, { parent }).id;
}
