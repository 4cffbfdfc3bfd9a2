import type { SecurityPolicyArgs } from "@pulumi/gcp/compute/securityPolicy.js";
import { output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Edge, EdgeRecord, EdgeSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import type { Transform } from "../../../kit/transforms.ts";
import { createCertificates } from "./edge-certificate.ts";
import { createLoadBalancer, type GcpLoadBalancerTransforms } from "./edge-load-balancer.ts";
import { createOrigins, type GcpOriginTransforms } from "./edge-origins.ts";
import { createRecords, decideRecords } from "./edge-records.ts";
import { createFirewall } from "./edge-waf.ts";
import type { Apis } from "../account/services.ts";
import type { GcpSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface GcpEdgeTransforms extends GcpOriginTransforms, GcpLoadBalancerTransforms {
  readonly securityPolicy?: Transform<SecurityPolicyArgs>;
}

/** What an edge is made from. */
export interface GcpEdgeArgs {
  readonly apis: Apis;
  readonly spec: EdgeSpec;
  readonly settings: GcpSettings;
  readonly transforms?: GcpEdgeTransforms | undefined;
}

/**
 * One load balancer for all hosts, at one address of each kind in the whole world, with Cloud CDN and Cloud Armor. Floods
 * below the application's level are kept off by Google for everybody. https://cloud.google.com/armor/docs/cloud-armor-overview
 */
export class GcpEdge extends Component implements Edge {
  static readonly type = "landbridge:gcp:Edge";
  readonly hostNames: Readonly<Record<string, Output<string>>>;
  readonly records: readonly EdgeRecord[];

  constructor(name: string, { apis, spec, settings, transforms }: GcpEdgeArgs, opts: ComponentResourceOptions) {
    super(GcpEdge.type, name, { plan: spec.plan }, opts);
    const { plan, tags, zone } = spec;
    const { hosts } = plan;
    const dependsOn = apis.enable(["certificatemanager", "compute", "dns", "storage"], opts);
    const inside = { parent: this, dependsOn };
    const firewall =
      plan.waf === undefined
        ? undefined
        : createFirewall(name, { plan: plan.waf, tags }, transforms?.securityPolicy, inside);
    const backends = createOrigins(name, { spec, settings, firewall, transforms }, inside);
    const certificates = createCertificates(name, { hosts, tags }, inside);
    const balancer = { hosts, backends, certificateMap: certificates.map, tags, transforms };
    const addresses = createLoadBalancer(name, balancer, inside);
    const records = decideRecords(spec, { addresses, proofs: certificates.records });
    if (zone !== undefined) createRecords(name, zone.id, { records, hosts }, inside);
    this.hostNames = Object.fromEntries(hosts.map(({ name: host, ownName }) => [host, output(ownName)]));
    this.records = Object.values(records);
    this.registerOutputs({ hostNames: this.hostNames });
  }
}
