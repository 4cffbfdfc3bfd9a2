import { CachePolicy, type CachePolicyArgs } from "@pulumi/aws/cloudfront/cachePolicy.js";
import { Distribution, type DistributionArgs } from "@pulumi/aws/cloudfront/distribution.js";
import { OriginAccessControl } from "@pulumi/aws/cloudfront/originAccessControl.js";
import { ResponseHeadersPolicy } from "@pulumi/aws/cloudfront/responseHeadersPolicy.js";
import type { cloudfront } from "@pulumi/aws/types/input.js";
import { interpolate, type Input, type Output, type Resource } from "@pulumi/pulumi";
import type { ObjectStore } from "../../../cloud.ts";
import type { CachePlan } from "../../../kit/edge/edge-cache.ts";
import { originTimeoutSeconds, strictTransportSeconds, type EdgeHost } from "../../../kit/edge/edge.ts";
import type { Tags } from "../../../kit/tags.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What all distributions of an edge have in common. */
export interface CdnArgs {
  readonly originName: string;
  readonly buckets: Readonly<Record<string, ObjectStore>>;
  /** ARN of the firewall. */
  readonly firewall: Output<string> | undefined;
  readonly settings: AwsSettings;
  readonly tags: Tags;
  readonly transform: Transform<DistributionArgs> | undefined;
}

/** Makes a distribution for a host with its certificate: CloudFront tells origins apart by path and not by name. */
export type MakeDistribution = (host: EdgeHost, certificate: Output<string>) => Distribution;

/** Makes what the distributions share, and gives what makes them. https://docs.aws.amazon.com/cloudfront/ */
export function createCdn(name: string, args: CdnArgs, parent: Resource): MakeDistribution {
  const headers = new ResponseHeadersPolicy(
    autoNamed(`${name}-headers`, nameLimits.cdnPolicy),
    {
      securityHeadersConfig: {
        strictTransportSecurity: { accessControlMaxAgeSec: strictTransportSeconds, override: true },
        contentTypeOptions: { override: true },
      },
    },
    { parent },
  );
  const caches = new Map<string, Output<string>>();
  const cacheOf = (cache: CachePlan): Input<string> => {
    if (cache.mode === "none") return cachingDisabled;
    const role = cache.mode === "origin" ? "cache-ssr" : `cache-static-${cache.defaultSeconds}`;
    const known = caches.get(role);
    if (known !== undefined) return known;
    const { id } = new CachePolicy(autoNamed(`${name}-${role}`, nameLimits.cdnPolicy), cachePolicyArgs(cache), {
      parent,
    });
    caches.set(role, id);
    return id;
  };
  let access: OriginAccessControl | undefined;
  const accessControl = (): OriginAccessControl =>
    (access ??= new OriginAccessControl(
      autoNamed(`${name}-files`, nameLimits.originAccess),
      { originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" },
      { parent },
    ));
  return (host, certificate) => {
    const origin =
      host.origin.kind === "gateway" ? gatewayOrigin(args) : filesOrigin(host.origin.bucket, accessControl(), args);
    const behavior = { cachePolicyId: cacheOf(host.cache), responseHeadersPolicyId: headers.id };
    return new Distribution(
      `${name}-${host.name}-cdn`,
      transformed(args.transform, distributionArgs(host, { origin, behavior, certificate, ...args })),
      { parent },
    );
  };
}

/** CloudFront's own policies. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html */
const allViewer = "216adef6-5c7f-47e4-b989-5492eafa07d3";

const yearSeconds = 31_536_000;

/** Everything but cookies and headers tells answers apart: what differs by visitor must say private. */
export function cachePolicyArgs(cache: Exclude<CachePlan, { mode: "none" }>): CachePolicyArgs {
  return {
    minTtl: 0,
    defaultTtl: cache.mode === "origin" ? 0 : cache.defaultSeconds,
    maxTtl: yearSeconds,
    parametersInCacheKeyAndForwardedToOrigin: {
      cookiesConfig: { cookieBehavior: "none" },
      headersConfig: { headerBehavior: "none" },
      queryStringsConfig: { queryStringBehavior: "all" },
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    },
  };
}

function gatewayOrigin({ originName }: CdnArgs): cloudfront.DistributionOrigin {
  return {
    originId: "gateway",
    domainName: originName,
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
      originReadTimeout: originTimeoutSeconds,
      originKeepaliveTimeout: originTimeoutSeconds,
    },
  };
}

function filesOrigin(
  name: string,
  access: OriginAccessControl,
  { buckets, settings }: CdnArgs,
): cloudfront.DistributionOrigin {
  const store = buckets[name];
  if (store === undefined) throw new Error(`a host leads to the bucket ${name}, which wasn't given`);
  return {
    originId: "files",
    domainName: interpolate`${store.bucket}.s3.${settings.regions.primary}.amazonaws.com`,
    originAccessControlId: access.id,
  };
}

const readMethods = ["GET", "HEAD", "OPTIONS"];
const allMethods = [...readMethods, "DELETE", "PATCH", "POST", "PUT"];

function distributionArgs(
  { fqdn, origin: { kind } }: EdgeHost,
  parts: {
    readonly origin: cloudfront.DistributionOrigin;
    readonly behavior: Pick<cloudfront.DistributionDefaultCacheBehavior, "cachePolicyId" | "responseHeadersPolicyId">;
    readonly certificate: Output<string>;
    readonly firewall: Output<string> | undefined;
    readonly tags: Tags;
  },
): DistributionArgs {
  const { origin, behavior, certificate, firewall, tags } = parts;
  // All that a visitor sends reaches the gateway, the name asked for too: it tells services apart by that.
  const toGateway = { allowedMethods: allMethods, originRequestPolicyId: allViewer, grpcConfig: { enabled: true } };
  return {
    enabled: true,
    comment: fqdn,
    aliases: [fqdn],
    isIpv6Enabled: true,
    httpVersion: "http2and3",
    origins: [origin],
    defaultCacheBehavior: {
      targetOriginId: origin.originId,
      viewerProtocolPolicy: "redirect-to-https",
      cachedMethods: ["GET", "HEAD"],
      compress: true,
      ...behavior,
      ...(kind === "gateway" ? toGateway : { allowedMethods: readMethods }),
    },
    // Where visitors may come from is a rule of the firewall.
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: {
      acmCertificateArn: certificate,
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.2_2021",
    },
    ...(firewall === undefined ? {} : { webAclId: firewall }),
    tags: tagsOf(tags, fqdn),
  };
}
