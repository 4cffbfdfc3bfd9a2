import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { decideWaf, decideWafMode } from "./edge-waf.ts";
import { bucketsAtEdge, decideEdge, decideZone, namesOfEdge } from "./edge.ts";

const environment = (edge: object) =>
  exampleEnvironment({ buckets: { assets: { dataClass: "public" } }, edge: { domain: "shop.example.org", ...edge } });

const planOf = (edge: object) => {
  const plan = decideEdge(environment(edge));
  if (plan === undefined) throw new Error("there is an edge");
  return plan;
};

const wafOf = (waf: object) => planOf({ hosts: {}, waf }).waf;

describe("an edge", () => {
  it("isn't there unless it is wished for", () => {
    const none = exampleEnvironment();
    expect([decideEdge(none), decideZone(none), namesOfEdge(none), bucketsAtEdge(none)]).toEqual([
      undefined,
      undefined,
      [],
      [],
    ]);
  });

  it("has its hosts in order of name, whole names, and names of its own that say whose it is", () => {
    const { hosts, originName } = planOf({ hosts: { www: { to: "gateway" }, api: { to: "gateway" } } });
    expect(hosts.map(({ name, fqdn, ownName }) => ({ name, fqdn, ownName }))).toEqual([
      { name: "api", fqdn: "api.shop.example.org", ownName: "api.edge-shop-test.shop.example.org" },
      { name: "www", fqdn: "www.shop.example.org", ownName: "www.edge-shop-test.shop.example.org" },
    ]);
    expect(originName).toBe("origin-shop-test.shop.example.org");
  });

  it("keeps nothing by default, only what pages allow for ssr, and files for a day", () => {
    const hosts = {
      api: { to: "gateway" },
      files: { to: "bucket", bucket: "assets" },
      shop: { to: "gateway", cache: "ssr" },
      static: { to: "gateway", cache: "static" },
    };
    expect(planOf({ hosts }).hosts.map(({ cache }) => cache)).toEqual([
      { mode: "none" },
      { mode: "static", defaultSeconds: 86_400 },
      { mode: "origin" },
      { mode: "static", defaultSeconds: 86_400 },
    ]);
  });

  it("names the buckets that it serves once each", () => {
    const file = { to: "bucket", bucket: "assets" };
    expect(bucketsAtEdge(environment({ hosts: { a1: file, b1: file, www: { to: "gateway" } } }))).toEqual(["assets"]);
  });

  it("shares visitors among targets whose names can stand in a resource's", () => {
    const targets = [
      { to: "self", weight: 90 },
      { to: "d1.cloudfront.net", weight: 10 },
    ];
    const hosts = { www: { to: "gateway", traffic: { targets, healthPath: "/healthz" } } };
    expect(planOf({ hosts }).hosts[0]?.traffic).toEqual({
      targets: [
        { to: "d1.cloudfront.net", role: "d1-cloudfront-net", weight: 10 },
        { to: "self", role: "self", weight: 90 },
      ],
      healthPath: "/healthz",
    });
  });

  it("takes every name that it makes a record for", () => {
    expect(namesOfEdge(environment({ hosts: { www: { to: "gateway" } } }))).toEqual([
      "origin-shop-test.shop.example.org",
      "www.shop.example.org",
      "www.edge-shop-test.shop.example.org",
    ]);
  });
});

describe("a zone", () => {
  it("is made here with its records, unless it is elsewhere", () => {
    const records = [
      { name: "@", type: "TXT", values: ["v=spf1 -all"] },
      { name: "_dnsauth.www", type: "TXT", values: ["b", "a"], ttlSeconds: 60 },
    ];
    expect(decideZone(environment({ hosts: {}, dns: { placement: "managed", records } }))).toEqual({
      domain: "shop.example.org",
      records: [
        { fqdn: "shop.example.org", role: "domain-txt", type: "TXT", values: ["v=spf1 -all"], ttlSeconds: 300 },
        {
          fqdn: "_dnsauth.www.shop.example.org",
          role: "-dnsauth-www-txt",
          type: "TXT",
          values: ["a", "b"],
          ttlSeconds: 60,
        },
      ],
    });
    expect(decideZone(environment({ hosts: {}, dns: { placement: "external" } }))).toBeUndefined();
  });
});

describe("a firewall", () => {
  it("asks who is denied first, and counts requests last", () => {
    const waf = {
      allow: ["198.51.100.0/24"],
      deny: ["2001:db8::/32", "203.0.113.0/24", "203.0.113.0/24"],
      countries: { mode: "only", codes: ["NL", "BE", "NL"] },
    };
    expect(wafOf(waf)).toEqual({
      mode: "block",
      rules: [
        { priority: 100, kind: "addresses", action: "deny", ipv4: ["203.0.113.0/24"], ipv6: ["2001:db8::/32"] },
        { priority: 200, kind: "addresses", action: "allow", ipv4: ["198.51.100.0/24"], ipv6: [] },
        { priority: 300, kind: "countries", mode: "only", codes: ["BE", "NL"] },
        { priority: 400, kind: "managed" },
        { priority: 500, kind: "rate", requests: 2000, perSeconds: 300 },
      ],
    });
  });

  it("keeps each rule's place when another comes or goes", () => {
    expect(wafOf({})?.rules.map(({ priority, kind }) => [priority, kind])).toEqual([
      [400, "managed"],
      [500, "rate"],
    ]);
  });

  it("isn't there where it is off, and costs nothing in a free tier outside of production", () => {
    const { waf } = environment({ hosts: {} }).edge ?? {};
    if (waf === undefined) throw new Error("an edge has one");
    expect(wafOf({ mode: "off" })).toBeUndefined();
    expect(decideWaf(waf, { tier: "development", costMode: "free-tier" })).toBeUndefined();
    expect(decideWafMode(waf, { tier: "production", costMode: "free-tier" })).toBe("block");
    expect(decideWafMode({ ...waf, mode: "observe" }, { tier: "staging", costMode: "free-tier" })).toBe("observe");
    expect(decideWafMode(waf, { tier: "development", costMode: "lean" })).toBe("block");
  });
});
