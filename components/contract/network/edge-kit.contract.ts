import { output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { CapabilityName, Cloud, DnsZone, DnsZoneSpec, EdgeSpec } from "../../cloud.ts";
import type { EdgeHost, EdgePlan, ZonePlan } from "../../kit/edge/edge.ts";
import type { WafPlan } from "../../kit/edge/edge-waf.ts";
import type { Tags } from "../../kit/tags.ts";

/** A zone that differs from the usual one. */
export type ZoneChange = Partial<DnsZoneSpec>;

/** An edge that differs from the usual one; the zone by whether it is there. */
export type EdgeChange = Partial<Omit<EdgeSpec, "plan" | "zone" | "buckets">> & {
  readonly plan?: Partial<EdgePlan>;
  readonly zone?: boolean;
};

/** The methods of the contract that are about the public edge, with specs filled in. */
export interface EdgeKit {
  /** Name servers and the DS record. */
  dnsZone(change?: ZoneChange): Output<unknown>;
  /** Host names by host, and the types of the records that the edge needs. */
  edge(change?: EdgeChange): Output<unknown>;
}

/** The names that the kit gives to what it makes. */
export const edgeNames = { dnsZone: "shop-zone", edge: "shop-edge" } as const;

const domain = "shop.example.org";

/** The zone that specs are filled in with. */
export const zonePlan: ZonePlan = {
  domain,
  records: [
    { fqdn: `_proof.${domain}`, role: "-proof-txt", type: "TXT", values: ["proof of another edge"], ttlSeconds: 300 },
  ],
};

/** A host that leads to the gateway. */
export function gatewayHost(name: string, change: Partial<EdgeHost> = {}): EdgeHost {
  return {
    name,
    fqdn: `${name}.${domain}`,
    ownName: `${name}.edge-shop-contract.${domain}`,
    origin: { kind: "gateway" },
    cache: { mode: "none" },
    ...change,
  };
}

/** A host that leads to a bucket of a name. */
export function bucketHost(name: string, bucket: string): EdgeHost {
  return gatewayHost(name, { origin: { kind: "bucket", bucket }, cache: { mode: "static", defaultSeconds: 86_400 } });
}

/** A firewall with every kind of rule. */
const wafPlan: WafPlan = {
  mode: "block",
  rules: [
    { priority: 100, kind: "addresses", action: "deny", ipv4: ["203.0.113.0/24"], ipv6: ["2001:db8:1::/48"] },
    { priority: 200, kind: "addresses", action: "allow", ipv4: ["198.51.100.0/24"], ipv6: ["2001:db8:2::/48"] },
    { priority: 300, kind: "countries", mode: "only", codes: ["BE", "NL"] },
    { priority: 400, kind: "managed" },
    { priority: 500, kind: "rate", requests: 2000, perSeconds: 300 },
  ],
};

/** The edge that specs are filled in with. */
export const edgePlan: EdgePlan = {
  domain,
  originName: `origin-shop-contract.${domain}`,
  hosts: [gatewayHost("api"), gatewayHost("www", { cache: { mode: "static", defaultSeconds: 86_400 } })],
  waf: wafPlan,
};

/** What the rest of the kit makes. */
export interface EdgeHandles {
  readonly bucket: (name: string) => ReturnType<Cloud["objectStore"]>;
  readonly tags: Tags;
}

/** The kit on a cloud. */
export function edgeKitOf(cloud: Cloud, handles: EdgeHandles, opts: ComponentResourceOptions): EdgeKit {
  const can = (name: CapabilityName): boolean => cloud.capabilities[name].supported;
  const { tags } = handles;
  const zoneNamed = (change: ZoneChange): DnsZone =>
    cloud.dnsZone(edgeNames.dnsZone, { plan: zonePlan, tags, protect: true, ...change }, opts);
  return {
    dnsZone(change = {}) {
      const { nameServers, delegationSigner } = zoneNamed(change);
      return output({ nameServers, delegationSigner });
    },
    edge({ plan: planChange = {}, zone = true, ...change } = {}) {
      const plan = { ...edgePlan, ...planChange };
      const served = plan.hosts.flatMap(({ origin }) => (origin.kind === "bucket" ? [origin.bucket] : []));
      const buckets = can("edge.buckets")
        ? Object.fromEntries([...new Set(served)].map((name) => [name, handles.bucket(`shop-granted-${name}`)]))
        : {};
      const spec = { plan, gateway: output(["192.0.2.10"]), buckets, logDays: 30, tags, ...change };
      const made = cloud.edge(edgeNames.edge, { ...spec, zone: zone ? zoneNamed({}) : undefined }, opts);
      return output({ hostNames: made.hostNames, records: made.records.map(({ type }) => type) });
    },
  };
}
