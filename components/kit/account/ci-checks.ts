import type { Environment } from "../../../environments/schema/environment.ts";
import { githubSubject } from "./ci-trust.ts";
import { isMissing, isThere, ofJson, type CloudCheck } from "./cloud-checks.ts";

/** What the pipelines' own side should have, the same for every cloud. GitLab's has no program of its own that would tell. */
export function decideCiChecks({ bootstrap }: Pick<Environment, "bootstrap">): CloudCheck[] {
  const ci = bootstrap?.ci;
  if (ci?.issuer !== "github") return [];
  const wanted = githubSubject(ci);
  return [
    {
      what: "subjects of the repository's tokens",
      command: ["gh", "api", `repos/${ci.repository}/actions/oidc/customization/sub`],
      expect: subjectIs(wanted),
      wayOut: `make bootstrap.ci of the environment say what GitHub says; tokens begin with ${wanted} now`,
    },
    {
      what: `branches that may deploy to ${ci.environment}`,
      command: ["gh", "api", `repos/${ci.repository}/environments/${ci.environment}`],
      expect: branchesAreLimited,
      wayOut: `limit the environment ${ci.environment} to ${ci.branch} in the repository's settings`,
    },
  ];
}

/** https://docs.github.com/en/rest/actions/oidc#get-the-customization-template-for-an-oidc-subject-claim-for-a-repository */
export function subjectIs(wanted: string): CloudCheck["expect"] {
  return ofJson((printed) => {
    const prefix = printed.at("sub_claim_prefix").text;
    if (!printed.at("use_default").isTrue) return isMissing("a template of its own");
    if (prefix === "") return undefined;
    return prefix === wanted ? isThere(prefix) : isMissing(prefix);
  });
}

/** https://docs.github.com/en/rest/deployments/environments#get-an-environment */
export const branchesAreLimited = ofJson((printed) => {
  if (printed.at("name").text === "") return undefined;
  const policy = printed.at("deployment_branch_policy");
  if (policy.at("protected_branches").isTrue) return isThere("protected ones");
  return policy.at("custom_branch_policies").isTrue ? isThere("those of a list") : isMissing("all");
});
