import { HealthCheck, type HealthCheckArgs } from "@pulumi/aws/route53/healthCheck.js";
import { Record } from "@pulumi/aws/route53/record.js";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import { recordTtlSeconds, type EdgeHost } from "../../../kit/edge/edge.ts";
import type { Tags } from "../../../kit/tags.ts";
import { tagsOf } from "../tags.ts";

/** Where a host's own records are made. */
export interface HostRecords {
  readonly zone: Output<string>;
  /** The distribution's own name. */
  readonly own: Output<string>;
  /** Name by which CloudFront finds the gateway. */
  readonly originName: string;
  readonly tags: Tags;
}

/** A host's own record: one that leads here, or one for each target with its weight and, if wished for, its health. */
export function createHostRecords(
  name: string,
  host: EdgeHost,
  { zone, own, originName, tags }: HostRecords,
  parent: Resource,
): void {
  const record = { zoneId: zone, name: host.fqdn, type: "CNAME", ttl: recordTtlSeconds };
  const { traffic } = host;
  if (traffic === undefined) {
    new Record(`${name}-record`, { ...record, records: [own] }, { parent });
    return;
  }
  for (const { to, role, weight } of traffic.targets) {
    const target = to === "self" ? own : to;
    // By the distribution's own name the gateway is asked for a host that it doesn't know, so that all is ill for ever.
    const asked = to === "self" && host.origin.kind === "gateway" ? originName : target;
    const health =
      traffic.healthPath === undefined
        ? undefined
        : new HealthCheck(`${name}-health-${role}`, healthCheckArgs(asked, traffic.healthPath, tags), { parent });
    new Record(
      `${name}-record-${role}`,
      {
        ...record,
        records: [target],
        setIdentifier: role,
        weightedRoutingPolicies: [{ weight }],
        ...(health === undefined ? {} : { healthCheckId: health.id }),
      },
      { parent },
    );
  }
}

/**
 * Asked from several regions every 30 seconds; three failures take a target out. Certificates aren't looked at.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
function healthCheckArgs(fqdn: Input<string>, resourcePath: string, tags: Tags): HealthCheckArgs {
  return {
    type: "HTTPS",
    fqdn,
    port: 443,
    resourcePath,
    enableSni: true,
    requestInterval: 30,
    failureThreshold: 3,
    tags: tagsOf(tags),
  };
}
