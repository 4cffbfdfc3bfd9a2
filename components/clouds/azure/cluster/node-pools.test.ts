import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dnsName } from "../../../../environments/schema/names.ts";
import { type NodePool } from "../../../kit/cluster/node-pools.ts";
import { nodePoolName } from "./node-pool-names.ts";
import { nodePoolArgs, systemPool } from "./node-pools.ts";
import { pool as anyPool } from "../../pools.fixture.ts";

const tags = {
  environment: "shop-prod",
  system: "shop",
  tier: "production",
  owner: "platform",
  "cost-centre": "shop",
  "managed-by": "landbridge",
} as const;
const nodes = { resourceGroupName: "group", subnet: "subnet", kubernetes: "1.35", fixed: false, tags };
const fixed = { ...nodes, fixed: true };

const pool = (changes: Partial<NodePool> = {}) => anyPool(changes, "data");

describe("a node pool", () => {
  it("has another name when its machines are others, so that the new one stands beside the old", () => {
    const names = [
      pool(),
      pool({ diskGiB: 200 }),
      pool({ spot: true }),
      pool({ capacity: { cpu: 8, memoryGiB: 32 } }),
    ].map(nodePoolName);
    expect(new Set(names).size).toBe(4);
  });

  it("keeps its name when it may only grow further", () => {
    expect(nodePoolName(pool({ max: 9 }))).toBe(nodePoolName(pool()));
  });

  // https://learn.microsoft.com/azure/aks/create-node-pools
  it("has a name that AKS takes, and never the one of Azure's own pool, whatever it is called", () => {
    const anyName = fc
      .stringMatching(/^[a-z][a-z0-9-]{0,28}[a-z0-9]$/)
      .filter((name) => dnsName.safeParse(name).success);
    fc.assert(
      fc.property(anyName, (name) => {
        expect(nodePoolName(pool({ name }))).toMatch(/^[a-z][a-z0-9]{0,11}$/);
      }),
    );
    expect(nodePoolName(pool({ name: "system" }))).not.toBe(systemPool(nodes, 3).name);
  });

  it("tells pools apart whose names begin alike", () => {
    const [first, second] = ["orders-data-1", "orders-data-2"].map((name) => nodePoolName(pool({ name })));
    expect(first).not.toBe(second);
  });

  // https://github.com/pulumi/pulumi-azure-native/issues/2943
  it("grows over three zones, and begins with the fewest nodes, which AKS wants to be told", () => {
    const args = nodePoolArgs(pool({ min: 3, max: 12 }), "cluster", nodes);
    expect(args).toMatchObject({
      enableAutoScaling: true,
      count: 3,
      minCount: 3,
      maxCount: 12,
      availabilityZones: ["1", "2", "3"],
    });
    expect(nodePoolArgs(pool({ min: 0 }), "cluster", nodes)).toMatchObject({ count: 0, minCount: 0 });
  });

  // https://learn.microsoft.com/azure/aks/migrate-from-autoscaler-to-node-auto-provisioning
  it("has a number of nodes and no autoscaler where AKS adds nodes of its own choice", () => {
    const args = nodePoolArgs(pool({ min: 3, max: 12 }), "cluster", fixed);
    expect(args).toMatchObject({ enableAutoScaling: false, count: 3 });
    expect(args).not.toHaveProperty("minCount");
    expect(args).not.toHaveProperty("maxCount");
    expect(nodePoolName(pool({ min: 3, max: 3 }))).toBe(nodePoolName(pool({ min: 3, max: 12 })));
  });

  it("is labelled and tainted by its purpose, in AKS's notation", () => {
    expect(nodePoolArgs(pool(), "cluster", nodes)).toMatchObject({
      nodeLabels: { "landbridge.dev/purpose": "data" },
      nodeTaints: ["landbridge.dev/purpose=data:NoSchedule"],
    });
  });

  // https://learn.microsoft.com/azure/aks/spot-node-pool
  it("of spot nodes is of mode User, is deleted when it is taken back, and asks for no surge", () => {
    const args = nodePoolArgs(pool({ spot: true }), "cluster", nodes);
    expect(args).toMatchObject({ mode: "User", scaleSetPriority: "Spot", scaleSetEvictionPolicy: "Delete" });
    expect(args).not.toHaveProperty("upgradeSettings");
    expect(nodePoolArgs(pool(), "cluster", nodes)).not.toHaveProperty("scaleSetPriority");
  });
});

// https://learn.microsoft.com/azure/aks/use-system-pools
describe("the pool for Azure's own pods", () => {
  it("has as many nodes of four CPUs as it is told at least and keeps everybody else off", () => {
    const { mode, count, minCount, maxCount, vmSize, nodeTaints } = systemPool(nodes, 3);
    expect({ mode, count, minCount, maxCount, vmSize, nodeTaints }).toEqual({
      mode: "System",
      count: 3,
      minCount: 3,
      maxCount: 6,
      vmSize: "Standard_D4s_v5",
      nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"],
    });
    expect(systemPool(nodes, 2)).toMatchObject({ count: 2, minCount: 2, maxCount: 4 });
  });

  it("has a number of nodes and no autoscaler where AKS adds nodes of its own choice", () => {
    const { count, enableAutoScaling, minCount, maxCount } = systemPool(fixed, 3);
    expect([count, enableAutoScaling, minCount, maxCount]).toEqual([3, false, undefined, undefined]);
  });
});
