import { judgedBoth, type JudgeOne } from "../../by-type.ts";
import { at, expectNamed, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { expectCompanion, type Companion, type Stack } from "../../stack.ts";
import type { PlannedResource } from "../../../plan/planned-resource.ts";

/** By what a firewall is put before the names of a Front Door. */
const frontDoorGuard: Companion = {
  types: ["azure-native:cdn:SecurityPolicy"],
  at: ["profileName"],
  name: "profileName",
  what: "SecurityPolicy",
};

/** Whoever comes from the world passes a web application firewall. */
export const edgeHasAFirewall: Rule = {
  id: "PK-NET-014",
  name: "edge-has-a-firewall",
  says: "Whoever comes from the world passes a web application firewall.",
  why: "What faces the world is tried by everybody; a firewall stops the known attacks and floods before they reach a service.",
  fix: {
    gcp: "Set `securityPolicy` on backend services and `edgeSecurityPolicy` on backend buckets.",
    aws: "Set `webAclId` on the distribution.",
    azure: "Make a cdn `SecurityPolicy` with a `wafPolicy` in the profile.",
  },
  severity: "high",
  pack: "security",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["SC-7", "CC6.6"],
  source: {
    gcp: "https://cloud.google.com/armor/docs/security-policy-overview",
    aws: "https://docs.aws.amazon.com/waf/latest/developerguide/cloudfront-features.html",
    azure: "https://learn.microsoft.com/azure/web-application-firewall/afds/afds-overview",
  },
  ...judgedBoth(
    {
      "gcp:compute/backendService:BackendService": judgeNamed("securityPolicy", "a policy of Cloud Armor"),
      "gcp:compute/backendBucket:BackendBucket": judgeNamed("edgeSecurityPolicy", "an edge policy of Cloud Armor"),
      "aws:cloudfront/distribution:Distribution": judgeNamed("webAclId", "a web ACL"),
    },
    { "azure-native:cdn:Profile": judgeFrontDoor },
    [frontDoorGuard],
  ),
};

function judgeNamed(key: string, wanted: string): JudgeOne {
  return (resource) => judged(expectNamed(at(inputsOf(resource), key), wanted), "it stands behind a firewall");
}

function judgeFrontDoor(profile: PlannedResource, stack: Stack): Judgement {
  return judged(
    expectCompanion(stack, profile, frontDoorGuard, (guard) => {
      const parameters = at(inputsOf(guard), "parameters");
      return [
        ...expectNamed(at(parameters, "wafPolicy", "id"), "a policy of a firewall"),
        ...expectValue(at(parameters, "associations"), "given", (value) => Array.isArray(value) && value.length > 0),
      ];
    }),
    "it stands behind a firewall",
  );
}
