import { describe, expect, it } from "vitest";
import { edgeInput, planEdge, sharedHost, type EdgeInput } from "../../edge.fixture.ts";
import { duration } from "./edge-cdn.ts";
import { customRules } from "./edge-waf.ts";
import { azureEnvironment } from "../environment.fixture.ts";

function plan(edge: Partial<EdgeInput> = {}, more: Parameters<typeof azureEnvironment>[0] = {}) {
  const wished = azureEnvironment({ edge: { ...edgeInput, ...edge }, ...more });
  return planEdge(wished);
}

describe("the zone", () => {
  // https://learn.microsoft.com/azure/dns/dnssec
  it("is signed, and has records by their names below it", async () => {
    const records = [{ name: "@", type: "TXT" as const, values: ["v=spf1 -all"] }];
    const { inputs } = await plan({ dns: { placement: "managed", records } });
    expect(inputs("zone-dns")).toMatchObject({ zoneName: "shop.example.org", location: "global" });
    expect(inputs("zone-signed")).toBeDefined();
    expect(inputs("zone-domain-txt")).toMatchObject({
      relativeRecordSetName: "@",
      recordType: "TXT",
      txtRecords: [{ value: ["v=spf1 -all"] }],
    });
    expect(inputs("edge-origin")).toMatchObject({ relativeRecordSetName: "origin-shop-prod", recordType: "A" });
  });

  // https://learn.microsoft.com/azure/dns/dns-protect-zones-recordsets
  it("has no lock, which would also keep records from going", async () => {
    const { ofType } = await plan();
    const locks = ofType("azure-native:authorization:ManagementLockByScope").map(({ inputs }) =>
      JSON.stringify(inputs["scope"]),
    );
    expect(locks.filter((scope) => scope.includes("zone"))).toEqual([]);
  });
});

describe("Front Door", () => {
  // https://learn.microsoft.com/azure/frontdoor/standard-premium/tier-comparison
  it("is Premium where it has a firewall, whose rules the tier below lacks", async () => {
    expect((await plan()).at("edge-frontdoor", "sku.name")).toBe("Premium_AzureFrontDoor");
    const without = await plan({ waf: { mode: "off" } }, { tier: "development" });
    expect(without.at("edge-frontdoor", "sku.name")).toBe("Standard_AzureFrontDoor");
    expect(without.ofType("azure-native:frontdoor:Policy")).toEqual([]);
  });

  it("speaks TLS 1.2 at least, and sends whoever comes by HTTP to HTTPS", async () => {
    const { at, inputs } = await plan();
    expect(at("edge-www-domain", "tlsSettings")).toEqual({
      certificateType: "ManagedCertificate",
      cipherSuiteSetType: "TLS12_2023",
      minimumTlsVersion: "TLS12",
    });
    expect(inputs("edge-www-route")).toMatchObject({
      httpsRedirect: "Enabled",
      forwardingProtocol: "HttpsOnly",
      supportedProtocols: ["Http", "Https"],
    });
  });

  // https://learn.microsoft.com/azure/frontdoor/origin
  it("asks the gateway for its certificate and shows it the name that the visitor asked for", async () => {
    const { inputs, waitsFor } = await plan();
    const origin = inputs("edge-gateway-origin");
    expect(origin).toMatchObject({
      hostName: "origin-shop-prod.shop.example.org",
      enforceCertificateNameCheck: true,
    });
    expect(origin["originHostHeader"]).toBeUndefined();
    expect(waitsFor("edge-www-route")).toEqual(expect.arrayContaining(["shop-prod-edge-gateway-origin"]));
  });

  // https://learn.microsoft.com/azure/frontdoor/domain
  it("proves each name by a text below _dnsauth", async () => {
    const { inputs } = await plan();
    expect(inputs("edge-www-proof-record")).toMatchObject({
      relativeRecordSetName: "_dnsauth.www",
      recordType: "TXT",
      ttl: 60,
    });
  });

  // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcdn
  it("has names that it takes", async () => {
    const { inputs } = await plan();
    expect(inputs("edge-www-endpoint")["endpointName"]).toMatch(/^[a-z0-9][a-z0-9-]{0,44}[a-z0-9]$/);
    expect(inputs("edge-www-rules")["ruleSetName"]).toMatch(/^[A-Za-z][A-Za-z0-9]{0,59}$/);
    expect(inputs("edge-waf")["policyName"]).toMatch(/^[a-z][a-z0-9]{0,127}$/);
  });

  // https://learn.microsoft.com/azure/frontdoor/front-door-rules-engine-actions
  it("keeps files for as long as wished where they say nothing, and what isn't asked for not at all", async () => {
    const { inputs } = await plan();
    expect(JSON.stringify(inputs("edge-www-rule")["actions"])).toContain('"cacheDuration":"1.00:00:00"');
    expect(JSON.stringify(inputs("edge-api-rule")["actions"])).not.toContain("cacheConfiguration");
    expect([duration(60), duration(3661), duration(90_061)]).toEqual(["00:01:00", "01:01:01", "1.01:01:01"]);
  });

  it("writes every request down", async () => {
    const { at } = await plan();
    expect(JSON.stringify(at("edge-diagnostics", "logs"))).toContain('"category":"FrontDoorAccessLog","enabled":true');
  });
});

