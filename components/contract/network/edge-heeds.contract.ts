import { output } from "@pulumi/pulumi";
import type { DnsZoneSpec, EdgeSpec } from "../../cloud.ts";
import type { EdgeHost, EdgePlan, TrafficPlan, ZoneRecord } from "../../kit/edge/edge.ts";
import type { WafCondition, WafPlan } from "../../kit/edge/edge-waf.ts";
import { bucketHost, gatewayHost, zonePlan } from "./edge-kit.contract.ts";
import type { Asked, Pair } from "../asked.contract.ts";
import { tags, type Build } from "../kit.contract.ts";

const otherTags = { ...tags, owner: "other" };

const record: ZoneRecord = {
  fqdn: "mail.shop.example.org",
  role: "mail-a",
  type: "A",
  values: ["192.0.2.1"],
  ttlSeconds: 300,
};
const withRecord =
  (change: Partial<ZoneRecord>): Build =>
  (kit) =>
    kit.dnsZone({ plan: { ...zonePlan, records: [{ ...record, ...change }] } });

/** A zone's fields. */
export const dnsZone: Asked<DnsZoneSpec> = {
  plan: {
    "plan.domain": (kit) => kit.dnsZone({ plan: { domain: "other.example.org", records: [] } }),
    "plan.records": (kit) => kit.dnsZone({ plan: { ...zonePlan, records: [] } }),
    "plan.records.fqdn": [withRecord({}), withRecord({ fqdn: "post.shop.example.org" })],
    "plan.records.type": [withRecord({}), withRecord({ type: "TXT" })],
    "plan.records.values": [withRecord({}), withRecord({ values: ["192.0.2.2"] })],
    "plan.records.ttlSeconds": [withRecord({}), withRecord({ ttlSeconds: 60 })],
  },
  tags: { tags: (kit) => kit.dnsZone({ tags: otherTags }) },
  protect: { protect: (kit) => kit.dnsZone({ protect: false }) },
};

const planned =
  (plan: Partial<EdgePlan>): Build =>
  (kit) =>
    kit.edge({ plan });
const hosted = (...hosts: readonly EdgeHost[]): Build => planned({ hosts });
const guarded = (...conditions: readonly WafCondition[]): Build =>
  planned({ waf: { mode: "block", rules: conditions.map((condition) => ({ priority: 100, ...condition })) } });

const static1 = gatewayHost("www", { cache: { mode: "static", defaultSeconds: 86_400 } });
const traffic: TrafficPlan = {
  targets: [
    { to: "self", role: "self", weight: 90 },
    { to: "other.example.net", role: "other-example-net", weight: 10 },
  ],
};
const shared = (change: Partial<TrafficPlan>): Build =>
  hosted(gatewayHost("www", { traffic: { ...traffic, ...change } }));
const shares = (to: string, weight: number): Partial<TrafficPlan> => ({
  targets: [
    { to: "self", role: "self", weight: 90 },
    { to, role: to.replaceAll(".", "-"), weight },
  ],
});

const denied: WafCondition = { kind: "addresses", action: "deny", ipv4: ["203.0.113.0/24"], ipv6: [] };
const countries: WafCondition = { kind: "countries", mode: "only", codes: ["NL"] };
const rate: WafCondition = { kind: "rate", requests: 2000, perSeconds: 300 };
const observing: WafPlan = { mode: "observe", rules: [{ priority: 100, ...denied }] };

const ofPlan: Readonly<Record<string, Build | Pair>> = {
  "plan.originName": planned({ originName: "origin-other.shop.example.org" }),
  "plan.hosts.name": [hosted(gatewayHost("www")), hosted(gatewayHost("web"))],
  "plan.hosts.more": [hosted(gatewayHost("www")), hosted(gatewayHost("www"), gatewayHost("api"))],
  "plan.hosts.cache.static": [hosted(gatewayHost("www")), hosted(static1)],
  "plan.hosts.cache.static.seconds": [
    hosted(static1),
    hosted(gatewayHost("www", { cache: { mode: "static", defaultSeconds: 60 } })),
  ],
  "plan.hosts.cache.ssr": [hosted(gatewayHost("www")), hosted(gatewayHost("www", { cache: { mode: "origin" } }))],
  "plan.hosts.cache.ssr.or-static": [hosted(static1), hosted(gatewayHost("www", { cache: { mode: "origin" } }))],
  "plan.hosts.origin.bucket": [hosted(static1), hosted(bucketHost("www", "assets"))],
  "plan.hosts.origin.bucket.name": [hosted(bucketHost("www", "assets")), hosted(bucketHost("www", "media"))],
  "plan.hosts.traffic": [hosted(gatewayHost("www")), shared({})],
  "plan.hosts.traffic.to": [shared({}), shared(shares("third.example.net", 10))],
  "plan.hosts.traffic.weight": [shared({}), shared(shares("other.example.net", 20))],
  "plan.hosts.traffic.healthPath": [shared({}), shared({ healthPath: "/healthz" })],
  "plan.hosts.traffic.healthPath.path": [shared({ healthPath: "/healthz" }), shared({ healthPath: "/ready" })],
  "plan.waf": planned({ waf: undefined }),
  "plan.waf.mode": [guarded(denied), planned({ waf: observing })],
  "plan.waf.addresses": [guarded(), guarded(denied)],
  "plan.waf.addresses.action": [guarded(denied), guarded({ ...denied, action: "allow" })],
  "plan.waf.addresses.ipv4": [guarded(denied), guarded({ ...denied, ipv4: ["192.0.2.0/24"] })],
  "plan.waf.addresses.ipv6": [guarded(denied), guarded({ ...denied, ipv6: ["2001:db8::/32"] })],
  "plan.waf.countries": [guarded(), guarded(countries)],
  "plan.waf.countries.mode": [guarded(countries), guarded({ ...countries, mode: "deny" })],
  "plan.waf.countries.codes": [guarded(countries), guarded({ ...countries, codes: ["BE"] })],
  "plan.waf.managed": [guarded(), guarded({ kind: "managed" })],
  "plan.waf.rate": [guarded(), guarded(rate)],
  "plan.waf.rate.requests": [guarded(rate), guarded({ ...rate, requests: 500 })],
  "plan.waf.rate.perSeconds": [guarded(rate), guarded({ ...rate, perSeconds: 60 })],
};

/** An edge's fields. Each part of its plan has to make a difference. */
export const edge: Asked<EdgeSpec> = {
  plan: ofPlan,
  zone: { zone: (kit) => kit.edge({ zone: false }) },
  gateway: { gateway: (kit) => kit.edge({ gateway: output(["192.0.2.11"]) }) },
  buckets: { elsewhere: "acts through the hosts that lead to them" },
  logDays: { logDays: (kit) => kit.edge({ logDays: 365 }) },
  tags: { tags: (kit) => kit.edge({ tags: otherTags }) },
};
