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
import { levels, type ResourceRule } from "../../rule.ts";

/** No firewall rule lets the whole Internet in. */
export const firewallIsClosedToTheWorld: ResourceRule = {
  id: "PK-NET-001",
  name: "firewall-is-closed-to-the-world",
  says: "No firewall rule lets the whole Internet in.",
  why: "Scanners find an open port within minutes; what faces users is a load balancer, not a node.",
  fix: "Name the blocks in `sourceRanges`, or the callers in `sourceServiceAccounts`.",
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CIS-GCP 3.6", "CIS-GCP 3.7", "CC6.6", "SC-7"],
  source: "https://cloud.google.com/firewall/docs/firewalls",
  appliesTo: ["gcp:compute/firewall:Firewall"],
  judge: (resource) => {
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
  },
};

// Without any source a rule is for 0.0.0.0/0: https://cloud.google.com/firewall/docs/firewalls#sources
function sources(inputs: Place): Finding[] {
  const named = ["sourceTags", "sourceServiceAccounts"].map((key) => itemsOf(at(inputs, key)));
  const ranges = itemsOf(at(inputs, "sourceRanges"));
  const wide = ranges.items.flatMap((range) =>
    expectValue(range, "a block that isn't the whole Internet", (value) => typeof value === "string" && !isWide(value)),
  );
  const findings = [...ranges.findings, ...wide, ...named.flatMap((list) => list.findings)];
  const some = ranges.items.length > 0 || named.some(({ items }) => items.length > 0);
  return some || findings.length > 0
    ? findings
    : [violated("sourceRanges is missing; without any source the rule is for the whole Internet")];
}

function isWide(block: string): boolean {
  const [, length = "32"] = block.split("/");
  // 0.0.0.0/1 and 128.0.0.0/1 together are the whole Internet too.
  return Number(length) < 8 && !/^(?:10|fc|fd)/i.test(block);
}
