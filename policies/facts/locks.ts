import type { PlannedResource } from "../../plan/planned-resource.ts";
import { groupLock, lock } from "./companions.ts";
import { at, expectValue, inputsOf, type Finding } from "../read.ts";
import { expectCompanion, sourceOf, type Stack } from "../stack.ts";

const resourceGroup = ["azure-native:resources:ResourceGroup"];

/**
 * The findings where no lock keeps a resource of Azure's from being deleted: neither its own nor its group's, which it
 * inherits. https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources#lock-inheritance
 */
export function expectLock(stack: Stack, resource: PlannedResource): readonly Finding[] {
  const level = (companion: PlannedResource): Finding[] =>
    expectValue(
      at(inputsOf(companion), "level"),
      "CanNotDelete or ReadOnly",
      (value) => value === "CanNotDelete" || value === "ReadOnly",
    );
  const own = expectCompanion(stack, resource, lock, level, "some");
  if (own.length === 0) return own;
  const group = stack.byUrn(sourceOf(resource, at(inputsOf(resource), "resourceGroupName"), resourceGroup) ?? "");
  if (group === undefined) return own;
  const inherited = [
    expectCompanion(stack, group, lock, level, "some"),
    expectCompanion(stack, group, groupLock, level, "some"),
  ];
  return inherited.some((findings) => findings.length === 0) ? [] : own;
}
