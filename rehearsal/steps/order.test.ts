import { expect, test } from "vitest";
import { isInvoke } from "./order.ts";

const urn = (name: string): string => `urn:pulumi:shop::landbridge::azure-native:eventhub:listNamespaceKeys::${name}`;

test("the answer of a function is no resource, whatever was asked", () => {
  expect([isInvoke(urn("invoke")), isInvoke(urn("invoke-d2462a"))]).toEqual([true, true]);
});

test("a resource is one, also when it is called nearly so", () => {
  expect([isInvoke(urn("invoke-orders")), isInvoke(urn("my-invoke"))]).toEqual([false, false]);
});
