import type { LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup.js";
import type { FunctionArgs } from "@pulumi/aws/lambda/function.js";
import type { Input, Output } from "@pulumi/pulumi";
import type { EventsSpec, EventTarget } from "../../../cloud.ts";
import { bucketVariable } from "../../../kit/workloads/bindings.ts";
import { eventsVariable, imageAt, type FunctionDecision } from "../../../kit/events/events.ts";
import { decideRetention } from "../network/flow-logs.ts";
import { partsOf } from "../network/network.ts";
import { tagsOf } from "../tags.ts";
import { adapterVariables } from "./adapter.ts";

/** What a function's arguments are made from. */
export interface FunctionParts {
  readonly functionName: string;
  readonly wish: FunctionDecision;
  readonly targets: readonly (readonly [name: string, target: EventTarget])[];
  readonly spec: EventsSpec;
  readonly role: Output<string>;
  readonly securityGroup: Output<string>;
  readonly logGroup: Output<string>;
}

/**
 * https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
 *
 * No concurrency is reserved: a new account has less than would have to be left for others. How many run at once is said
 * where messages are taken from the queue.
 */
export function functionArgs({ functionName, wish, targets, spec, ...parts }: FunctionParts): FunctionArgs {
  const { network, key, tags, registry } = spec;
  return {
    name: functionName,
    packageType: "Image",
    imageUri: registry.host.apply((host) => imageAt(host, wish.image)),
    // Other clouds run no other.
    architectures: ["x86_64"],
    role: parts.role,
    memorySize: wish.memoryMiB,
    timeout: wish.timeoutSeconds,
    environment: { variables: variablesOf(wish, targets, spec) },
    // Of the variables; an image is encrypted by the registry's key, and Lambda's copy of it by one of Lambda's.
    ...(key === undefined ? {} : { kmsKeyArn: key.id }),
    vpcConfig: { subnetIds: network.nodeSubnets, securityGroupIds: [parts.securityGroup] },
    loggingConfig: { logFormat: "JSON", logGroup: parts.logGroup },
    tags: tagsOf(tags),
  };
}

function variablesOf(
  { config, buckets }: FunctionDecision,
  targets: FunctionParts["targets"],
  spec: EventsSpec,
): Record<string, Input<string>> {
  const given = Object.keys(buckets).flatMap((name): [string, Input<string>][] => {
    const bucket = spec.buckets[name];
    return bucket === undefined ? [] : [[bucketVariable(name), bucket.url]];
  });
  const reached = targets.map(([name, { url }]): [string, Input<string>] => [eventsVariable(name), url]);
  return { ...config, ...Object.fromEntries([...given, ...reached]), ...adapterVariables };
}

/** Where Lambda would write by itself, and for ever. */
export function functionLogArgs(
  functionName: string,
  { key, logDays, tags }: Pick<EventsSpec, "key" | "logDays" | "tags">,
): LogGroupArgs {
  return {
    name: `/aws/lambda/${functionName}`,
    retentionInDays: decideRetention(logDays),
    ...(key === undefined ? {} : { kmsKeyId: key.id }),
    tags: tagsOf(tags),
  };
}

/** Nobody comes in. Out to AWS's services and others by TLS, and to what is in the network. */
export function securityGroupArgs(name: string, { network, tags }: EventsSpec): SecurityGroupArgs {
  return {
    vpcId: network.id,
    description: "A function: nobody comes in",
    ingress: [],
    egress: [
      { description: "TLS to anywhere", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] },
      {
        description: "What is in the network",
        protocol: "tcp",
        fromPort: 1,
        toPort: 65535,
        cidrBlocks: partsOf(network).blocks,
      },
    ],
    tags: tagsOf(tags, name),
  };
}
