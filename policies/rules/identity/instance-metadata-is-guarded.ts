import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { ec2NodeClassType } from "../../facts/node-groups.ts";
import { at, expectValue, inputsOf, judged, type Place } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** A node's credentials are given to the node alone, and for a token. */
export const instanceMetadataIsGuarded: ResourceRule = {
  id: "PK-IAM-007",
  name: "instance-metadata-is-guarded",
  says: "A node's credentials are given to the node alone, and for a token.",
  why: "A web server that can be made to fetch an address hands out the node's credentials; a pod two hops away gets them itself.",
  fix: "Set `metadataOptions: { httpTokens: required, httpPutResponseHopLimit: 1 }`.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CC6.1", "AC-6"],
  source: "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html",
  ...judgedByType({
    "aws:ec2/instance:Instance": judgeMetadata,
    "aws:ec2/launchTemplate:LaunchTemplate": judgeMetadata,
    [ec2NodeClassType]: judgeNodeClass,
  }),
};

function judgeMetadata(resource: PlannedResource): Judgement {
  // The default is optional.
  return judgeOptions(at(inputsOf(resource), "metadataOptions"), "violated");
}

/** Karpenter asks for tokens by itself. */
function judgeNodeClass(nodeClass: PlannedResource): Judgement {
  return judgeOptions(at(inputsOf(nodeClass), "spec", "metadataOptions"), "holds");
}

function judgeOptions(options: Place, withoutTokens: "holds" | "violated"): Judgement {
  return judged(
    [
      ...expectValue(at(options, "httpTokens"), "required", (value) => value === "required", withoutTokens),
      // One hop is the default: it ends on the node.
      ...expectValue(at(options, "httpPutResponseHopLimit"), "1", (value) => value === 1, "holds"),
    ],
    "the node's credentials are its own",
  );
}
