import type { PlannedResource } from "../../../plan/planned-resource.ts";
import type { JudgeOne } from "../../by-type.ts";
import { at, expectValue, inputsOf, itemsOf, judged, notApplicable, type Finding, type Place } from "../../read.ts";
import type { Judgement } from "../../rule.ts";
import { isWideBlock } from "./firewall-is-closed-to-the-world.blocks.ts";

/** What says who gets in on AWS. A rule without a block names a group or a list, or lets nobody in. */
export const awsFirewalls: Readonly<Record<string, JudgeOne>> = {
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": judgeGroup,
  "aws:ec2/securityGroup:SecurityGroup": judgeGroup,
  "aws:ec2/securityGroupRule:SecurityGroupRule": judgeOlderRule,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": judgeRule,
};

function judgeGroup(resource: PlannedResource): Judgement {
  const { items, findings } = itemsOf(at(inputsOf(resource), "ingress"));
  return judged([...findings, ...items.flatMap(expectLists)], "only named sources get in");
}

function judgeOlderRule(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const direction = at(inputs, "type");
  if (direction.value === "egress") return notApplicable("the rule is about what goes out");
  return judged(
    [...expectValue(direction, "ingress or egress", (value) => value === "ingress"), ...expectLists(inputs)],
    "only named sources get in",
  );
}

function judgeRule(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  return judged(
    ["cidrIpv4", "cidrIpv6"].flatMap((key) => expectBlock(at(inputs, key), "holds")),
    "only named sources get in",
  );
}

function expectLists(rule: Place): readonly Finding[] {
  return ["cidrBlocks", "ipv6CidrBlocks"].flatMap((key) => {
    const { items, findings } = itemsOf(at(rule, key));
    return [...findings, ...items.flatMap((block) => expectBlock(block))];
  });
}

function expectBlock(place: Place, whenAbsent: "holds" | "violated" = "violated"): readonly Finding[] {
  return expectValue(
    place,
    "a block that isn't the whole Internet",
    (value) => typeof value === "string" && /^[0-9a-f.:]+\/\d+$/i.test(value) && !isWideBlock(value),
    whenAbsent,
  );
}
