import { unknownMarker } from "../../../plan/planned-resource.ts";
import {
  goodBackendService,
  goodCustomDomain,
  goodDistribution,
  goodHttpProxy,
  goodHttpsProxy,
  goodOrigin,
  goodRedirect,
  goodRoute,
  goodSslPolicy,
} from "../edge-fixture.ts";
import { changedIn, fixturesOf, type RuleFixtures } from "../fixture.ts";
import { edgeSpeaksModernTls } from "./edge-speaks-modern-tls.ts";

const redirecting = [goodHttpProxy, goodRedirect];

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    edgeSpeaksModernTls,
    "SSL policies",
    [goodSslPolicy],
    [{ path: "minTlsVersion", absent: "violated", bad: ["TLS_1_0", "TLS_1_1"], good: ["TLS_1_3"] }],
  ),
  fixturesOf(
    edgeSpeaksModernTls,
    "HTTPS proxies",
    [goodHttpsProxy],
    [{ path: "sslPolicy", absent: "violated", bad: ["", 1], hidden: "holds" }],
    { holds: { "another proxy": [{ ...goodHttpsProxy, name: "other" }] } },
  ),
  fixturesOf(
    edgeSpeaksModernTls,
    "HTTP proxies",
    redirecting,
    [
      { path: "urlMap", absent: "violated", bad: [], hidden: "undecided" },
      { path: "defaultUrlRedirect.httpsRedirect", of: "redirect", absent: "violated", bad: [false, "true"] },
    ],
    {
      holds: { "another proxy": [{ ...goodHttpProxy, name: "other" }, goodRedirect] },
      violated: {
        "leads to a service": changedIn(redirecting, ["defaultService", "a-service", "redirect"]),
        "leads some to a service": changedIn(redirecting, ["hostRules", [{ hosts: ["*"] }], "redirect"]),
      },
      undecided: { "leads somewhere unknown": changedIn(redirecting, ["urlMap", unknownMarker]) },
    },
  ),
  fixturesOf(
    edgeSpeaksModernTls,
    "backend services",
    [goodBackendService],
    [{ path: "protocol", absent: "violated", bad: ["HTTP", "H2C"], good: ["HTTP2"] }],
  ),
  fixturesOf(
    edgeSpeaksModernTls,
    "CloudFront",
    [goodDistribution],
    [
      {
        path: "viewerCertificate.minimumProtocolVersion",
        absent: "violated",
        bad: ["TLSv1", "TLSv1.1_2016", "SSLv3"],
        good: ["TLSv1.3_2025"],
      },
      {
        path: "defaultCacheBehavior.viewerProtocolPolicy",
        absent: "violated",
        bad: ["allow-all"],
        good: ["https-only"],
      },
      {
        path: "origins[0].customOriginConfig.originProtocolPolicy",
        absent: "violated",
        bad: ["http-only", "match-viewer"],
      },
    ],
    {
      holds: { "with a bucket": changedIn([goodDistribution], ["origins", [{ originAccessControlId: "E1" }]]) },
      violated: {
        "with a path in the clear": changedIn(
          [goodDistribution],
          ["orderedCacheBehaviors", [{ viewerProtocolPolicy: "allow-all" }]],
        ),
      },
    },
  ),
  fixturesOf(
    edgeSpeaksModernTls,
    "domains of Front Door",
    [goodCustomDomain],
    [{ path: "tlsSettings.minimumTlsVersion", absent: "violated", bad: ["TLS10"], good: ["TLS13"] }],
  ),
  fixturesOf(
    edgeSpeaksModernTls,
    "origins of Front Door",
    [goodOrigin],
    [{ path: "enforceCertificateNameCheck", absent: "holds", bad: [false] }],
    { violated: { "says it in words": changedIn([goodOrigin], ["enforceCertificateNameCheck", "false"]) } },
  ),
  fixturesOf(
    edgeSpeaksModernTls,
    "routes of Front Door",
    [goodRoute],
    [
      { path: "forwardingProtocol", absent: "violated", bad: ["MatchRequest", "HttpOnly"] },
      { path: "httpsRedirect", absent: "violated", bad: ["Disabled"] },
    ],
    { holds: { "another route": [{ ...goodRoute, name: "other" }] } },
  ),
];
