import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedBoth, type JudgeOne } from "../../by-type.ts";
import {
  at,
  expectNamed,
  expectValue,
  inputsOf,
  itemsOf,
  isAbsent,
  judged,
  undecidedAt,
  type Place,
} from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { sourceOf, type Companion, type Stack } from "../../stack.ts";

const urlMapType = "gcp:compute/uRLMap:URLMap";

/** What a proxy without TLS leads to. It names nothing: the proxy names it. */
const httpMap: Companion = { types: [urlMapType], at: [], what: "URLMap" };

/** The way in from the world is encrypted from end to end, by TLS 1.2 or newer; who comes in the clear is sent on. */
export const edgeSpeaksModernTls: Rule = {
  id: "PK-ENC-012",
  name: "edge-speaks-modern-tls",
  says: "The way in from the world is encrypted from end to end, by TLS 1.2 or newer; who comes in the clear is sent on.",
  why: "Older versions are broken, and whatever goes in the clear is read and changed on its way.",
  fix: {
    gcp: "Set `minTlsVersion: TLS_1_2` on the SSL policy, give it to the proxy, `protocol: HTTPS` to backends, and a redirect to the HTTP proxy.",
    aws: "Set `minimumProtocolVersion: TLSv1.2_2021`, `viewerProtocolPolicy: redirect-to-https` and `originProtocolPolicy: https-only`.",
    azure:
      "Set `minimumTlsVersion: TLS12` on domains, `forwardingProtocol: HttpsOnly` and `httpsRedirect: Enabled` on routes.",
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-8(1)", "CC6.7", "GDPR 32"],
  source: {
    gcp: "https://cloud.google.com/load-balancing/docs/ssl-policies-concepts",
    aws: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html",
    azure: "https://learn.microsoft.com/azure/frontdoor/end-to-end-tls",
  },
  ...judgedBoth(
    {
      // TLS 1.0 is the default.
      "gcp:compute/sSLPolicy:SSLPolicy": judgeValue(["TLS_1_2", "TLS_1_3"], "minTlsVersion"),
      "gcp:compute/targetHttpsProxy:TargetHttpsProxy": judgeHttpsProxy,
      "gcp:compute/backendService:BackendService": judgeValue(["HTTPS", "HTTP2", "GRPC", "SSL"], "protocol"),
      "aws:cloudfront/distribution:Distribution": judgeDistribution,
      "azure-native:cdn:AFDCustomDomain": judgeValue(["TLS12", "TLS13"], "tlsSettings", "minimumTlsVersion"),
      "azure-native:cdn:AFDOrigin": judgeOrigin,
      "azure-native:cdn:Route": judgeRoute,
    },
    { "gcp:compute/targetHttpProxy:TargetHttpProxy": judgeHttpProxy },
    [httpMap],
  ),
};

function judgeValue(allowed: readonly string[], ...path: readonly string[]): JudgeOne {
  return (resource) =>
    judged(
      expectValue(
        at(inputsOf(resource), ...path),
        allowed.join(" or "),
        (value) => typeof value === "string" && allowed.includes(value),
      ),
      "it is encrypted by a version of today",
    );
}

function judgeHttpsProxy(proxy: PlannedResource): Judgement {
  return judged(expectNamed(at(inputsOf(proxy), "sslPolicy"), "an SSL policy"), "it has a policy for TLS");
}

/** A proxy without TLS may only lead to a map that sends everybody on. */
function judgeHttpProxy(proxy: PlannedResource, stack: Stack): Judgement {
  const place = at(inputsOf(proxy), "urlMap");
  const source = sourceOf(proxy, place, [urlMapType]);
  const map = source === undefined ? undefined : stack.byUrn(source);
  if (map === undefined) return judged(isAbsent(place) ? expectNamed(place, "a URL map") : [undecidedAt(place)], "");
  const inputs = inputsOf(map);
  const services = ["defaultService", "defaultRouteAction", "hostRules", "pathMatchers"].map((key) => at(inputs, key));
  return judged(
    [
      ...expectValue(at(inputs, "defaultUrlRedirect", "httpsRedirect"), "true", (value) => value === true),
      ...services.flatMap((service) => expectValue(service, "absent", () => false, "holds")),
    ],
    "who comes in the clear is sent on",
  );
}

function judgeDistribution(distribution: PlannedResource): Judgement {
  const inputs = inputsOf(distribution);
  const origins = itemsOf(at(inputs, "origins"));
  const ordered = itemsOf(at(inputs, "orderedCacheBehaviors"));
  return judged(
    [
      ...expectValue(
        at(inputs, "viewerCertificate", "minimumProtocolVersion"),
        "TLSv1.2_… or TLSv1.3_…",
        (value) => typeof value === "string" && /^TLSv1\.[23]_\d{4}$/.test(value),
      ),
      ...[at(inputs, "defaultCacheBehavior"), ...ordered.items].flatMap(expectHttps),
      ...origins.findings,
      ...ordered.findings,
      ...origins.items.flatMap((origin) => {
        const config = at(origin, "customOriginConfig");
        // A bucket is reached by HTTPS in any case.
        if (isAbsent(config)) return [];
        return expectValue(at(config, "originProtocolPolicy"), "https-only", (value) => value === "https-only");
      }),
    ],
    "it is encrypted from end to end",
  );
}

function expectHttps(behavior: Place) {
  return expectValue(
    at(behavior, "viewerProtocolPolicy"),
    "redirect-to-https or https-only",
    (value) => value === "redirect-to-https" || value === "https-only",
  );
}

function judgeOrigin(origin: PlannedResource): Judgement {
  const place = at(inputsOf(origin), "enforceCertificateNameCheck");
  return judged(
    // True is the default.
    expectValue(place, "true", (value) => value === true, "holds"),
    "the origin has to show its certificate",
  );
}

function judgeRoute(route: PlannedResource): Judgement {
  const inputs = inputsOf(route);
  return judged(
    [
      // The defaults are MatchRequest and Disabled.
      ...expectValue(at(inputs, "forwardingProtocol"), "HttpsOnly", (value) => value === "HttpsOnly"),
      ...expectValue(at(inputs, "httpsRedirect"), "Enabled", (value) => value === "Enabled"),
    ],
    "it is encrypted from end to end",
  );
}
