import { GlobalAddress } from "@pulumi/gcp/compute/globalAddress.js";
import { GlobalForwardingRule } from "@pulumi/gcp/compute/globalForwardingRule.js";
import { SSLPolicy, type SSLPolicyArgs } from "@pulumi/gcp/compute/sslpolicy.js";
import { TargetHttpProxy } from "@pulumi/gcp/compute/targetHttpProxy.js";
import { TargetHttpsProxy } from "@pulumi/gcp/compute/targetHttpsProxy.js";
import { URLMap, type URLMapArgs } from "@pulumi/gcp/compute/urlmap.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { EdgeHost } from "../../../kit/edge/edge.ts";
import type { Tags } from "../../../kit/tags.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { labelsOf } from "../tags.ts";
import { nameLimits } from "../names.ts";

/** What a caller may change on the load balancer. */
export interface GcpLoadBalancerTransforms {
  readonly sslPolicy?: Transform<SSLPolicyArgs>;
  readonly urlMap?: Transform<URLMapArgs>;
}

/** What a load balancer is made from. */
export interface LoadBalancerArgs {
  readonly hosts: readonly EdgeHost[];
  /** Id of the backend of each host. */
  readonly backends: Readonly<Record<string, Output<string>>>;
  /** The certificates' map as a target proxy names it. */
  readonly certificateMap: Output<string>;
  readonly tags: Tags;
  readonly transforms: GcpLoadBalancerTransforms | undefined;
}

/** Where the world finds the load balancer. */
export interface Addresses {
  readonly ipv4: Output<string>;
  readonly ipv6: Output<string>;
}

/**
 * A global external Application Load Balancer: TLS 1.2 at least, HTTP/3, and a redirect for whoever comes by HTTP.
 * https://cloud.google.com/load-balancing/docs/https
 */
export function createLoadBalancer(name: string, args: LoadBalancerArgs, opts: ComponentResourceOptions): Addresses {
  const { transforms, tags } = args;
  const named = (role: string): string => autoNamed(`${name}-${role}`, nameLimits.compute);
  const sslPolicy = new SSLPolicy(
    named("tls"),
    transformed(transforms?.sslPolicy, { profile: "MODERN", minTlsVersion: "TLS_1_2" }),
    opts,
  );
  const urlMap = new URLMap(named("hosts"), transformed(transforms?.urlMap, urlMapArgs(args)), opts);
  const https = new TargetHttpsProxy(
    named("https"),
    {
      urlMap: urlMap.id,
      certificateMap: args.certificateMap,
      sslPolicy: sslPolicy.id,
      quicOverride: "ENABLE",
    },
    opts,
  );
  const redirect = new URLMap(named("redirect"), { defaultUrlRedirect: toHttps }, opts);
  const http = new TargetHttpProxy(named("http"), { urlMap: redirect.id }, opts);
  const open = (ipVersion: "IPV4" | "IPV6"): Output<string> => {
    const role = ipVersion.toLowerCase();
    const labels = labelsOf(tags);
    const address = new GlobalAddress(named(role), { addressType: "EXTERNAL", ipVersion, labels }, opts);
    const rule = { ipAddress: address.address, ipProtocol: "TCP", loadBalancingScheme: "EXTERNAL_MANAGED", labels };
    new GlobalForwardingRule(named(`${role}-https`), { ...rule, portRange: "443", target: https.id }, opts);
    new GlobalForwardingRule(named(`${role}-http`), { ...rule, portRange: "80", target: http.id }, opts);
    return address.address;
  };
  return { ipv4: open("IPV4"), ipv6: open("IPV6") };
}

const toHttps = { httpsRedirect: true, stripQuery: false, redirectResponseCode: "MOVED_PERMANENTLY_DEFAULT" } as const;

function urlMapArgs({ hosts, backends }: LoadBalancerArgs): URLMapArgs {
  const [first] = hosts;
  return {
    // Whoever asks for no name of ours is sent to one, and reaches no backend.
    defaultUrlRedirect: {
      hostRedirect: first?.fqdn ?? "",
      httpsRedirect: true,
      stripQuery: true,
      redirectResponseCode: "FOUND",
    },
    hostRules: hosts.map(({ name, fqdn, ownName }) => ({ hosts: [fqdn, ownName], pathMatcher: name })),
    pathMatchers: hosts.flatMap(({ name }) => {
      const defaultService = backends[name];
      return defaultService === undefined ? [] : [{ name, defaultService }];
    }),
  };
}
