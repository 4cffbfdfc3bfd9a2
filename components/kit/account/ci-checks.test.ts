import { describe, expect, it } from "vitest";
import { branchesAreLimited, decideCiChecks, subjectIs } from "./ci-checks.ts";
import { decideDelegationChecks, delegatedTo } from "../edge/zone-checks.ts";

const ci = { issuer: "github", repository: "shop/platform", branch: "main", environment: "production" } as const;
const bootstrap = { stateRegion: "there", keepVersionDays: 90 };

describe("checks of GitHub", () => {
  it("are asked where GitHub's pipelines bring up, and nowhere else", () => {
    expect(decideCiChecks({ bootstrap: { ...bootstrap, ci } }).map(({ command }) => command)).toEqual([
      ["gh", "api", "repos/shop/platform/actions/oidc/customization/sub"],
      ["gh", "api", "repos/shop/platform/environments/production"],
    ]);
    expect(decideCiChecks({ bootstrap: { ...bootstrap, ci: { ...ci, issuer: "gitlab" } } })).toEqual([]);
    expect(decideCiChecks({ bootstrap })).toEqual([]);
    expect(decideCiChecks({ bootstrap: undefined })).toEqual([]);
  });

  // https://docs.github.com/en/rest/actions/oidc#get-the-customization-template-for-an-oidc-subject-claim-for-a-repository
  it.each([
    ['{"use_default":true,"use_immutable_subject":false,"sub_claim_prefix":"repo:shop/platform"}', "ok"],
    ['{"use_default":true,"sub_claim_prefix":"repo:shop@1/platform@2"}', "missing"],
    [
      '{"use_default":false,"include_claim_keys":["repo","context"],"sub_claim_prefix":"repo:shop/platform"}',
      "missing",
    ],
    ['{"use_default":true}', "unknown"],
  ])("judge the subject in %s", (printed, verdict) => {
    expect(subjectIs("repo:shop/platform")(printed).verdict).toBe(verdict);
  });

  // https://docs.github.com/en/rest/deployments/environments#get-an-environment
  it.each([
    [
      '{"name":"production","deployment_branch_policy":{"protected_branches":true,"custom_branch_policies":false}}',
      "ok",
    ],
    [
      '{"name":"production","deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true}}',
      "ok",
    ],
    ['{"name":"production","deployment_branch_policy":null}', "missing"],
    ['{"message":"Not Found"}', "unknown"],
  ])("judge the branches in %s", (printed, verdict) => {
    expect(branchesAreLimited(printed).verdict).toBe(verdict);
  });
});

describe("delegation", () => {
  const servers = /^ns-[0-9]+\.example\.net$/;

  it("is judged by the name servers that the world sees", () => {
    expect(delegatedTo(servers)("ns-2.example.net.\nNS-1.example.net.\n")).toEqual({
      verdict: "ok",
      found: "ns-1.example.net, ns-2.example.net",
    });
    expect(delegatedTo(servers)("ns-1.example.net.\nns.other.org.\n").verdict).toBe("missing");
    expect(delegatedTo(servers)("").verdict).toBe("missing");
  });

  it("is asked where a zone is made here, and says what to write above", () => {
    const edge = {
      domain: "shop.example.org",
      dns: { placement: "managed", records: [] },
      hosts: {},
      waf: { rateLimit: { requests: 2000, perSeconds: 300 }, allow: [], deny: [] },
    } as const;
    const [check, ...others] = decideDelegationChecks(
      {
        name: "shop-prod",
        edge: { ...edge, dns: { ...edge.dns, records: [] }, waf: { ...edge.waf, allow: [], deny: [] } },
      },
      servers,
    );
    expect(others).toEqual([]);
    expect(check?.command).toEqual(["dig", "+short", "NS", "shop.example.org"]);
    expect(check?.wayOut).toContain("--stack shop-prod.cloud");
    expect(decideDelegationChecks({ name: "shop-prod", edge: undefined }, servers)).toEqual([]);
  });
});
