import type { SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup.js";
import type { BrokerArgs } from "@pulumi/aws/mq/broker.js";
import type { Input } from "@pulumi/pulumi";
import type { RabbitmqWish } from "../../../../environments/schema/messaging/rabbitmq.ts";
import type { ManagedRabbitmqSpec } from "../../../cloud.ts";
import { rabbitmqAdmin } from "../../../kit/messaging/rabbitmq/rabbitmq-setup.ts";
import { sizes, smallestWith, type Capacity } from "../../../kit/sizes.ts";
import { rabbitmqPorts } from "../databases/managed-stores.ts";
import { partsOf } from "../network/network.ts";
import { tagsOf } from "../tags.ts";
import { upkeepTime } from "../databases/windows.ts";

/** A broker's machine. */
export interface QueueMachine extends Capacity {
  readonly name: string;
  /** Whether AWS would have nobody depend on it: no broker of a cluster gets it. */
  readonly forTests: boolean;
}

/**
 * The only family that runs RabbitMQ 4. The smallest is for tests: it takes 300 connections, the next 5000.
 * https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-4.html
 * https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-sizing-guidelines.html
 */
const queueMachines: readonly QueueMachine[] = [
  { name: "mq.m7g.medium", cpu: 1, memoryGiB: 4, forTests: true },
  { name: "mq.m7g.large", cpu: 2, memoryGiB: 8, forTests: false },
  { name: "mq.m7g.xlarge", cpu: 4, memoryGiB: 16, forTests: false },
  { name: "mq.m7g.2xlarge", cpu: 8, memoryGiB: 32, forTests: false },
];

/** The smallest machine with at least the wish's capacity. Throws where none is large enough. */
export function decideQueueMachine({ size, brokers }: Pick<RabbitmqWish, "size" | "brokers">): QueueMachine {
  const machines = queueMachines.filter(({ forTests }) => brokers === 1 || !forTests);
  return smallestWith(machines, sizes[size], "broker of queues");
}

/** What a broker needs around it. */
export interface RabbitmqParts {
  readonly securityGroup: Input<string>;
  readonly password: Input<string>;
}

/**
 * Without `encryptionOptions`: Amazon MQ refuses RabbitMQ any key but its own. Without a configuration: its defaults are
 * ours, and what differs by queue is said by policies inside.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-amazonmq-broker-encryptionoptions.html
 * https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/configurable-values.html
 */
export function brokerArgs(brokerName: string, spec: ManagedRabbitmqSpec, parts: RabbitmqParts): BrokerArgs {
  const { wish, network, tags } = spec;
  const { dataSubnets } = partsOf(network);
  return {
    brokerName,
    engineType: "RabbitMQ",
    engineVersion: wish.version,
    // Patches; for RabbitMQ it has to be so. The next minor version is the environment's choice.
    autoMinorVersionUpgrade: true,
    hostInstanceType: decideQueueMachine(wish).name,
    deploymentMode: wish.brokers === 1 ? "SINGLE_INSTANCE" : "CLUSTER_MULTI_AZ",
    // Where its doors are: one alone takes one.
    subnetIds: wish.brokers === 1 ? dataSubnets.apply((subnets) => subnets.slice(0, 1)) : dataSubnets,
    securityGroups: [parts.securityGroup],
    publiclyAccessible: false,
    // Others are made from inside, and so are their rights.
    users: [{ username: rabbitmqAdmin, password: parts.password }],
    logs: { general: true },
    maintenanceWindowStartTime: { dayOfWeek: "SUNDAY", timeOfDay: upkeepTime, timeZone: "UTC" },
    // What an approved `up` says is done when it is over, not in some window later.
    applyImmediately: true,
    tags: tagsOf(tags),
  };
}

/** AMQP for services, and the management API for the Job that sets up what is inside. */
export function queueDoorArgs(name: string, { network, tags }: ManagedRabbitmqSpec): SecurityGroupArgs {
  const { port, managementPort } = rabbitmqPorts;
  const open = (what: string, at: number) => ({
    description: `${what} from nodes and pods`,
    protocol: "tcp",
    fromPort: at,
    toPort: at,
    cidrBlocks: partsOf(network).clientBlocks,
  });
  return {
    vpcId: network.id,
    description: "RabbitMQ for nodes and pods",
    ingress: [open("Management", managementPort), open("AMQP", port)],
    // Answers need no rule, and brokers reach each other in a network of AWS's.
    egress: [],
    tags: tagsOf(tags, name),
  };
}

/** The host of an address such as `amqps://b-1234.mq.eu-west-1.on.aws:5671`. A text that is no address stays as it is. */
export function hostAt(address: string): string {
  return address.replace(/^amqps:\/\//, "").replace(/:5671$/, "");
}