describe("the firewall", () => {
  // https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-drs
  it("is Front Door's kind of policy, with Microsoft's rules, before every name", async () => {
    const { inputs, at } = await plan();
    expect(inputs("edge-waf")).toMatchObject({
      sku: { name: "Premium_AzureFrontDoor" },
      policySettings: { mode: "Prevention", enabledState: "Enabled" },
      managedRules: {
        managedRuleSets: [
          { ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1" },
          { ruleSetType: "Microsoft_BotManagerRuleSet", ruleSetVersion: "1.1" },
        ],
      },
    });
    const guarded = JSON.stringify(at("edge-guard", "parameters.associations.0.domains"));
    for (const name of ["edge-api-endpoint", "edge-api-domain", "edge-www-endpoint", "edge-www-domain"])
      expect(guarded).toContain(`${name}#id`);
  });

  it("asks who opened the connection, which nobody can write into a header", () => {
    const rules = [
      ...customRules({ priority: 100, kind: "addresses", action: "deny", ipv4: ["192.0.2.0/24"], ipv6: [] }),
      ...customRules({ priority: 300, kind: "countries", mode: "only", codes: ["NL"] }),
    ];
    expect(rules.map(({ matchConditions }) => matchConditions)).toEqual([
      [{ matchVariable: "SocketAddr", operator: "IPMatch", matchValue: ["192.0.2.0/24"] }],
      [{ matchVariable: "SocketAddr", operator: "GeoMatch", matchValue: ["NL"], negateCondition: true }],
    ]);
  });

  // https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-rate-limit
  it("counts over one minute or five", () => {
    const minutes = ([60, 300] as const).map(
      (perSeconds) => customRules({ priority: 500, kind: "rate", requests: 2000, perSeconds })[0],
    );
    expect(minutes.map((rule) => [rule?.ruleType, rule?.rateLimitDurationInMinutes])).toEqual([
      ["RateLimitRule", 1],
      ["RateLimitRule", 5],
    ]);
  });
});

describe("a shared host", () => {
  // https://learn.microsoft.com/azure/traffic-manager/traffic-manager-routing-methods
  it("leads to Traffic Manager, which switches off who shall get nobody", async () => {
    const { inputs, at } = await plan({ hosts: { www: sharedHost } });
    const { dnsConfig, monitorConfig, trafficRoutingMethod } = inputs("edge-www-traffic");
    expect(trafficRoutingMethod).toBe("Weighted");
    expect(monitorConfig).toMatchObject({ protocol: "HTTPS", port: 443, path: "/healthz" });
    expect(dnsConfig).toMatchObject({ ttl: 60 });
    expect(at("edge-www-traffic", "endpoints.0")).toMatchObject({
      name: "other-example-net",
      weight: 1,
      endpointStatus: "Disabled",
      alwaysServe: "Disabled",
    });
    expect(at("edge-www-record", "cnameRecord.cname")).toMatch(/^[a-z0-9]+\.trafficmanager\.net$/);
  });

  it("serves all targets where nobody asks for their health", async () => {
    const { targets } = sharedHost.traffic;
    const { at } = await plan({ hosts: { www: { to: "gateway", traffic: { targets: [...targets] } } } });
    expect(at("edge-www-traffic", "endpoints.1.alwaysServe")).toBe("Enabled");
  });
});
