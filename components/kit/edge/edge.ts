import type { HostWish, ZoneRecordWish } from "../../../environments/schema/edge.ts";
import type { Environment } from "../../../environments/schema/environment.ts";
import { decideCache, type CachePlan } from "./edge-cache.ts";
import { decideWaf, type WafPlan } from "./edge-waf.ts";

/** A name that the edge answers for. */
export interface EdgeHost {
  /** Label below the domain; part of the names of resources. */
  readonly name: string;
  /** The whole name, e.g. `www.shop.example.org`. */
  readonly fqdn: string;
  /**
   * A name that leads to this environment's edge whoever else shares `fqdn`, for clouds that give their edges addresses
   * and no names.
   */
  readonly ownName: string;
  readonly origin: { readonly kind: "gateway" } | { readonly kind: "bucket"; readonly bucket: string };
  readonly cache: CachePlan;
  /** How its visitors are shared out; absent where all come here. */
  readonly traffic?: TrafficPlan | undefined;
}

/** Targets with their weights, and how their health is asked for. */
export interface TrafficPlan {
  readonly targets: readonly TrafficTarget[];
  readonly healthPath?: string | undefined;
}

/** A share of a name's visitors. */
export interface TrafficTarget {
  /** `self` or the name of another edge. */
  readonly to: string;
  /** Part of the names of resources: the target's, with dashes for dots. */
  readonly role: string;
  /** In proportion to the others. */
  readonly weight: number;
}

/** The public edge of an environment: narrow, plain and complete. Clouds only translate it. */
export interface EdgePlan {
  readonly domain: string;
  /** Name under which the CDN finds the gateway; it has to be in the gateway's certificate. */
  readonly originName: string;
  readonly hosts: readonly EdgeHost[];
  readonly waf?: WafPlan | undefined;
}

/** A zone of the domain, made here. */
export interface ZonePlan {
  readonly domain: string;
  readonly records: readonly ZoneRecord[];
}

/** A record with its whole name. */
export interface ZoneRecord {
  /** Without a dot at its end. */
  readonly fqdn: string;
  /** Part of the name of the resource. */
  readonly role: string;
  readonly type: ZoneRecordWish["type"];
  readonly values: readonly string[];
  readonly ttlSeconds: number;
}

/** Seconds for which others may keep the records that the edge makes: as long as a visitor may follow an old weight. */
export const recordTtlSeconds = 60;

/** Seconds that a request to the gateway may take until its first byte. */
export const originTimeoutSeconds = 60;

/** Seconds that a stream such as a WebSocket may last, where a cloud sets one limit for both. */
export const longestStreamSeconds = 3600;

/**
 * Seconds for which a browser that came once comes back by HTTPS only: a year.
 * https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Strict_Transport_Security_Cheat_Sheet.html
 */
export const strictTransportSeconds = 31_536_000;

/** What every response says besides what the origin says: this name is reached by HTTPS only, and types are not guessed. */
export const responseHeaders = [
  { name: "Strict-Transport-Security", value: `max-age=${strictTransportSeconds}` },
  { name: "X-Content-Type-Options", value: "nosniff" },
] as const;

/** The edge that an environment wishes for, hosts in order of name. Undefined where it wishes for none. */
export function decideEdge(environment: Environment): EdgePlan | undefined {
  const { edge, name } = environment;
  if (edge === undefined) return undefined;
  const { domain } = edge;
  return {
    domain,
    originName: originName(environment.name, domain),
    hosts: Object.entries(edge.hosts)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([host, wish]) => decideHost(host, wish, name, domain)),
    waf: decideWaf(edge.waf, environment),
  };
}

/** The zone that an environment makes. Undefined where it has no edge or the zone is elsewhere. */
export function decideZone({ edge }: Pick<Environment, "edge">): ZonePlan | undefined {
  if (edge?.dns.placement !== "managed") return undefined;
  const { domain, dns } = edge;
  return { domain, records: dns.records.map((record) => decideRecord(record, domain)) };
}

/** Names of the domain that the edge itself makes records for, so that nothing else may. */
export function namesOfEdge({ edge, name }: Pick<Environment, "edge" | "name">): string[] {
  if (edge === undefined) return [];
  const hosts = Object.keys(edge.hosts);
  return [
    originName(name, edge.domain),
    ...hosts.flatMap((host) => [`${host}.${edge.domain}`, ownName(host, name, edge.domain)]),
  ];
}

/** Buckets whose files the edge serves. */
export function bucketsAtEdge({ edge }: Pick<Environment, "edge">): string[] {
  const names = Object.values(edge?.hosts ?? {}).flatMap((host) => (host.to === "bucket" ? [host.bucket] : []));
  return [...new Set(names)].sort();
}

function decideHost(name: string, wish: HostWish, environment: string, domain: string): EdgeHost {
  return {
    name,
    fqdn: `${name}.${domain}`,
    ownName: ownName(name, environment, domain),
    origin: wish.to === "bucket" ? { kind: "bucket", bucket: wish.bucket } : { kind: "gateway" },
    cache: decideCache(wish),
    ...(wish.traffic === undefined ? {} : { traffic: decideTraffic(wish.traffic) }),
  };
}

function decideTraffic({ targets, healthPath }: NonNullable<HostWish["traffic"]>): TrafficPlan {
  return {
    targets: targets
      .map(({ to, weight }) => ({ to, role: to.replaceAll(".", "-"), weight }))
      .sort((a, b) => (a.role < b.role ? -1 : 1)),
    ...(healthPath === undefined ? {} : { healthPath }),
  };
}

function decideRecord({ name, type, values, ttlSeconds }: ZoneRecordWish, domain: string): ZoneRecord {
  return {
    fqdn: name === "@" ? domain : `${name}.${domain}`,
    role: `${name === "@" ? "domain" : name.replaceAll(/[._]/g, "-")}-${type.toLowerCase()}`,
    type,
    values: [...values].sort(),
    ttlSeconds,
  };
}

// The environment's name is in both, since two environments may share a domain while one takes over from the other.
function originName(environment: string, domain: string): string {
  return `origin-${environment}.${domain}`;
}

function ownName(host: string, environment: string, domain: string): string {
  return `${host}.edge-${environment}.${domain}`;
}
