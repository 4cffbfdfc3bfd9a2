import { BackendBucket, type BackendBucketArgs } from "@pulumi/gcp/compute/backendBucket.js";
import { BackendService, type BackendServiceArgs } from "@pulumi/gcp/compute/backendService.js";
import { GlobalNetworkEndpoint } from "@pulumi/gcp/compute/globalNetworkEndpoint.js";
import { GlobalNetworkEndpointGroup } from "@pulumi/gcp/compute/globalNetworkEndpointGroup.js";
import { getProjectOutput } from "@pulumi/gcp/organizations/getProject.js";
import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember.js";
import { interpolate, type Output, type Resource } from "@pulumi/pulumi";
import type { EdgeSpec, ObjectStore } from "../../../cloud.ts";
import type { CachePlan } from "../../../kit/edge/edge-cache.ts";
import { longestStreamSeconds, responseHeaders, type EdgeHost } from "../../../kit/edge/edge.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import type { GcpSettings } from "../settings.ts";
import type { Firewall } from "./edge-waf.ts";

/** What a caller may change on origins. */
export interface GcpOriginTransforms {
  readonly backendService?: Transform<BackendServiceArgs>;
  readonly backendBucket?: Transform<BackendBucketArgs>;
}

interface OriginOptions {
  readonly parent: Resource;
  readonly dependsOn: Resource[];
}

/** What origins are made from. */
export interface OriginArgs {
  readonly spec: EdgeSpec;
  readonly settings: GcpSettings;
  readonly firewall: Firewall | undefined;
  readonly transforms: GcpOriginTransforms | undefined;
}

/** Id of the backend that answers for each host. */
export function createOrigins(name: string, args: OriginArgs, opts: OriginOptions): Record<string, Output<string>> {
  const { plan, buckets } = args.spec;
  const gateway = plan.hosts.some(({ origin }) => origin.kind === "gateway")
    ? createGatewayGroup(name, plan.originName, opts)
    : undefined;
  const readers = createReaders(name, args, opts);
  return Object.fromEntries(
    plan.hosts.map((host): [string, Output<string>] => {
      const { origin } = host;
      if (origin.kind === "bucket") {
        const reader = readers.get(origin.bucket);
        const bucket = buckets[origin.bucket];
        if (bucket === undefined || reader === undefined)
          throw new Error(`host ${host.name} leads to ${origin.bucket}, which wasn't given`);
        return [host.name, createFiles(name, host, bucket, args, { ...opts, dependsOn: [...opts.dependsOn, reader] })];
      }
      if (gateway === undefined) throw new Error(`host ${host.name} leads to a gateway that wasn't made`);
      return [host.name, createService(name, host, gateway, args, opts)];
    }),
  );
}

/**
 * The gateway as an endpoint on the internet, by name: Google asks for this name in TLS and checks its certificate.
 * https://cloud.google.com/load-balancing/docs/negs/internet-neg-concepts
 */
function createGatewayGroup(name: string, fqdn: string, opts: OriginOptions): GlobalNetworkEndpointGroup {
  const group = new GlobalNetworkEndpointGroup(
    autoNamed(`${name}-gateway`, nameLimits.compute),
    { networkEndpointType: "INTERNET_FQDN_PORT", defaultPort: 443 },
    opts,
  );
  const endpoint = { globalNetworkEndpointGroup: group.name, fqdn, port: 443 };
  // An internet group takes one endpoint, so that another can't be made beside it.
  new GlobalNetworkEndpoint(`${name}-gateway-endpoint`, endpoint, { ...opts, deleteBeforeReplace: true });
  return group;
}

