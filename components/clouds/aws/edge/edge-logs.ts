import { LogDelivery } from "@pulumi/aws/cloudwatch/logDelivery.js";
import { LogDeliveryDestination } from "@pulumi/aws/cloudwatch/logDeliveryDestination.js";
import { LogDeliverySource } from "@pulumi/aws/cloudwatch/logDeliverySource.js";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { Output, Resource } from "@pulumi/pulumi";
import { boundedName } from "../../../kit/names.ts";
import type { Tags } from "../../../kit/tags.ts";
import { edgeRegion } from "./edge-region.ts";
import { decideRetention } from "../network/flow-logs.ts";
import { nameLimits } from "../names.ts";
import { tagsOf } from "../tags.ts";

/** A place for logs of the edge, in the edge's region. The environment's keys are in its own, so that AWS's key encrypts them. */
export function createLogGroup(
  name: string,
  { logName, logDays, tags }: { readonly logName: string; readonly logDays: number; readonly tags: Tags },
  parent: Resource,
): LogGroup {
  return new LogGroup(
    name,
    {
      region: edgeRegion,
      name: boundedName(logName, nameLimits.logGroup),
      retentionInDays: decideRetention(logDays),
      tags: tagsOf(tags),
    },
    { parent },
  );
}

/** Every request that a distribution answers, by the distribution's name among the hosts. */
export interface AccessLogs {
  /** ARNs of distributions by host. */
  readonly distributions: Readonly<Record<string, Output<string>>>;
  readonly logDays: number;
  readonly tags: Tags;
}

/**
 * Has CloudFront write down every request, as JSON, into one group for all hosts.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
export function createAccessLogs(name: string, { distributions, logDays, tags }: AccessLogs, parent: Resource): void {
  const common = { region: edgeRegion, tags: tagsOf(tags) };
  // Below this name the right to write needs no room of its own in the region's one policy for logs.
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
  const group = createLogGroup(
    `${name}-logs`,
    { logName: `/aws/vendedlogs/cloudfront/${name}`, logDays, tags },
    parent,
  );
  const destination = new LogDeliveryDestination(
    `${name}-log-destination`,
    {
      ...common,
      name: boundedName(name, nameLimits.logDelivery),
      outputFormat: "json",
      deliveryDestinationConfiguration: { destinationResourceArn: group.arn },
    },
    { parent },
  );
  // One after the other: AWS refuses two deliveries to one destination at the same time.
  let before: Resource[] = [];
  for (const [host, resourceArn] of Object.entries(distributions)) {
    const source = new LogDeliverySource(
      `${name}-${host}-log-source`,
      {
        ...common,
        name: boundedName(`${name}-${host}`, nameLimits.logDelivery),
        logType: "ACCESS_LOGS",
        resourceArn,
      },
      { parent },
    );
    const delivery = new LogDelivery(
      `${name}-${host}-log-delivery`,
      { ...common, deliverySourceName: source.name, deliveryDestinationArn: destination.arn },
      { parent, dependsOn: before },
    );
    before = [delivery];
  }
}
