import { outputOf, planned } from "./fixture.ts";
import { goodLabels } from "./gcp-fixture.ts";

/** Resources of a public edge that every rule holds of. */
export const goodBackendService = planned("gcp:compute/backendService:BackendService", {
  loadBalancingScheme: "EXTERNAL_MANAGED",
  protocol: "HTTPS",
  securityPolicy: outputOf("gcp:compute/securityPolicy:SecurityPolicy", "selfLink", "armor"),
  logConfig: { enable: true, sampleRate: 1 },
});

export const goodBackendBucket = planned("gcp:compute/backendBucket:BackendBucket", {
  bucketName: "assets",
  edgeSecurityPolicy: outputOf("gcp:compute/securityPolicy:SecurityPolicy", "selfLink", "armor"),
});

export const goodSslPolicy = planned("gcp:compute/sSLPolicy:SSLPolicy", {
  profile: "MODERN",
  minTlsVersion: "TLS_1_2",
});

export const goodHttpsProxy = planned("gcp:compute/targetHttpsProxy:TargetHttpsProxy", {
  urlMap: outputOf("gcp:compute/uRLMap:URLMap", "id", "hosts"),
  sslPolicy: outputOf("gcp:compute/sSLPolicy:SSLPolicy", "id", "tls"),
});

export const goodRedirect = planned(
  "gcp:compute/uRLMap:URLMap",
  { defaultUrlRedirect: { httpsRedirect: true, stripQuery: false } },
  { name: "redirect" },
);

export const goodHttpProxy = planned("gcp:compute/targetHttpProxy:TargetHttpProxy", {
  urlMap: outputOf("gcp:compute/uRLMap:URLMap", "id", "redirect"),
});

export const goodManagedZone = planned("gcp:dns/managedZone:ManagedZone", {
  dnsName: "shop.example.org.",
  visibility: "public",
  dnssecConfig: { state: "on" },
  labels: goodLabels,
});

export const goodDistribution = planned("aws:cloudfront/distribution:Distribution", {
  enabled: true,
  webAclId: outputOf("aws:wafv2/webAcl:WebAcl", "arn", "waf"),
  viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2021", sslSupportMethod: "sni-only" },
  defaultCacheBehavior: { viewerProtocolPolicy: "redirect-to-https" },
  origins: [{ originId: "gateway", customOriginConfig: { originProtocolPolicy: "https-only" } }],
  tags: goodLabels,
});

export const goodAccessLog = planned(
  "aws:cloudwatch/logDeliverySource:LogDeliverySource",
  {
    logType: "ACCESS_LOGS",
    resourceArn: outputOf("aws:cloudfront/distribution:Distribution", "arn"),
    tags: goodLabels,
  },
  { name: "access-log" },
);

export const goodHostedZone = planned("aws:route53/zone:Zone", { name: "shop.example.org", tags: goodLabels });

export const goodSignedZone = planned(
  "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec",
  { hostedZoneId: outputOf("aws:route53/zone:Zone", "zoneId") },
  { name: "signed" },
);

export const goodFrontDoor = planned("azure-native:cdn:Profile", {
  profileName: "shop-edge",
  sku: { name: "Premium_AzureFrontDoor" },
  tags: goodLabels,
});

export const goodGuard = planned(
  "azure-native:cdn:SecurityPolicy",
  {
    profileName: outputOf("azure-native:cdn:Profile", "name"),
    parameters: {
      type: "WebApplicationFirewall",
      wafPolicy: { id: outputOf("azure-native:frontdoor:Policy", "id", "waf") },
      associations: [{ patternsToMatch: ["/*"] }],
    },
  },
  { name: "guard" },
);

export const goodFrontDoorLogs = planned(
  "azure-native:monitor:DiagnosticSetting",
  {
    resourceUri: outputOf("azure-native:cdn:Profile", "id"),
    workspaceId: outputOf("azure-native:operationalinsights:Workspace", "id", "workspace"),
    logs: [{ category: "FrontDoorAccessLog", enabled: true }],
  },
  { name: "logs" },
);

export const goodCustomDomain = planned("azure-native:cdn:AFDCustomDomain", {
  hostName: "www.shop.example.org",
  tlsSettings: { certificateType: "ManagedCertificate", minimumTlsVersion: "TLS12" },
});

export const goodRoute = planned("azure-native:cdn:Route", {
  forwardingProtocol: "HttpsOnly",
  httpsRedirect: "Enabled",
  supportedProtocols: ["Http", "Https"],
});

export const goodAzureZone = planned("azure-native:dns:Zone", { zoneName: "shop.example.org", tags: goodLabels });

export const goodSignedAzureZone = planned(
  "azure-native:dns:DnssecConfig",
  { zoneName: outputOf("azure-native:dns:Zone", "name") },
  { name: "signed" },
);

export const goodArmor = planned("gcp:compute/securityPolicy:SecurityPolicy", {
  type: "CLOUD_ARMOR",
  rules: [
    {
      action: "deny(403)",
      priority: 400,
      match: { expr: { expression: "evaluatePreconfiguredWaf('sqli-v33-stable', {'sensitivity': 1})" } },
    },
  ],
});

export const goodWebAcl = planned("aws:wafv2/webAcl:WebAcl", {
  scope: "CLOUDFRONT",
  rules: [{ statement: { managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesCommonRuleSet" } } }],
  tags: goodLabels,
});

export const goodFrontDoorFirewall = planned("azure-native:frontdoor:Policy", {
  policySettings: { enabledState: "Enabled", mode: "Prevention" },
  managedRules: { managedRuleSets: [{ ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1" }] },
  tags: goodLabels,
});

export const goodOrigin = planned("azure-native:cdn:AFDOrigin", {
  hostName: "origin.shop.example.org",
  enforceCertificateNameCheck: true,
});
