import { expect, test } from "vitest";
import { decideNodePools } from "../../components/kit/cluster/node-pools.ts";
import { simulatedNodes, zoneNames } from "./simulated-nodes.ts";

const pool = { size: "large", min: 1, max: 6, spot: false, diskGiB: 100, purpose: "general" } as const;
const pools = decideNodePools({
  general: pool,
  data: { ...pool, min: 4, purpose: "data" },
  batch: { ...pool, min: 0, purpose: "batch" },
});
const zonesOf = (prefix: string) =>
  simulatedNodes(pools, zoneNames(3))
    .filter(({ metadata: { name } }) => name.startsWith(prefix))
    .map(({ metadata: { labels } }) => labels?.["topology.kubernetes.io/zone"]);

test("a pool begins with its fewest nodes, at least one in each zone, and none where it may have none", () => {
  expect(zonesOf("general")).toEqual(["zone-a", "zone-b", "zone-c"]);
  expect(zonesOf("data")).toEqual(["zone-a", "zone-b", "zone-c", "zone-a"]);
  expect(zonesOf("batch")).toEqual([]);
});

test("a node has its pool's labels and taints, and a tenth less room than its machine", () => {
  const node = simulatedNodes(pools, zoneNames(3)).find(({ metadata: { name } }) => name === "data-0");
  expect(node?.metadata.labels).toMatchObject({ "landbridge.dev/purpose": "data", "kubernetes.io/hostname": "data-0" });
  expect(node).toMatchObject({
    spec: { taints: [{ key: "landbridge.dev/purpose", value: "data", effect: "NoSchedule" }] },
    status: {
      capacity: { cpu: "8000m", memory: "32768Mi" },
      allocatable: { cpu: "7200m", memory: "29491Mi", pods: "110" },
    },
  });
});

test("a cluster without pools is one machine", () => {
  const nodes = simulatedNodes([], zoneNames(1));
  expect(nodes.map(({ metadata: { name } }) => name)).toEqual(["machine-0"]);
  expect(nodes[0]).not.toHaveProperty("spec");
});
