import type { AFDCustomDomainArgs } from "@pulumi/azure-native/cdn/afdcustomDomain.js";
import { Profile, type ProfileArgs } from "@pulumi/azure-native/cdn/profile.js";
import type { RouteArgs } from "@pulumi/azure-native/cdn/route.js";
import { SecurityPolicy } from "@pulumi/azure-native/cdn/securityPolicy.js";
import type { PolicyArgs } from "@pulumi/azure-native/frontdoor/policy.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { Edge, EdgeRecord, EdgeSpec } from "../../../cloud.ts";
import { UnsupportedError } from "../../../kit/errors.ts";
import { Component } from "../../../kit/component.ts";
import { originTimeoutSeconds } from "../../../kit/edge/edge.ts";
import { boundedName } from "../../../kit/names.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { azureCapabilities } from "../capabilities.ts";
import { createGatewayOrigin, createHostEndpoint } from "./edge-cdn.ts";
import { createCustomDomain } from "./edge-certificate.ts";
import { createEdgeLogs } from "./edge-logs.ts";
import { createHostRecord, createRecord, edgeRecord, type PlainRecord } from "./edge-records.ts";
import { createFirewall } from "./edge-waf.ts";
import { nameLimits } from "../names.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What a caller may change on the children below. */
export interface AzureEdgeTransforms {
  readonly profile?: Transform<ProfileArgs>;
  readonly firewall?: Transform<PolicyArgs>;
  readonly customDomain?: Transform<AFDCustomDomainArgs>;
  readonly route?: Transform<RouteArgs>;
}

/** What an edge is made from. */
export interface AzureEdgeArgs {
  readonly group: ResourceGroup;
  readonly spec: EdgeSpec;
  readonly settings: AzureSettings;
  readonly transforms?: AzureEdgeTransforms | undefined;
}

/** A Front Door with an endpoint for each host, behind one firewall. */
export class AzureEdge extends Component implements Edge {
  static readonly type = "landbridge:azure:Edge";
  readonly hostNames: Readonly<Record<string, Output<string>>>;
  readonly records: readonly EdgeRecord[];

  constructor(name: string, { group, spec, settings, transforms }: AzureEdgeArgs, opts: ComponentResourceOptions) {
    super(AzureEdge.type, name, { plan: spec.plan }, opts);
    const { plan, zone, tags } = spec;
    refuseBuckets(plan);
    const resourceGroupName = group.name(opts);
    const profile = new Profile(
      `${name}-frontdoor`,
      transformed(transforms?.profile, profileArgs(name, spec, resourceGroupName)),
      // Its name is fixed, so a second can't stand beside the first.
      { parent: this, deleteBeforeReplace: true },
    );
    const inProfile = { resourceGroupName, profileName: profile.name };
    const place = zone === undefined ? undefined : { resourceGroupName, zoneName: zone.id, domain: plan.domain };
    const gateway = createGatewayOrigin(name, plan.originName, inProfile, this);
    const records: PlainRecord[] = [];
    const record = (role: string, wish: PlainRecord): void => {
      records.push(wish);
      if (place !== undefined) createRecord(`${name}-${role}`, wish, place, this);
    };
    if (spec.gateway !== undefined) record("origin", { fqdn: plan.originName, type: "A", values: spec.gateway });
    const hostNames: Record<string, Output<string>> = {};
    const guarded: Output<string>[] = [];
    for (const host of plan.hosts) {
      const child = `${name}-${host.name}`;
      const domain = createCustomDomain(child, host, inProfile, transforms?.customDomain, this);
      record(`${host.name}-proof-record`, domain.record);
      const common = { host, tags };
      const endpoint = createHostEndpoint(
        child,
        { ...common, profile: inProfile, gateway, customDomain: domain.id, transform: transforms?.route },
        this,
      );
      if (place !== undefined) createHostRecord(child, { ...common, own: endpoint.hostName, place, settings }, this);
      hostNames[host.name] = endpoint.hostName;
      guarded.push(endpoint.id, domain.id);
    }
    if (plan.waf !== undefined) {
      const firewall = { plan: plan.waf, resourceGroupName, settings, tags, transform: transforms?.firewall };
      this.#guard(name, guarded, createFirewall(name, firewall, this), inProfile);
    }
    createEdgeLogs(name, { profile: profile.id, resourceGroupName, settings, tags, days: spec.logDays }, this);
    this.hostNames = hostNames;
    this.records = records.map(edgeRecord);
    this.registerOutputs({ hostNames: this.hostNames });
  }

  /** Puts the firewall before names, Azure's and ours. */
  #guard(
    name: string,
    ids: readonly Output<string>[],
    wafPolicy: Output<string>,
    profile: { readonly resourceGroupName: Output<string>; readonly profileName: Output<string> },
  ): void {
    const associations = [{ domains: ids.map((id) => ({ id })), patternsToMatch: ["/*"] }];
    const parameters = { type: "WebApplicationFirewall", wafPolicy: { id: wafPolicy }, associations } as const;
    const args = { ...profile, securityPolicyName: "firewall", parameters: { ...parameters, associations } };
    new SecurityPolicy(`${name}-guard`, args, { parent: this });
  }
}

/** Said again, since a host that leads elsewhere than wished would be worse than none. */
function refuseBuckets({ hosts }: EdgeSpec["plan"]): void {
  const answer = azureCapabilities["edge.buckets"];
  if (answer.supported || hosts.every(({ origin }) => origin.kind === "gateway")) return;
  throw new UnsupportedError("azure", "a host that leads to a bucket", answer.instead);
}

/** Premium, the dearer tier, is for the firewall's managed rules. https://learn.microsoft.com/azure/frontdoor/standard-premium/tier-comparison */
function profileArgs(name: string, { plan, tags }: EdgeSpec, resourceGroupName: Output<string>): ProfileArgs {
  return {
    resourceGroupName,
    profileName: boundedName(name, nameLimits.edgeProfile),
    location: "Global",
    sku: { name: plan.waf === undefined ? "Standard_AzureFrontDoor" : "Premium_AzureFrontDoor" },
    originResponseTimeoutSeconds: originTimeoutSeconds,
    tags: tagsOf(tags),
  };
}
