import { describe, expect, it } from "vitest";
import type { NodeProvisioner } from "../cloud.ts";
import { decideNodeGroups } from "../kit/cluster/node-groups.ts";
import { decideNodePools } from "../kit/cluster/node-pools.ts";
import { custom, exampleSurroundings, objectAt, planComponents, typesAndNames, waitsFor } from "../plan.fixture.ts";
import { NodeGroups } from "./node-groups.ts";

const provisioner: NodeProvisioner = {
  nodeClass: { apiVersion: "machines.example/v1", kind: "MachineClass" },
  parts: ["subnet"],
  classOf: ({ diskGiB }, { subnet = "" }) => ({ subnet, diskGiB }),
  requirementsOf: ({ capacities }) => [
    { key: "example/machine", operator: "In", values: capacities.map(({ cpu }) => `m${cpu}`) },
  ],
};
const pool = { size: "medium", min: 1, max: 3, spot: false, diskGiB: 50 } as const;
const groups = decideNodeGroups(
  decideNodePools({ general: { ...pool, purpose: "general" }, jobs: { ...pool, purpose: "batch", spot: true } }),
  { cpu: 100, memoryGiB: 400 },
);

const plan = (changes: Partial<NodeProvisioner> = {}) =>
  planComponents((opts) => {
    new NodeGroups(
      "shop-nodes",
      {
        ...{ groups, provisioner: { ...provisioner, ...changes }, parts: { subnet: "subnet-1" }, after: [] },
        maintenance: { days: ["sunday"], hour: 2, hours: 4 },
        surroundings: exampleSurroundings(),
      },
      opts,
    );
  });

describe("groups of nodes", async () => {
  const resources = await plan();
  const spec = (name: string) => objectAt(custom(resources, name), "spec");

  it("are a class and a NodePool each", () => {
    expect(typesAndNames(resources)).toEqual([
      "kubernetes:karpenter.sh/v1:NodePool shop-nodes-auto-provision",
      "kubernetes:karpenter.sh/v1:NodePool shop-nodes-general",
      "kubernetes:karpenter.sh/v1:NodePool shop-nodes-jobs",
      "kubernetes:machines.example/v1:MachineClass shop-nodes-auto-provision-class",
      "kubernetes:machines.example/v1:MachineClass shop-nodes-general-class",
      "kubernetes:machines.example/v1:MachineClass shop-nodes-jobs-class",
      "landbridge:platform:NodeGroups shop-nodes",
    ]);
  });

  it("are made of what the cloud says, and name their class by group, kind and name", () => {
    expect(spec("shop-nodes-general-class")).toEqual({ subnet: "subnet-1", diskGiB: 50 });
    expect(spec("shop-nodes-general")).toMatchObject({
      template: { spec: { nodeClassRef: { group: "machines.example", kind: "MachineClass", name: "general" } } },
    });
  });

  it("stop at their limits", () => {
    expect(spec("shop-nodes-general")).toMatchObject({ limits: { cpu: "8", memory: "32Gi" } });
  });

  it("serve the pods that ask for their purpose, on machines that the cloud names", () => {
    expect(spec("shop-nodes-jobs")).toMatchObject({
      template: {
        spec: {
          requirements: [
            { key: "landbridge.dev/purpose", operator: "In", values: ["batch"] },
            { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] },
            { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
            { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
            { key: "example/machine", operator: "In", values: ["m4"] },
          ],
          taints: [{ key: "landbridge.dev/purpose", value: "batch", effect: "NoSchedule" }],
        },
      },
    });
  });

  it("replace an outdated node in the window only, and take away idle ones at any time, a tenth at once", () => {
    expect(spec("shop-nodes-general")).toMatchObject({
      template: { spec: { expireAfter: "Never" } },
      disruption: {
        consolidationPolicy: "WhenEmptyOrUnderutilized",
        budgets: [{ nodes: "10%" }, { nodes: "0", reasons: ["Drifted"], schedule: "0 6 * * 0", duration: "164h" }],
      },
    });
  });

  // https://karpenter.sh/docs/concepts/disruption/#terminationgraceperiod
  it("replace an outdated node on which a budget holds a pod too, which has a day to go", () => {
    for (const group of groups)
      expect(spec(`shop-nodes-${group.name}`)).toMatchObject({
        template: { spec: { terminationGracePeriod: "24h" } },
      });
  });

  // https://karpenter.sh/docs/concepts/nodepools/#spectemplatespecstartuptaints
  it("count the cloud's own pods, and keep others off until those run, where the cloud has such", async () => {
    const ownPods = {
      labels: { "example/network": "own" },
      startupTaints: [{ key: "example/network-not-ready", value: "true", effect: "NoExecute" }],
    } as const;
    const template = objectAt(custom(await plan({ ownPods }), "shop-nodes-general"), "spec", "template");
    expect(template).toMatchObject({
      metadata: { labels: ownPods.labels },
      spec: { taints: [], startupTaints: ownPods.startupTaints },
    });
    const without = objectAt(custom(resources, "shop-nodes-general"), "spec", "template");
    expect(without).not.toHaveProperty("metadata");
    expect(without["spec"]).not.toHaveProperty("startupTaints");
  });

  it("go before the class that they are made of", () => {
    expect(waitsFor(custom(resources, "shop-nodes-general")).join()).toContain("shop-nodes-general-class");
  });
});
