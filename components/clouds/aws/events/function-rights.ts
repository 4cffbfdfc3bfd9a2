import { interpolate, type Input, type Output } from "@pulumi/pulumi";
import type { EventsSpec, EventTarget } from "../../../cloud.ts";
import type { FunctionDecision } from "../../../kit/events/events.ts";
import type { PolicyStatement } from "../rights/policy-document.ts";
import { bucketActions } from "../../../kit/objects/bucket-actions.ts";
import { queueActions, topicActions } from "../rights/workload-actions.ts";
import type { AwsSettings } from "../settings.ts";

/** What a function's rights are made from. */
export interface FunctionRightsArgs {
  readonly functionName: string;
  readonly wish: FunctionDecision;
  readonly queue: Pick<EventTarget, "id">;
  readonly targets: readonly (readonly [name: string, target: EventTarget])[];
  readonly logGroup: Output<string>;
  readonly spec: Pick<EventsSpec, "buckets">;
  readonly settings: AwsSettings;
}

/** To read its queue, to write its logs, to have an address in the network, and what it says that it uses. */
export function decideFunctionRights(args: FunctionRightsArgs): PolicyStatement[] {
  const { queue, logGroup, wish, targets, spec } = args;
  return [
    allow("Messages", queueActions.consume, queue.id),
    allow("Logs", ["logs:CreateLogStream", "logs:PutLogEvents"], interpolate`${logGroup}:*`),
    ...networkStatements(args),
    ...targetStatements(wish, targets),
    ...bucketStatements(wish, spec),
  ];
}

/**
 * Lambda takes the function's own rights to give it an address in the network; the function's code may not. Describing names
 * nothing, and an address has no name before.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
function networkStatements({ functionName, settings }: FunctionRightsArgs): PolicyStatement[] {
  const { account, regions } = settings;
  const arn = `arn:aws:lambda:${regions.primary}:${account}:function:${functionName}`;
  return [
    { Sid: "Network", Effect: "Allow", Action: networkActions, Resource: "*" },
    {
      Sid: "NotItsCode",
      Effect: "Deny",
      Action: networkActions,
      Resource: "*",
      Condition: { ArnEquals: { "lambda:SourceFunctionArn": arn } },
    },
  ];
}

const networkActions = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:UnassignPrivateIpAddresses",
] as const;

function targetStatements({ publishes }: FunctionDecision, targets: FunctionRightsArgs["targets"]): PolicyStatement[] {
  const ids = (kind: "queue" | "topic"): Output<string>[] =>
    targets.flatMap(([name, { id }]) =>
      publishes.some((target) => target.name === name && target.kind === kind) ? [id] : [],
    );
  const [queues, topics] = [ids("queue"), ids("topic")];
  return [
    ...(queues.length === 0 ? [] : [allow("Queues", queueActions.publish, queues)]),
    ...(topics.length === 0 ? [] : [allow("Topics", topicActions.publish, topics)]),
  ];
}

function bucketStatements({ buckets }: FunctionDecision, spec: FunctionRightsArgs["spec"]): PolicyStatement[] {
  return (["read", "read-write"] as const).flatMap((access) => {
    const ids = Object.keys(buckets)
      .sort()
      .flatMap((name) => {
        const bucket = buckets[name] === access ? spec.buckets[name] : undefined;
        return bucket === undefined ? [] : [bucket.id];
      });
    if (ids.length === 0) return [];
    const sid = access === "read" ? "Read" : "Write";
    return [
      allow(`${sid}Buckets`, bucketActions[access].bucket, ids),
      allow(
        `${sid}Objects`,
        bucketActions[access].objects,
        ids.map((id) => interpolate`${id}/*`),
      ),
    ];
  });
}

function allow(
  sid: string,
  actions: readonly string[],
  resource: Input<string> | readonly Input<string>[],
): PolicyStatement {
  return { Sid: sid, Effect: "Allow", Action: actions, Resource: resource };
}
