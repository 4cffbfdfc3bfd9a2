import type { CertificateArgs } from "@pulumi/aws/acm/certificate.js";
import type { DistributionArgs } from "@pulumi/aws/cloudfront/distribution.js";
import { Record as DnsRecord } from "@pulumi/aws/route53/record.js";
import type { WebAclArgs } from "@pulumi/aws/wafv2/webAcl.js";
import { output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Edge, EdgeRecord, EdgeSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { recordTtlSeconds } from "../../../kit/edge/edge.ts";
import type { Transform } from "../../../kit/transforms.ts";
import { createCdn } from "./edge-cdn.ts";
import { createCertificate } from "./edge-certificate.ts";
import { createAccessLogs } from "./edge-logs.ts";
import { createHostRecords } from "./edge-records.ts";
import { createFirewall } from "./edge-waf.ts";
import type { AwsSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface AwsEdgeTransforms {
  readonly webAcl?: Transform<WebAclArgs>;
  readonly certificate?: Transform<CertificateArgs>;
  readonly distribution?: Transform<DistributionArgs>;
}

/** What an edge is made from. */
export interface AwsEdgeArgs {
  readonly spec: EdgeSpec;
  readonly settings: AwsSettings;
  readonly transforms?: AwsEdgeTransforms | undefined;
}

/** A CloudFront distribution for each host behind one firewall, with certificates and logs in CloudFront's region. */
export class AwsEdge extends Component implements Edge {
  static readonly type = "landbridge:aws:Edge";
  readonly hostNames: Readonly<Record<string, Output<string>>>;
  readonly records: readonly EdgeRecord[];

  constructor(name: string, { spec, settings, transforms }: AwsEdgeArgs, opts: ComponentResourceOptions) {
    super(AwsEdge.type, name, { plan: spec.plan }, opts);
    const { plan, zone, gateway, buckets, logDays, tags } = spec;
    const firewall =
      plan.waf === undefined
        ? undefined
        : createFirewall(name, { plan: plan.waf, logDays, tags, transform: transforms?.webAcl }, this);
    const cdn = { originName: plan.originName, buckets, firewall, settings, tags, transform: transforms?.distribution };
    const distribute = createCdn(name, cdn, this);
    const records: EdgeRecord[] = [];
    const hostNames: Record<string, Output<string>> = {};
    const distributions: Record<string, Output<string>> = {};
    if (gateway !== undefined) records.push(this.#createOrigin(name, gateway, spec));
    for (const host of plan.hosts) {
      const child = `${name}-${host.name}`;
      const wish = { fqdn: host.fqdn, zone, tags, transform: transforms?.certificate };
      const certificate = createCertificate(child, wish, this);
      const { domainName, arn } = distribute(host, certificate.arn);
      if (zone !== undefined) {
        const known = { zone: zone.id, own: domainName, originName: plan.originName, tags };
        createHostRecords(child, host, known, this);
      }
      records.push(certificate.record);
      hostNames[host.name] = domainName;
      distributions[host.name] = arn;
    }
    createAccessLogs(name, { distributions, logDays, tags }, this);
    this.hostNames = hostNames;
    this.records = records;
    this.registerOutputs({ hostNames: this.hostNames });
  }

  /** The name by which CloudFront finds the gateway, and asks for its certificate. */
  #createOrigin(name: string, gateway: Output<string[]>, { plan, zone }: EdgeSpec): EdgeRecord {
    const record = { name: output(plan.originName), type: "A", values: gateway } as const;
    if (zone !== undefined) {
      const args = { zoneId: zone.id, name: record.name, type: record.type, ttl: recordTtlSeconds, records: gateway };
      new DnsRecord(`${name}-origin`, args, { parent: this });
    }
    return record;
  }
}
