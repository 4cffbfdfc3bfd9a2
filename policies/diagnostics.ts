import type { PlannedResource } from "../plan/planned-resource.ts";
import { diagnosticSetting } from "./facts/companions.ts";
import {
  at,
  expectNamed,
  expectValue,
  inputsOf,
  isAbsent,
  itemsOf,
  textAt,
  violated,
  type Finding,
  type Place,
} from "./read.ts";
import { expectCompanion, type Stack } from "./stack.ts";

/**
 * The findings where a resource of Azure's writes down less than wanted: of each category, or of one of those that stand
 * for each other, a diagnostic setting has to send logs somewhere. Groups of categories count for all that they hold.
 * https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings
 */
export function expectLogged(
  stack: Stack,
  resource: PlannedResource,
  wanted: readonly (readonly string[])[],
): readonly Finding[] {
  return expectCompanion(stack, resource, diagnosticSetting, (companion) => judgeSetting(companion, wanted), "some");
}

function judgeSetting(setting: PlannedResource, wanted: readonly (readonly string[])[]): readonly Finding[] {
  const inputs = inputsOf(setting);
  const { items, findings } = itemsOf(at(inputs, "logs"));
  const targets = ["workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId"];
  const aims = targets.map((key) => at(inputs, key)).filter((place) => !isAbsent(place));
  const aimless =
    aims.length === 0 ? [violated("it sends logs nowhere")] : aims.flatMap((place) => expectNamed(place, "an id"));
  if (items.some((item) => textAt(at(item, "categoryGroup")) === "allLogs" && isOn(item)))
    return [...findings, ...aimless];
  const missing = wanted.flatMap((names): readonly Finding[] => {
    const item = items.find((each) => names.includes(textAt(at(each, "category")) ?? ""));
    if (item !== undefined)
      return expectValue(at(item, "enabled"), `true, for ${names.join(" or ")}`, (value) => value === true);
    return findings.length > 0 ? [] : [violated(`logs has no ${names.join(" or ")}`)];
  });
  return [...findings, ...aimless, ...missing];
}

function isOn(item: Place): boolean {
  return at(item, "enabled").value === true;
}
