import { LogGroup, type LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import { FlowLog } from "@pulumi/aws/ec2/flowLog.js";
import { interpolate, type Output, type Resource } from "@pulumi/pulumi";
import type { NetworkSpec } from "../../../cloud.ts";
import { boundedName } from "../../../kit/names.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { createRole, trustService, type AwsRole } from "../rights/identity.ts";
import { nameLimits } from "../names.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** Days that CloudWatch can keep logs for. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** The fewest days that CloudWatch offers and that are no fewer than wished; its most where there are none. */
export function decideRetention(days: number): number {
  return retentions.find((offered) => offered >= days) ?? 3653;
}

/**
 * Logs who talks to whom in the VPC: all of it, since AWS takes no sample, summed up for ten minutes at a time.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html
 */
export function createFlowLogs(
  name: string,
  args: {
    readonly spec: Pick<NetworkSpec, "key" | "logDays" | "tags">;
    readonly settings: AwsSettings;
    readonly vpcId: Output<string>;
    readonly transform?: Transform<LogGroupArgs> | undefined;
  },
  parent: Resource,
): FlowLog {
  const { spec, settings, vpcId, transform } = args;
  const group = new LogGroup(
    name,
    transformed(transform, {
      // Fixed: by how it begins the key knows what it may encrypt. Nobody but the role below writes to it, so that it is
      // free as soon as it is deleted.
      name: boundedName(`/aws/vpc/${name}`, nameLimits.logGroup),
      retentionInDays: decideRetention(spec.logDays),
      ...(spec.key === undefined ? {} : { kmsKeyId: spec.key.id }),
      tags: tagsOf(spec.tags),
    }),
    { parent },
  );
  const role = createWriter(name, group, spec, settings, parent);
  return new FlowLog(
    name,
    {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 600,
      tags: tagsOf(spec.tags, name),
    },
    { parent },
  );
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
function createWriter(
  name: string,
  group: LogGroup,
  spec: Pick<NetworkSpec, "tags">,
  settings: AwsSettings,
  parent: Resource,
): AwsRole {
  return createRole(
    name,
    {
      trust: trustService("vpc-flow-logs.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": settings.account },
        ArnLike: { "aws:SourceArn": `arn:aws:ec2:${settings.regions.primary}:${settings.account}:vpc-flow-log/*` },
      }),
      rights: [
        {
          Sid: "Write",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          Resource: [group.arn, interpolate`${group.arn}:*`],
        },
        // Can't be narrowed to one group.
        { Sid: "Find", Effect: "Allow", Action: ["logs:DescribeLogGroups"], Resource: "*" },
      ],
      tags: spec.tags,
    },
    parent,
  );
}
