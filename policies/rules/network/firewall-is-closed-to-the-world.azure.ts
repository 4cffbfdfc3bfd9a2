import type { PlannedResource } from "../../../plan/planned-resource.ts";
import type { JudgeOne } from "../../by-type.ts";
import { at, expectValue, inputsOf, isAbsent, itemsOf, judged, type Finding, type Place } from "../../read.ts";
import type { Judgement } from "../../rule.ts";
import { isWideBlock } from "./firewall-is-closed-to-the-world.blocks.ts";

/**
 * What says who gets in on Azure. A load balancer there hands on packets with the users' own addresses, and a group of
 * rules filters what has passed it: so TCP to 80 and 443 may be open, since nodes have no addresses of their own.
 * https://learn.microsoft.com/azure/load-balancer/load-balancer-overview#secure-by-default
 */
export const azureFirewalls: Readonly<Record<string, JudgeOne>> = {
  "azure-native:network:NetworkSecurityGroup": judgeGroup,
  "azure-native:network:SecurityRule": (resource) =>
    judged(expectClosed(inputsOf(resource)), "only named sources get in, but by the web's ports"),
};

function judgeGroup(resource: PlannedResource): Judgement {
  const { items, findings } = itemsOf(at(inputsOf(resource), "securityRules"));
  return judged([...findings, ...items.flatMap(expectClosed)], "only named sources get in, but by the web's ports");
}

function expectClosed(rule: Place): readonly Finding[] {
  if (at(rule, "direction").value === "Outbound" || at(rule, "access").value === "Deny") return [];
  const { items, findings } = both(rule, "sourceAddressPrefix", "sourceAddressPrefixes");
  const open = items.flatMap((place) =>
    expectValue(
      place,
      "a block that isn't the whole Internet",
      (value) => typeof value === "string" && !isWorld(value),
    ),
  );
  return open.length > 0 && isWeb(rule) ? findings : [...findings, ...open];
}

function isWorld(source: string): boolean {
  return source === "*" || /^(?:internet|any)$/i.test(source) || isWideBlock(source);
}

/** Whether a rule is about nothing but the web's ports. */
function isWeb(rule: Place): boolean {
  const { items, findings } = both(rule, "destinationPortRange", "destinationPortRanges");
  const protocol = at(rule, "protocol").value;
  const known = items.length > 0 && items.every(({ value }) => value === "80" || value === "443");
  return known && findings.length === 0 && typeof protocol === "string" && protocol.toLowerCase() === "tcp";
}

/** A field, and the items of the list that may stand for it. */
function both(rule: Place, one: string, many: string): ReturnType<typeof itemsOf> {
  const { items, findings } = itemsOf(at(rule, many));
  const single = at(rule, one);
  return { items: isAbsent(single) ? items : [single, ...items], findings };
}
