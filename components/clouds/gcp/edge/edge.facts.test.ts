import { describe, expect, it } from "vitest";
import { edgeInput, planEdge, sharedHost, type EdgeInput } from "../../edge.fixture.ts";
import { checkGcp } from "../check.ts";
import { decideArmorRules, managedRuleSets } from "./edge-waf.ts";
import { gcpEnvironment } from "../environment.fixture.ts";

const environment = (edge: EdgeInput, name?: string) =>
  gcpEnvironment({ edge, buckets: { assets: { dataClass: "public" } } }, name);

function plan(edge: Partial<EdgeInput> = {}) {
  const wished = environment({ ...edgeInput, ...edge });
  return planEdge(wished);
}

describe("the zone", () => {
  // https://cloud.google.com/dns/docs/dnssec-advanced
  it("is signed, and its names end in a dot", async () => {
    const { inputs } = await plan();
    expect(inputs("zone-dns")).toMatchObject({
      dnsName: "shop.example.org.",
      dnssecConfig: { state: "on", nonExistence: "nsec3" },
      visibility: "public",
    });
  });

  // https://cloud.google.com/dns/docs/records
  it("has texts in quotes, and names with a dot at the end", async () => {
    const { at } = await plan({
      dns: {
        placement: "managed",
        records: [
          { name: "@", type: "TXT", values: ["v=spf1 -all"] },
          { name: "mail", type: "CNAME", values: ["mail.example.net"] },
        ],
      },
    });
    expect(at("zone-domain-txt", "rrdatas")).toEqual(['"v=spf1 -all"']);
    expect(at("zone-mail-cname", "rrdatas")).toEqual(["mail.example.net."]);
  });
});

