import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import {
  at,
  expectValue,
  inputsOf,
  isAbsent,
  itemsOf,
  judged,
  notApplicable,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";
import { awsFirewalls } from "./firewall-is-closed-to-the-world.aws.ts";
import { azureFirewalls } from "./firewall-is-closed-to-the-world.azure.ts";
import { isWideBlock } from "./firewall-is-closed-to-the-world.blocks.ts";

/** No firewall rule lets the whole Internet in. */
export const firewallIsClosedToTheWorld: ResourceRule = {
  id: "PK-NET-001",
  name: "firewall-is-closed-to-the-world",
  says: "No firewall rule lets the whole Internet in.",
  why: "Scanners find an open port within minutes; what faces users is a load balancer, not a node.",
  fix: {
    gcp: "Name the blocks in `sourceRanges`, or the callers in `sourceServiceAccounts`.",
    aws: "Name blocks, or other groups, in rules of what comes in.",
    azure: "Name blocks in rules of what comes in; only 80 and 443, by TCP, may be open to the Internet.",
  },
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CIS-GCP 3.6", "CIS-GCP 3.7", "CC6.6", "SC-7"],
  source: {
    gcp: "https://cloud.google.com/firewall/docs/firewalls",
    aws: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
    azure: "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",
  },
  ...judgedByType({ "gcp:compute/firewall:Firewall": judgeGoogle, ...awsFirewalls, ...azureFirewalls }),
};

function judgeGoogle(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  if (at(inputs, "direction").value === "EGRESS") return notApplicable("the rule is about what goes out");
  if (isAbsent(at(inputs, "allows"))) return notApplicable("the rule lets nothing in");
  return judged(
    [
      ...expectValue(at(inputs, "direction"), "INGRESS or EGRESS", (value) => value === "INGRESS", "holds"),
      ...sources(inputs),
    ],
    "only named sources get in",
  );
}

// Without any source a rule is for 0.0.0.0/0: https://cloud.google.com/firewall/docs/firewalls#sources
function sources(inputs: Place): Finding[] {
  const named = ["sourceTags", "sourceServiceAccounts"].map((key) => itemsOf(at(inputs, key)));
  const ranges = itemsOf(at(inputs, "sourceRanges"));
  const wide = ranges.items.flatMap((range) =>
    expectValue(
      range,
      "a block that isn't the whole Internet",
      (value) => typeof value === "string" && !isWideBlock(value),
    ),
  );
  const findings = [...ranges.findings, ...wide, ...named.flatMap((list) => list.findings)];
  const some = ranges.items.length > 0 || named.some(({ items }) => items.length > 0);
  return some || findings.length > 0
    ? findings
    : [violated("sourceRanges is missing; without any source the rule is for the whole Internet")];
}
