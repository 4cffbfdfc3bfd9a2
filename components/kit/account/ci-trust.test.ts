import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ciPurposes, decideCiTrust, githubSubject, type Claims } from "./ci-trust.ts";

const github = {
  issuer: "github",
  repository: "shop/platform",
  branch: "main",
  environment: "production",
} as const;

/** Whether a token would be trusted for a purpose. */
const trusts = (sets: readonly Claims[], token: Claims): boolean =>
  sets.some((set) => Object.entries(set).every(([claim, value]) => token[claim] === value));

const purposesOf = (ci: Parameters<typeof decideCiTrust>[0], token: Claims): string[] => {
  const { claims } = decideCiTrust(ci);
  return ciPurposes.filter((purpose) => trusts(claims[purpose], token));
};

// https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
describe("jobs of GitHub", () => {
  const subject = (rest: string): string => `repo:shop/platform:${rest}`;

  it.each([
    ["a pull request", { sub: subject("pull_request"), ref: "refs/pull/7/merge" }, ["preview"]],
    ["the branch", { sub: subject("ref:refs/heads/main"), ref: "refs/heads/main" }, ["preview"]],
    ["the branch in the environment", { sub: subject("environment:production"), ref: "refs/heads/main" }, ["up"]],
    ["another branch in the environment", { sub: subject("environment:production"), ref: "refs/heads/x" }, []],
    ["a tag in the environment", { sub: subject("environment:production"), ref: "refs/tags/main" }, []],
    ["the branch in another environment", { sub: subject("environment:test"), ref: "refs/heads/main" }, []],
    ["another branch", { sub: subject("ref:refs/heads/x"), ref: "refs/heads/x" }, []],
    ["another repository", { sub: "repo:shop/other:environment:production", ref: "refs/heads/main" }, []],
  ])("on %s may do what it is for and no more", (_, token, purposes) => {
    expect(purposesOf(github, token)).toEqual(purposes);
  });

  // https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims
  it("are known by the numbers of owner and repository where those are given, and then by nothing else", () => {
    const ci = { ...github, ids: { owner: "123456", repository: "456789" } };
    expect(githubSubject(ci)).toBe("repo:shop@123456/platform@456789");
    expect(purposesOf(ci, { sub: subject("pull_request") })).toEqual([]);
    expect(purposesOf(ci, { sub: "repo:shop@123456/platform@456789:pull_request" })).toEqual(["preview"]);
  });
});

// https://docs.gitlab.com/ci/secrets/id_token_authentication/#token-payload
describe("jobs of GitLab", () => {
  const gitlab = { ...github, issuer: "gitlab", repository: "shop/infra/platform" } as const;
  const token = { project_path: "shop/infra/platform", ref_type: "branch", ref: "main", pipeline_source: "push" };

  it.each([
    ["a merge request", { ...token, pipeline_source: "merge_request_event", ref: "x" }, ["preview"]],
    [
      "a merge request that claims all else",
      { ...token, pipeline_source: "merge_request_event", environment: "production" },
      ["preview"],
    ],
    ["the branch in the environment", { ...token, environment: "production" }, ["up"]],
    ["the branch alone", token, []],
    ["a tag of that name", { ...token, ref_type: "tag", environment: "production" }, []],
    ["another project", { ...token, project_path: "shop/other", environment: "production" }, []],
  ])("on %s may do what it is for and no more", (_, given, purposes) => {
    expect(purposesOf(gitlab, given)).toEqual(purposes);
  });
});

it("no token is trusted for both purposes, whatever a repository, a branch and an environment are called", () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9/._-]{0,8}[a-z0-9]$/);
  fc.assert(
    fc.property(word, word, fc.constantFrom("github", "gitlab"), (branch, environment, issuer) => {
      const { claims } = decideCiTrust({ ...github, issuer, branch, environment });
      for (const up of claims.up) {
        for (const preview of claims.preview) {
          const both = Object.entries(up).every(([claim, value]) => (preview[claim] ?? value) === value);
          if (both) return false;
        }
      }
      return true;
    }),
  );
});
