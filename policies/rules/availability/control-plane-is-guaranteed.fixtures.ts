import { goodAksCluster } from "../azure-fixture.ts";
import { fixturesOf, type RuleFixtures } from "../fixture.ts";
import { controlPlaneIsGuaranteed } from "./control-plane-is-guaranteed.ts";

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    controlPlaneIsGuaranteed,
    "AKS",
    [goodAksCluster],
    [
      { path: "sku.tier", absent: "violated", bad: ["Free"], good: ["Premium"] },
      { path: "sku", absent: "violated", bad: [{ name: "Base" }] },
    ],
  ),
];