function createService(
  name: string,
  { name: host, cache }: EdgeHost,
  gateway: GlobalNetworkEndpointGroup,
  { firewall, transforms }: OriginArgs,
  opts: OriginOptions,
): Output<string> {
  const args: BackendServiceArgs = {
    loadBalancingScheme: "EXTERNAL_MANAGED",
    protocol: "HTTPS",
    backends: [{ group: gateway.id }],
    // Also the longest life of a WebSocket; the gateway has limits of its own for requests.
    timeoutSec: longestStreamSeconds,
    customResponseHeaders: headerLines,
    logConfig: { enable: true, sampleRate: 1 },
    ...(firewall === undefined ? {} : { securityPolicy: firewall.backend.selfLink }),
    ...decideServiceCdn(cache),
    ...(firewall === undefined || cache.mode === "none" ? {} : { edgeSecurityPolicy: firewall.edge.selfLink }),
  };
  return new BackendService(
    autoNamed(`${name}-${host}-backend`, nameLimits.compute),
    transformed(transforms?.backendService, args),
    opts,
  ).id;
}

const headerLines = responseHeaders.map(({ name, value }) => `${name}: ${value}`);

/** Cloud CDN before a service. https://cloud.google.com/cdn/docs/caching */
function decideServiceCdn(cache: CachePlan): Pick<BackendServiceArgs, "enableCdn" | "cdnPolicy" | "compressionMode"> {
  if (cache.mode === "none") return { enableCdn: false };
  const cacheKeyPolicy = { includeHost: true, includeProtocol: true, includeQueryString: true };
  const cdnPolicy = { ...decideCaching(cache), cacheKeyPolicy };
  return { enableCdn: true, compressionMode: "AUTOMATIC", cdnPolicy };
}

/**
 * With the origin's headers, times may not be given. Google's own limits are 86,400 seconds for the client's copy and
 * 31,622,400 for its own. https://cloud.google.com/cdn/docs/using-ttl-overrides
 */
function decideCaching(cache: Exclude<CachePlan, { mode: "none" }>) {
  if (cache.mode === "origin") return { cacheMode: "USE_ORIGIN_HEADERS", negativeCaching: false };
  const { defaultSeconds } = cache;
  return {
    cacheMode: "CACHE_ALL_STATIC",
    defaultTtl: defaultSeconds,
    clientTtl: Math.min(defaultSeconds, longestClientSeconds),
    maxTtl: longestSeconds,
    negativeCaching: true,
  };
}

const longestClientSeconds = 86_400;
const longestSeconds = 31_622_400;

/**
 * The right to read the objects of each bucket that some host leads to, one for all of its hosts, for Google's account for
 * load balancers. It may not list them, since whoever asked for the bucket's own address would be shown the list; hence
 * what isn't there is refused (403), as on clouds that do the same.
 * https://docs.cloud.google.com/cdn/docs/configure-private-bucket-access
 */
function createReaders(
  name: string,
  { spec: { plan, buckets }, settings }: OriginArgs,
  opts: OriginOptions,
): Map<string, BucketIAMMember> {
  const used = plan.hosts.flatMap(({ origin }) => (origin.kind === "bucket" ? [origin.bucket] : []));
  return new Map(
    [...new Set(used)].sort().flatMap((bucket): [string, BucketIAMMember][] => {
      const store = buckets[bucket];
      if (store === undefined) return [];
      const { number } = getProjectOutput({ projectId: settings.project }, opts);
      const member = interpolate`serviceAccount:service-${number}@https-lb.iam.gserviceaccount.com`;
      const args = { bucket: store.bucket, role: "roles/storage.legacyObjectReader", member };
      return [[bucket, new BucketIAMMember(`${name}-reader-${bucket}`, args, opts)]];
    }),
  );
}

/** A bucket behind the CDN. It stays private: only the account above reads it. */
function createFiles(
  name: string,
  { name: host, cache }: EdgeHost,
  { bucket }: ObjectStore,
  { firewall, transforms }: OriginArgs,
  opts: OriginOptions,
): Output<string> {
  const args: BackendBucketArgs = {
    bucketName: bucket,
    enableCdn: cache.mode !== "none",
    ...(cache.mode === "none" ? {} : { cdnPolicy: decideCaching(cache) }),
    compressionMode: "AUTOMATIC",
    customResponseHeaders: headerLines,
    ...(firewall === undefined ? {} : { edgeSecurityPolicy: firewall.edge.selfLink }),
  };
  return new BackendBucket(
    autoNamed(`${name}-${host}-files`, nameLimits.compute),
    transformed(transforms?.backendBucket, args),
    opts,
  ).id;
}
