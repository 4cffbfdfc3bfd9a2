import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { exampleEnvironment } from "../../components/example-environment.fixture.ts";
import { crossRules, type At } from "../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });

/** Paths of what is wrong with an edge. */
function wrongWith(edge: object, more: Record<string, unknown> = {}): string[] {
  const environment = exampleEnvironment({
    ingress: { address: "reserved" },
    buckets: { assets: { dataClass: "public" }, audit: { dataClass: "confidential" } },
    edge: { domain: "shop.example.org", hosts: { www: { to: "gateway" } }, ...edge },
    ...more,
  });
  return crossRules(environment, at).map(({ path }) => path);
}

const sharing = (...targets: readonly (readonly [to: string, weight: number])[]) => ({
  hosts: { www: { to: "gateway", traffic: { targets: targets.map(([to, weight]) => ({ to, weight })) } } },
});

describe("a good edge", () => {
  it("breaks no rule", () => {
    expect(wrongWith({})).toEqual([]);
    expect(wrongWith(sharing(["self", 90], ["d1.cloudfront.net", 10]))).toEqual([]);
    expect(wrongWith({ hosts: { files: { to: "bucket", bucket: "assets" } } }, { ingress: {} })).toEqual([]);
  });
});

describe("an edge", () => {
  it("fails without hosts", () => {
    expect(wrongWith({ hosts: {} })).toEqual(["edge.hosts"]);
  });

  it("fails where the gateway has no fixed address", () => {
    expect(wrongWith({}, { ingress: { address: "none" } })).toEqual(["edge.hosts.www.to"]);
  });

  it("fails with a bucket that isn't there or isn't public", () => {
    const bucket = (name: string) => ({ hosts: { files: { to: "bucket", bucket: name } } });
    expect(wrongWith(bucket("assets"))).toEqual([]);
    expect(wrongWith(bucket("audit"))).toEqual(["edge.hosts.files.bucket"]);
    expect(wrongWith(bucket("asets"))).toEqual(["edge.hosts.files.bucket"]);
  });

  it("fails with a name that no certificate can hold", () => {
    const domain = (length: number) => ({ domain: `${"d".repeat(length - ".example.org".length)}.example.org` });
    expect(wrongWith(domain(60))).toEqual([]);
    expect(wrongWith(domain(61))).toEqual(["edge.hosts.www"]);
  });
});

describe("shared traffic", () => {
  it("fails without this environment, twice with the same, and with nobody who gets any", () => {
    const path = "edge.hosts.www.traffic.targets";
    expect(wrongWith(sharing(["a.example.net", 1], ["b.example.net", 1]))).toEqual([path]);
    expect(wrongWith(sharing(["self", 1], ["self", 1]))).toEqual([`${path}.1.to`]);
    expect(wrongWith(sharing(["self", 0], ["b.example.net", 0]))).toEqual([path]);
  });

  it("fails where the zone is elsewhere, which is who shares out", () => {
    const dns = { placement: "external" };
    expect(wrongWith({ dns, ...sharing(["self", 1], ["b.example.net", 1]) })).toEqual(["edge.hosts.www.traffic"]);
  });

  it("fails where the firewall refuses those who ask for health", () => {
    const traffic = {
      healthPath: "/healthz",
      targets: [
        { to: "self", weight: 1 },
        { to: "b.example.net", weight: 1 },
      ],
    };
    const hosts = { www: { to: "gateway", traffic } };
    const countries = (mode: string) => ({ hosts, waf: { countries: { mode, codes: ["NL"] } } });
    expect(wrongWith(countries("deny"))).toEqual([]);
    expect(wrongWith(countries("only"))).toEqual(["edge.hosts.www.traffic.healthPath"]);
  });
});

describe("the firewall", () => {
  it("fails switched off in production, and nowhere else", () => {
    const waf = { mode: "off" };
    expect(wrongWith({ waf })).toEqual(["edge.waf.mode"]);
    expect(wrongWith({ waf }, { tier: "staging" })).toEqual([]);
    expect(wrongWith({}, { costMode: "free-tier" })).toEqual([]);
  });

  it("fails with lists that nobody would ask, where it is off", () => {
    const lists = [
      { allow: ["192.0.2.0/24"] },
      { deny: ["192.0.2.0/24"] },
      { countries: { mode: "deny", codes: ["NL"] } },
    ];
    for (const list of lists)
      expect(wrongWith({ waf: { mode: "off", ...list } }, { tier: "staging" })).toEqual([
        `edge.waf.${Object.keys(list)[0] ?? ""}`,
      ]);
    expect(wrongWith({ waf: { deny: ["192.0.2.0/24"] } }, { tier: "staging", costMode: "free-tier" })).toEqual([
      "edge.waf.deny",
    ]);
  });
});

describe("records of the zone", () => {
  const record = (name: string, type: string, ...values: string[]) => ({ name, type, values });
  const withRecords = (...records: object[]) => wrongWith({ dns: { placement: "managed", records } });
  const path = (index: number, field: string) => `edge.dns.records.${index}.${field}`;

  it("may be what mail and other edges need", () => {
    expect(
      withRecords(
        record("@", "TXT", "v=spf1 -all"),
        record("_acme-challenge.www", "CNAME", "x.authorize.certificatemanager.goog"),
        record("origin-other", "A", "192.0.2.7", "192.0.2.8"),
        record("origin-other", "AAAA", "2001:db8::7"),
      ),
    ).toEqual([]);
  });

  it("fail where the edge makes its own", () => {
    expect(withRecords(record("www", "A", "192.0.2.7"))).toEqual([path(0, "name")]);
    expect(withRecords(record("origin-shop-test", "A", "192.0.2.7"))).toEqual([path(0, "name")]);
  });

  it("fail when they are given twice, or alike but for dashes and dots", () => {
    expect(withRecords(record("a.b", "A", "192.0.2.7"), record("a-b", "A", "192.0.2.8"))).toEqual([path(1, "name")]);
    expect(withRecords(record("a1", "A", "192.0.2.7"), record("a1", "TXT", "x"))).toEqual([]);
  });

  it("fail with values of another type", () => {
    expect(withRecords(record("a1", "A", "2001:db8::7"))).toEqual([path(0, "values")]);
    expect(withRecords(record("a1", "AAAA", "192.0.2.7"))).toEqual([path(0, "values")]);
    expect(withRecords(record("a1", "CNAME", "a.example.net", "b.example.net"))).toEqual([path(0, "values")]);
    expect(withRecords(record("a1", "CNAME", "a.example.net."))).toEqual([path(0, "values")]);
    expect(withRecords(record("@", "CNAME", "a.example.net"))).toEqual([path(0, "values")]);
  });
});

describe("the page about the edge", () => {
  const text = readFileSync(new URL("../../docs/edge.md", import.meta.url), "utf8");
  const [whole = "", host = ""] = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block]) => block);

  it("shows blocks that are taken and break no rule", () => {
    const blocks = z.record(z.string(), z.unknown()).parse(parse(whole));
    expect(crossRules(exampleEnvironment(blocks), at)).toEqual([]);
    const { edge } = z.object({ edge: z.object({ domain: z.string() }) }).parse(blocks);
    expect(wrongWith({ ...edge, hosts: z.unknown().parse(parse(host)) })).toEqual([]);
  });
});
