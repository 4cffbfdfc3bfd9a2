import { describe, expect, it } from "vitest";
import { edgeInput, planEdge, sharedHost, type EdgeInput } from "../../edge.fixture.ts";
import { cachePolicyArgs } from "./edge-cdn.ts";
import { managedRuleGroups, webAclRules } from "./edge-waf.ts";
import { awsEnvironment } from "../environment.fixture.ts";

function plan(edge: Partial<EdgeInput> = {}) {
  const wished = awsEnvironment({ edge: { ...edgeInput, ...edge }, buckets: { assets: { dataClass: "public" } } });
  return planEdge(wished);
}

describe("the zone", () => {
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec-cmk-requirements.html
  it("is signed with a key of the one kind and in the one region that Route 53 takes", async () => {
    const { inputs, waitsFor } = await plan();
    expect(inputs("zone-signing-key")).toMatchObject({
      region: "us-east-1",
      customerMasterKeySpec: "ECC_NIST_P256",
      keyUsage: "SIGN_VERIFY",
    });
    const policy = JSON.stringify(inputs("zone-signing-key")["policy"]);
    for (const action of ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign", "kms:CreateGrant"])
      expect(policy).toContain(action);
    expect(inputs("zone-signing")["name"]).toMatch(/^[A-Za-z0-9_]{3,128}$/);
    expect(waitsFor("zone-signed")).toContain("shop-prod-zone-signing");
  });
});

describe("certificates", () => {
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
  it("are in CloudFront's region, and issued before a distribution takes them", async () => {
    const { inputs, waitsFor } = await plan();
    expect(inputs("edge-www-cert")).toMatchObject({
      region: "us-east-1",
      domainName: "www.shop.example.org",
      validationMethod: "DNS",
    });
    expect(waitsFor("edge-www-cdn")).toContain("shop-prod-edge-www-issued");
    expect(inputs("edge-www-issued")["region"]).toBe("us-east-1");
  });
});

describe("a distribution", () => {
  it("speaks TLS 1.2 at least, HTTP/3 too, and sends whoever comes by HTTP to HTTPS", async () => {
    const { inputs, at } = await plan();
    expect(at("edge-www-cdn", "viewerCertificate")).toMatchObject({
      minimumProtocolVersion: "TLSv1.2_2021",
      sslSupportMethod: "sni-only",
    });
    expect(at("edge-www-cdn", "defaultCacheBehavior.viewerProtocolPolicy")).toBe("redirect-to-https");
    expect(inputs("edge-www-cdn")).toMatchObject({ httpVersion: "http2and3", aliases: ["www.shop.example.org"] });
  });

  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
  it("reaches the gateway by HTTPS alone, with all that the visitor sent", async () => {
    const { at } = await plan();
    expect(at("edge-api-cdn", "origins.0")).toMatchObject({
      domainName: "origin-shop-prod.shop.example.org",
      customOriginConfig: { originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"] },
    });
    expect(at("edge-api-cdn", "defaultCacheBehavior")).toMatchObject({
      // Managed-CachingDisabled and Managed-AllViewer.
      cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      originRequestPolicyId: "216adef6-5c7f-47e4-b989-5492eafa07d3",
      allowedMethods: ["GET", "HEAD", "OPTIONS", "DELETE", "PATCH", "POST", "PUT"],
    });
  });

  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cache-key-create-cache-policy.html
  it("keeps nothing that says nothing for ssr, and never tells answers apart by cookies", () => {
    const ssr = cachePolicyArgs({ mode: "origin" });
    expect(ssr).toMatchObject({ minTtl: 0, defaultTtl: 0 });
    expect(ssr.parametersInCacheKeyAndForwardedToOrigin).toMatchObject({ cookiesConfig: { cookieBehavior: "none" } });
    expect(cachePolicyArgs({ mode: "static", defaultSeconds: 60 })).toMatchObject({ minTtl: 0, defaultTtl: 60 });
  });

  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
  it("signs what it asks a private bucket for, whose policy and key let the account's distributions read", async () => {
    const { at, inputs } = await plan({ hosts: { files: { to: "bucket", bucket: "assets" } } });
    expect(inputs("edge-files")).toMatchObject({ signingBehavior: "always", signingProtocol: "sigv4" });
    expect(at("edge-files-cdn", "origins.0.domainName")).toMatch(/\.s3\.eu-west-1\.amazonaws\.com$/);
    expect(at("edge-files-cdn", "origins.0.originAccessControlId")).toMatch(/edge-files#id\}$/);
    const readers = '{"Service":"cloudfront.amazonaws.com"}';
    const own = '"arn:aws:cloudfront::111122223333:distribution/*"';
    for (const policy of [inputs("bucket-assets-policy")["policy"], inputs("key-public-key")["policy"]]) {
      expect(policy).toContain(readers);
      expect(policy).toContain(own);
    }
    expect(at("bucket-assets-public-access", "restrictPublicBuckets")).toBe(true);
  });

  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
  it("has its requests written down, from CloudFront's region", async () => {
    const { inputs, ofType } = await plan();
    const sources = ofType("aws:cloudwatch/logDeliverySource:LogDeliverySource");
    expect(sources.map(({ inputs: source }) => [source["logType"], source["region"]])).toEqual([
      ["ACCESS_LOGS", "us-east-1"],
      ["ACCESS_LOGS", "us-east-1"],
    ]);
    expect(inputs("edge-logs")).toMatchObject({
      region: "us-east-1",
      name: "/aws/vendedlogs/cloudfront/shop-prod-edge",
    });
  });
});

describe("the web ACL", () => {
  it("is CloudFront's, stands before every distribution, and writes down what it refuses", async () => {
    const { inputs, at } = await plan();
    expect(inputs("edge-waf")).toMatchObject({ scope: "CLOUDFRONT", region: "us-east-1" });
    for (const host of ["api", "www"]) expect(at(`edge-${host}-cdn`, "webAclId")).toMatch(/edge-waf#arn\}$/);
    // https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
    expect(inputs("edge-waf-logs")["name"]).toMatch(/^aws-waf-logs-/);
  });

  // https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
  it("has AWS's groups, each with a priority of its own, and counts large bodies instead of refusing uploads", () => {
    const rules = webAclRules({ priority: 400, kind: "managed" }, "block", []);
    expect(rules.map(({ priority }) => priority)).toEqual([400, 401, 402, 403]);
    expect(rules.map(({ name }) => name)).toEqual([...managedRuleGroups]);
    expect(JSON.stringify(rules[1])).toContain('"name":"SizeRestrictions_BODY","actionToUse":{"count":{}}');
    expect(rules.map(({ overrideAction }) => overrideAction)).toEqual(rules.map(() => ({ none: {} })));
  });

  it("only counts where it observes", () => {
    const rate = { priority: 500, kind: "rate", requests: 2000, perSeconds: 300 } as const;
    expect(webAclRules(rate, "observe", [])[0]?.action).toEqual({ count: {} });
    expect(webAclRules(rate, "block", [])[0]).toMatchObject({
      action: { block: {} },
      statement: { rateBasedStatement: { limit: 2000, evaluationWindowSec: 300, aggregateKeyType: "IP" } },
    });
    expect(webAclRules({ priority: 400, kind: "managed" }, "observe", [])[0]?.overrideAction).toEqual({ count: {} });
  });

  it("asks about addresses by sets of one kind each, joined by or", async () => {
    const { ofType } = await plan();
    const sets = ofType("aws:wafv2/ipSet:IpSet").map(({ inputs }) => [inputs["ipAddressVersion"], inputs["addresses"]]);
    expect(sets).toContainEqual(["IPV6", ["2001:db8::/32"]]);
    const two = webAclRules({ priority: 100, kind: "addresses", action: "deny", ipv4: [], ipv6: [] }, "block", [
      "a",
      "b",
    ]);
    expect(two[0]?.statement).toEqual({
      orStatement: {
        statements: [{ ipSetReferenceStatement: { arn: "a" } }, { ipSetReferenceStatement: { arn: "b" } }],
      },
    });
  });
});

describe("a shared host", () => {
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-weighted.html
  it("is weighted, each target with an identifier and its health by HTTPS", async () => {
    const { inputs } = await plan({ hosts: { www: sharedHost } });
    expect(inputs("edge-www-record-self")).toMatchObject({
      type: "CNAME",
      setIdentifier: "self",
      weightedRoutingPolicies: [{ weight: 90 }],
    });
    expect(inputs("edge-www-record-other-example-net")).toMatchObject({ records: ["other.example.net"] });
    // CloudFront would hand its own name on to the gateway, which knows no such host.
    expect(inputs("edge-www-health-self")).toMatchObject({ fqdn: "origin-shop-prod.shop.example.org" });
    expect(inputs("edge-www-health-other-example-net")).toMatchObject({
      type: "HTTPS",
      fqdn: "other.example.net",
      resourcePath: "/healthz",
      enableSni: true,
    });
  });
});