describe("the load balancer", () => {
  // https://cloud.google.com/load-balancing/docs/ssl-policies-concepts
  it("speaks TLS 1.2 at least, by a map of certificates as a proxy names it", async () => {
    const { inputs, at } = await plan();
    expect(inputs("edge-tls")).toMatchObject({ minTlsVersion: "TLS_1_2", profile: "MODERN" });
    expect(at("edge-https", "certificateMap")).toMatch(/^\/\/certificatemanager\.googleapis\.com\/\$\{urn:.*#id\}$/);
  });

  it("answers at one address of each kind, and sends whoever comes by HTTP to HTTPS", async () => {
    const { ofType, at, inputs } = await plan();
    const rules = ofType("gcp:compute/globalForwardingRule:GlobalForwardingRule");
    expect(rules.map(({ inputs: rule }) => [rule["portRange"], rule["loadBalancingScheme"]]).sort()).toEqual([
      ["443", "EXTERNAL_MANAGED"],
      ["443", "EXTERNAL_MANAGED"],
      ["80", "EXTERNAL_MANAGED"],
      ["80", "EXTERNAL_MANAGED"],
    ]);
    expect(at("edge-redirect", "defaultUrlRedirect.httpsRedirect")).toBe(true);
    expect(Object.keys(inputs("edge-redirect"))).toEqual(["defaultUrlRedirect"]);
  });

  it("leads each host and its own name to its backend, and any other name nowhere", async () => {
    const { inputs } = await plan();
    const { hostRules, defaultService, defaultUrlRedirect } = inputs("edge-hosts");
    expect(hostRules).toContainEqual({
      hosts: ["www.shop.example.org", "www.edge-shop-prod.shop.example.org"],
      pathMatcher: "www",
    });
    expect(defaultService).toBeUndefined();
    expect(defaultUrlRedirect).toMatchObject({ httpsRedirect: true, hostRedirect: "api.shop.example.org" });
  });

  // https://cloud.google.com/load-balancing/docs/negs/internet-neg-concepts
  it("reaches the gateway by name over HTTPS, without a health check, which such groups don't take", async () => {
    const { inputs, at, ofType } = await plan();
    // The group takes one endpoint.
    const endpoints = ofType("gcp:compute/globalNetworkEndpoint:GlobalNetworkEndpoint");
    expect(endpoints.map(({ deleteBeforeReplace }) => deleteBeforeReplace)).toEqual([true]);
    expect(inputs("edge-gateway-endpoint")).toMatchObject({ fqdn: "origin-shop-prod.shop.example.org", port: 443 });
    expect(inputs("edge-gateway")).toMatchObject({ networkEndpointType: "INTERNET_FQDN_PORT", defaultPort: 443 });
    expect(inputs("edge-api-backend")).toMatchObject({
      protocol: "HTTPS",
      enableCdn: false,
      logConfig: { enable: true },
    });
    expect(at("edge-api-backend", "healthChecks")).toBeUndefined();
    expect(at("edge-api-backend", "backends.0.balancingMode")).toBeUndefined();
  });
});

describe("Cloud CDN", () => {
  // https://cloud.google.com/cdn/docs/using-ttl-overrides
  it("is given no times with the origin's headers, and no more than it takes without", async () => {
    const hosts = { ssr: { to: "gateway", cache: "ssr" }, www: { to: "gateway", cache: "static" } } as const;
    const { at } = await plan({ hosts });
    expect(at("edge-ssr-backend", "cdnPolicy")).toEqual({
      cacheKeyPolicy: { includeHost: true, includeProtocol: true, includeQueryString: true },
      cacheMode: "USE_ORIGIN_HEADERS",
      negativeCaching: false,
    });
    expect(at("edge-www-backend", "cdnPolicy")).toMatchObject({
      cacheMode: "CACHE_ALL_STATIC",
      clientTtl: 86_400,
      defaultTtl: 86_400,
      maxTtl: 31_622_400,
    });
  });

  // https://docs.cloud.google.com/cdn/docs/configure-private-bucket-access
  it("reads a private bucket as Google's account for load balancers, which may before it is asked to", async () => {
    const { inputs, at, waitsFor } = await plan({ hosts: { files: { to: "bucket", bucket: "assets" } } });
    // Reads, and no list: whoever asks for the bucket's own address would be shown it.
    expect(inputs("edge-reader-assets")["role"]).toBe("roles/storage.legacyObjectReader");
    expect(at("edge-reader-assets", "member")).toMatch(
      /^serviceAccount:service-.*@https-lb\.iam\.gserviceaccount\.com$/,
    );
    expect(waitsFor("edge-files-files")).toContain("shop-prod-edge-reader-assets");
    expect(at("bucket-assets-gcs", "publicAccessPrevention")).toBe("enforced");
  });

  it("is let into a bucket once, however many hosts lead to it", async () => {
    const files = { to: "bucket", bucket: "assets" } as const;
    const { ofType } = await plan({ hosts: { files, images: files } });
    const readers = ofType("gcp:storage/bucketIAMMember:BucketIAMMember").filter(({ name }) => name.includes("-edge-"));
    expect(readers.map(({ name }) => name)).toEqual(["shop-prod-edge-reader-assets"]);
  });

  // https://cloud.google.com/storage/docs/static-website#specialty-pages
  it("shows a folder's index page", async () => {
    const { at } = await plan({ hosts: { files: { to: "bucket", bucket: "assets" } } });
    expect(at("bucket-assets-gcs", "website")).toEqual({ mainPageSuffix: "index.html" });
  });
});

describe("Cloud Armor", () => {
  // https://cloud.google.com/armor/docs/security-policy-overview
  it("stands before the gateway, and before what is kept", async () => {
    const { at } = await plan({ hosts: { ...edgeInput.hosts, files: { to: "bucket", bucket: "assets" } } });
    expect(at("edge-api-backend", "securityPolicy")).toMatch(/edge-armor-backend#selfLink\}$/);
    expect(at("edge-api-backend", "edgeSecurityPolicy")).toBeUndefined();
    expect(at("edge-www-backend", "edgeSecurityPolicy")).toMatch(/edge-armor-edge#selfLink\}$/);
    expect(at("edge-files-files", "edgeSecurityPolicy")).toMatch(/edge-armor-edge#selfLink\}$/);
  });

  it("has a last rule for everybody, whichever it is, and priorities that no two share", async () => {
    const { ofType } = await plan();
    const policies = ofType("gcp:compute/securityPolicy:SecurityPolicy");
    expect(policies.map(({ inputs }) => inputs["type"]).sort()).toEqual(["CLOUD_ARMOR", "CLOUD_ARMOR_EDGE"]);
    for (const { inputs } of policies) {
      const rules = JSON.stringify(inputs["rules"]);
      const priorities = [...rules.matchAll(/"priority":(\d+)/g)].map(([, priority]) => Number(priority));
      expect(priorities).toEqual([...new Set(priorities)]);
      expect(priorities.at(-1)).toBe(2_147_483_647);
    }
  });

  // https://cloud.google.com/armor/docs/rules-language-reference
  it("says rules in its own words", () => {
    const [countries] = decideArmorRules({
      mode: "block",
      rules: [{ priority: 300, kind: "countries", mode: "only", codes: ["BE", "NL"] }],
    });
    expect(countries).toMatchObject({
      match: { expr: { expression: "origin.region_code == '' || !'[BE,NL]'.contains(origin.region_code)" } },
    });
    // Every text contains the empty one: who comes from nowhere known isn't from a country that is denied.
    const [denied] = decideArmorRules({
      mode: "block",
      rules: [{ priority: 300, kind: "countries", mode: "deny", codes: ["BE"] }],
    });
    expect(denied).toMatchObject({
      match: { expr: { expression: "!(origin.region_code == '') && '[BE]'.contains(origin.region_code)" } },
    });
    const managed = decideArmorRules({ mode: "observe", rules: [{ priority: 400, kind: "managed" }] });
    expect(managed.slice(0, -1).map(({ preview }) => preview)).toEqual(managedRuleSets.map(() => true));
  });

  // https://cloud.google.com/armor/quotas
  it("has ten blocks in a rule at most", () => {
    const ipv4 = Array.from({ length: 21 }, (_, index) => `192.0.2.${index}/32`);
    const rules = decideArmorRules({
      mode: "block",
      rules: [{ priority: 100, kind: "addresses", action: "deny", ipv4, ipv6: [] }],
    });
    expect(rules.map(({ priority }) => priority)).toEqual([100, 101, 102, 2_147_483_647]);
  });

  // A throttle that lets a request through asks no later rule. https://cloud.google.com/armor/docs/rate-limiting-overview
  it("counts after all else was asked", async () => {
    const { inputs } = await plan();
    const actions = [...JSON.stringify(inputs("edge-armor-backend")["rules"]).matchAll(/"action":"([^"]+)"/g)];
    expect(actions.map(([, action]) => action).slice(-2)).toEqual(["throttle", "allow"]);
  });
});

describe("certificates", () => {
  // https://cloud.google.com/certificate-manager/docs/dns-authorizations
  it("are proved by a record of this project's own, so that another cloud may prove the same name", async () => {
    const { inputs } = await plan();
    expect(inputs("edge-www-proof")).toMatchObject({ domain: "www.shop.example.org", type: "PER_PROJECT_RECORD" });
    expect(inputs("edge-www-cert")["managed"]).toMatchObject({ domains: ["www.shop.example.org"] });
    expect(inputs("edge-www-entry")).toMatchObject({ hostname: "www.shop.example.org" });
    expect(inputs("edge-primary")).toMatchObject({ matcher: "PRIMARY" });
  });
});

describe("a shared host", () => {
  // https://cloud.google.com/dns/docs/routing-policies-overview
  it("is weighted by name, this environment under its own", async () => {
    const { traffic } = sharedHost;
    const { at } = await plan({ hosts: { www: { to: "gateway", traffic: { targets: [...traffic.targets] } } } });
    expect(at("edge-www-record", "routingPolicy.wrrs")).toEqual([
      { weight: 0, rrdatas: ["other.example.net."] },
      { weight: 90, rrdatas: ["www.edge-shop-prod.shop.example.org."] },
    ]);
  });
});

describe("names of an edge", () => {
  it("fail where Google would not take them", () => {
    const long = (length: number) =>
      environment({ ...edgeInput, hosts: { ["h".repeat(length)]: { to: "gateway" } } }, "e".repeat(20));
    expect(checkGcp(long(21)).map(({ path }) => path)).toEqual([]);
    expect(checkGcp(long(22)).map(({ path }) => path)).toEqual([`edge.hosts.${"h".repeat(22)}`]);
  });
});
