import { describe, expect, it } from "vitest";
import {
  accountIs,
  aliasIsThere,
  awsBootstrapChecks,
  bucketIsThere,
  issuerIsThere,
  namesAreThere,
  quotaDemands,
  quotasAreEnough,
  zoneIsThere,
} from "./bootstrap-doctor.ts";
import { awsEnvironment } from "../environment.fixture.ts";

const ci = { issuer: "github", repository: "shop/platform", branch: "main", environment: "production" } as const;
const verdict = (judge: (text: string) => { verdict: string }, printed: unknown): string =>
  judge(JSON.stringify(printed)).verdict;

describe("checks of an account", () => {
  it("only read", () => {
    const commands = awsBootstrapChecks(awsEnvironment({ bootstrap: { stateRegion: "eu-central-1", ci } }))
      .map(({ command }) => command)
      .filter(([program]) => program === "aws");
    expect(commands.length).toBe(7);
    for (const [, , verb] of commands) expect(verb).toMatch(/^(?:get|list)-/);
  });

  it("ask for the role of RDS where a database is managed", () => {
    const whats = (placement: "managed" | "in-cluster") =>
      awsBootstrapChecks(awsEnvironment({ stores: { orders: { kind: "postgres", placement } }, domains: {} })).map(
        ({ what }) => what,
      );
    expect(whats("managed")).toContain("role of RDS");
    expect(whats("in-cluster")).not.toContain("role of RDS");
  });

  // The pages say what each command prints; the samples are cut to what is read.
  it.each([
    // https://docs.aws.amazon.com/cli/latest/reference/sts/get-caller-identity.html#examples
    [
      "the account",
      accountIs("123456789012"),
      { UserId: "AIDA", Account: "123456789012", Arn: "arn:aws:iam::123456789012:user/ada" },
      "ok",
    ],
    ["another account", accountIs("123456789012"), { Account: "210987654321" }, "missing"],
    ["no account", accountIs("123456789012"), {}, "unknown"],
    // https://docs.aws.amazon.com/cli/latest/reference/s3api/list-buckets.html#examples
    [
      "a bucket",
      bucketIsThere("shop-"),
      { Buckets: [{ Name: "shop-1a2b", CreationDate: "2026-11-21T08:00:00+00:00" }] },
      "ok",
    ],
    ["other buckets", bucketIsThere("shop-"), { Buckets: [{ Name: "other" }] }, "missing"],
    // https://docs.aws.amazon.com/cli/latest/reference/kms/list-aliases.html#examples
    ["an alias", aliasIsThere("alias/a"), { Aliases: [{ AliasName: "alias/a", TargetKeyId: "1234abcd" }] }, "ok"],
    ["an alias of nothing", aliasIsThere("alias/a"), { Aliases: [{ AliasName: "alias/a" }] }, "missing"],
    ["names", namesAreThere(["a"]), ["a", "b"], "ok"],
    ["other names", namesAreThere(["a", "c"]), ["a", "b"], "missing"],
    // https://docs.aws.amazon.com/cli/latest/reference/iam/list-open-id-connect-providers.html#examples
    [
      "an issuer",
      issuerIsThere("https://gitlab.com"),
      { OpenIDConnectProviderList: [{ Arn: "arn:aws:iam::1:oidc-provider/gitlab.com" }] },
      "ok",
    ],
    [
      "another issuer",
      issuerIsThere("https://gitlab.com"),
      { OpenIDConnectProviderList: [{ Arn: "arn:aws:iam::1:oidc-provider/not-gitlab.com" }] },
      "missing",
    ],
    // https://docs.aws.amazon.com/cli/latest/reference/service-quotas/list-service-quotas.html#examples
    [
      "quotas",
      quotasAreEnough([{ quota: "L-1216C47A (CPUs)", needed: 32 }]),
      { Quotas: [{ QuotaCode: "L-1216C47A", Value: 32.0 }] },
      "ok",
    ],
    [
      "quotas without room",
      quotasAreEnough([{ quota: "L-1216C47A (CPUs)", needed: 33 }]),
      { Quotas: [{ QuotaCode: "L-1216C47A", Value: 32.0 }] },
      "missing",
    ],
    // https://docs.aws.amazon.com/cli/latest/reference/route53/list-hosted-zones-by-name.html#examples
    [
      "a zone",
      zoneIsThere("a.org"),
      { HostedZones: [{ Id: "/hostedzone/Z1", Name: "a.org.", Config: { PrivateZone: false } }] },
      "ok",
    ],
    [
      "a private zone",
      zoneIsThere("a.org"),
      { HostedZones: [{ Id: "/hostedzone/Z1", Name: "a.org.", Config: { PrivateZone: true } }] },
      "missing",
    ],
    ["the next zone", zoneIsThere("a.org"), { HostedZones: [{ Id: "/hostedzone/Z1", Name: "b.org." }] }, "missing"],
  ])("judge %s", (_, judge, printed, expected) => {
    expect(verdict(judge, printed)).toBe(expected);
  });

  it("need room for all pools at their largest, on demand and on Spot apart, and for addresses", () => {
    const environment = awsEnvironment({
      cluster: {
        pools: { general: { size: "medium", max: 10 }, batch: { size: "large", max: 2, spot: true, purpose: "batch" } },
      },
      stores: {},
      domains: {},
    });
    expect(quotaDemands(environment).map(({ quota, needed }) => [quota.slice(0, 10), needed])).toEqual([
      ["L-1216C47A", 40],
      ["L-34B43A08", 16],
      ["L-0263D0A3", 6],
    ]);
  });

  it("need room for what may come on top of pools, which is never of Spot", () => {
    const pools = {
      general: { size: "medium", max: 10 },
      batch: { size: "large", max: 2, spot: true, purpose: "batch" },
    } as const;
    const environment = awsEnvironment({
      cluster: { pools, autoProvision: { cpu: 100, memoryGiB: 400 } },
      stores: {},
      domains: {},
    });
    expect(quotaDemands(environment).map(({ quota, needed }) => [quota.slice(0, 10), needed])).toEqual([
      ["L-1216C47A", 84],
      ["L-34B43A08", 16],
      ["L-0263D0A3", 6],
    ]);
  });
});
