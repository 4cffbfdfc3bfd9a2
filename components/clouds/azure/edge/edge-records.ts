import { RecordSet } from "@pulumi/azure-native/dns/recordSet.js";
import { Profile, type ProfileArgs } from "@pulumi/azure-native/trafficmanager/profile.js";
import type { trafficmanager } from "@pulumi/azure-native/types/input.js";
import { output, type Input, type Output, type Resource } from "@pulumi/pulumi";
import type { EdgeRecord } from "../../../cloud.ts";
import { recordTtlSeconds, type EdgeHost, type TrafficPlan, type TrafficTarget } from "../../../kit/edge/edge.ts";
import type { Tags } from "../../../kit/tags.ts";
import { recordSetArgs } from "./dns.ts";
import { nameLimits, worldName } from "../names.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** A record whose name is known without asking. */
export interface PlainRecord {
  readonly fqdn: string;
  readonly type: EdgeRecord["type"];
  readonly values: Input<string[]>;
}

/** The zone that records are made in. */
export interface RecordPlace {
  readonly resourceGroupName: Output<string>;
  readonly zoneName: Output<string>;
  readonly domain: string;
}

/** A record as the contract gives it. */
export function edgeRecord({ fqdn, type, values }: PlainRecord): EdgeRecord {
  return { name: output(fqdn), type, values: output(values) };
}

/** Makes a record in the zone. */
export function createRecord(name: string, record: PlainRecord, place: RecordPlace, parent: Resource): void {
  const { domain, ...zone } = place;
  new RecordSet(name, { ...zone, ...recordSetArgs(domain, { ...record, ttlSeconds: recordTtlSeconds }) }, { parent });
}

/** What a host's own record leads to. */
export interface HostRecordArgs {
  readonly host: EdgeHost;
  /** The endpoint's own name. */
  readonly own: Output<string>;
  readonly place: RecordPlace;
  readonly settings: AzureSettings;
  readonly tags: Tags;
}

/** A host's own record: one that leads here, or one that leads to Traffic Manager, which shares visitors out. */
export function createHostRecord(name: string, args: HostRecordArgs, parent: Resource): void {
  const { host, own, place, settings, tags } = args;
  const { fqdn, traffic } = host;
  if (traffic === undefined) {
    createRecord(`${name}-record`, { fqdn, type: "CNAME", values: own.apply((to) => [to]) }, place, parent);
    return;
  }
  const relativeName = worldName(name, settings, nameLimits.edgeProfile);
  new Profile(
    `${name}-traffic`,
    trafficArgs({ traffic, own, relativeName, resourceGroupName: place.resourceGroupName, tags }),
    // Its name is fixed and unique in the world.
    { parent, deleteBeforeReplace: true },
  );
  createRecord(
    `${name}-record`,
    { fqdn, type: "CNAME", values: [`${relativeName}.trafficmanager.net`] },
    place,
    parent,
  );
}

/** https://learn.microsoft.com/azure/traffic-manager/traffic-manager-routing-methods#weighted-traffic-routing-method */
function trafficArgs({
  traffic,
  own,
  relativeName,
  resourceGroupName,
  tags,
}: {
  readonly traffic: TrafficPlan;
  readonly own: Output<string>;
  readonly relativeName: string;
  readonly resourceGroupName: Output<string>;
  readonly tags: Tags;
}): ProfileArgs {
  return {
    resourceGroupName,
    profileName: relativeName,
    location: "global",
    profileStatus: "Enabled",
    trafficRoutingMethod: "Weighted",
    dnsConfig: { relativeName, ttl: recordTtlSeconds },
    // Three failures and one more take a target out. Certificates aren't looked at.
    monitorConfig: {
      protocol: "HTTPS",
      port: 443,
      path: traffic.healthPath ?? "/",
      intervalInSeconds: 30,
      timeoutInSeconds: 10,
      toleratedNumberOfFailures: 3,
    },
    endpoints: traffic.targets.map((target) => endpointArgs(target, own, traffic.healthPath !== undefined)),
    tags: tagsOf(tags),
  };
}

function endpointArgs(
  { to, role, weight }: TrafficTarget,
  own: Output<string>,
  asked: boolean,
): trafficmanager.EndpointArgs {
  return {
    name: role,
    type: "Microsoft.Network/trafficManagerProfiles/externalEndpoints",
    target: to === "self" ? own : to,
    // 1 is the least weight; who shall get nobody is switched off.
    weight: Math.max(1, weight),
    endpointStatus: weight === 0 ? "Disabled" : "Enabled",
    alwaysServe: asked ? "Disabled" : "Enabled",
  };
}
