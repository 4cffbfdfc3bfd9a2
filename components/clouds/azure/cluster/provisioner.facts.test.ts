import { describe, expect, it } from "vitest";
import type { PlannedResource, PlannedValue } from "../../../../plan/planned-resource.ts";
import { planEnvironment } from "../../../../plan/plan-environment.ts";
import { purposeLabel } from "../../../kit/cluster/node-pools.ts";
import { custom, objectAt } from "../../../plan.fixture.ts";
import { checkAzure } from "../check.ts";
import { azure } from "../entry.ts";
import { azureEnvironment } from "../environment.fixture.ts";
import { roles } from "../rights/identity.ts";
import { nodeSizes } from "./machine-types.ts";

const { access, pools } = azureEnvironment().cluster;
const autoProvision = { cpu: 600, memoryGiB: 4000 };
const environment = azureEnvironment({ cluster: { access, pools, autoProvision } });
const growing = planEnvironment(environment);
const still = planEnvironment(azureEnvironment());

const ofType = (resources: readonly PlannedResource[], type: string) =>
  resources.filter((resource) => resource.type === type);
const agentPools = (resources: readonly PlannedResource[]) =>
  ofType(resources, "azure-native:containerservice:AgentPool");
const isList = (value: PlannedValue | undefined): value is readonly PlannedValue[] => Array.isArray(value);
const listOf = (value: PlannedValue | undefined) => (isList(value) ? value : []);
const requirements = (nodePool: PlannedResource) =>
  listOf(objectAt(nodePool, "spec", "template", "spec")["requirements"]).map((each) => JSON.stringify(each));

describe("nodes that AKS adds of its own choice", () => {
  // https://learn.microsoft.com/azure/aks/node-auto-provisioning-node-pools#control-configuration-of-default-node-pool-during-cluster-creation
  it("are made by our groups alone, since AKS's own have no limits", async () => {
    const cluster = custom((await growing).resources, "shop-prod-cluster-aks");
    expect(objectAt(cluster, "nodeProvisioningProfile")).toEqual({ mode: "Auto", defaultNodePools: "None" });
    const nodePools = ofType((await growing).resources, "kubernetes:karpenter.sh/v1:NodePool");
    expect(nodePools.map(({ name }) => name).sort()).toEqual(
      ["auto-provision", "batch", "data", "general"].map((group) => `shop-prod-nodes-${group}`),
    );
    for (const nodePool of nodePools) {
      const { cpu, memory } = objectAt(nodePool, "spec", "limits");
      expect(cpu).toMatch(/^[1-9]\d*$/);
      expect(memory).toMatch(/^[1-9]\d*Gi$/);
    }
  });

  // https://learn.microsoft.com/azure/aks/migrate-from-autoscaler-to-node-auto-provisioning
  it("are the only ones that come and go: no pool has an autoscaler, Azure's own neither", async () => {
    const { resources } = await growing;
    const [system] = listOf(custom(resources, "shop-prod-cluster-aks").inputs["agentPoolProfiles"]);
    expect(system).toMatchObject({ enableAutoScaling: false, count: 3 });
    expect(system).not.toHaveProperty("maxCount");
    for (const { inputs, ignoreChanges } of agentPools(resources)) {
      expect(inputs).toMatchObject({ enableAutoScaling: false });
      expect(inputs).not.toHaveProperty("maxCount");
      // Nobody else changes it, and who raises `min` gets more.
      expect(ignoreChanges).not.toContain("count");
    }
  });

  it("come after the nodes that pools always have; a pool that may be empty is a group only", async () => {
    const counts = agentPools((await growing).resources).map(({ name, inputs }) => [name, inputs["count"]]);
    const expected = Object.entries(environment.cluster.pools)
      .filter(([, { min }]) => min > 0)
      .map(([name, { min }]) => [`shop-prod-cluster-${name}`, min]);
    expect(counts.sort()).toEqual(expected.sort());
    expect(agentPools((await still).resources)).toHaveLength(Object.keys(environment.cluster.pools).length);
    expect(Object.values(environment.cluster.pools).filter(({ min }) => min === 0)).not.toEqual([]);
  });

  // https://learn.microsoft.com/azure/aks/node-auto-provisioning-aksnodeclass
  it("are as hardened as those of pools: encrypted at the host, booted securely, with tags and as many pods", async () => {
    const { resources } = await growing;
    const [pool] = agentPools(resources);
    if (pool === undefined) throw new Error("there are pools");
    const { enableEncryptionAtHost, securityProfile, osSKU, maxPods, tags } = pool.inputs;
    expect(securityProfile).toEqual({ enableSecureBoot: true, enableVTPM: true });
    const classes = ofType(resources, "kubernetes:karpenter.azure.com/v1beta1:AKSNodeClass");
    expect(classes).toHaveLength(4);
    for (const nodeClass of classes) {
      expect(objectAt(nodeClass, "spec")).toEqual({
        imageFamily: osSKU,
        osDiskSizeGB: expect.any(Number) as unknown,
        maxPods,
        security: { encryptionAtHost: enableEncryptionAtHost, trustedLaunch: { secureBoot: true, vtpm: true } },
        tags,
      });
    }
    expect(objectAt(custom(resources, "shop-prod-nodes-data-class"), "spec")).toMatchObject({
      osDiskSizeGB: environment.cluster.pools["data"]?.diskGiB,
    });
  });

  // https://learn.microsoft.com/azure/aks/node-auto-provisioning-aksnodeclass#custom-managed-keys-and-disk-encryption-sets
  it("have their disks under the key: AKS takes the cluster's set, which its identity may see, and the set may use the key", async () => {
    const { resources } = await growing;
    const cluster = custom(resources, "shop-prod-cluster-aks");
    expect(cluster.inputs["diskEncryptionSetID"]).toMatch(/::shop-prod-cluster-disks#id}$/);
    const reader = custom(resources, "shop-prod-cluster-disks-reader").inputs;
    expect(reader["scope"]).toBe(cluster.inputs["diskEncryptionSetID"]);
    expect(reader["roleDefinitionId"]).toContain(roles.reader);
    expect(reader["principalId"]).toContain("::shop-prod-identity-cluster#principalId}");
    const users = resources.filter(({ name }) => name.startsWith("shop-prod-key-platform-nodes-"));
    expect(users.map(({ inputs }) => inputs["roleDefinitionId"])).toEqual([
      expect.stringContaining(roles["key-vault-crypto-service-encryption-user"]),
    ]);
    expect(users.map(({ inputs }) => inputs["principalId"])).toEqual([
      expect.stringContaining("::shop-prod-identity-nodes#"),
    ]);
  });

  // https://learn.microsoft.com/azure/aks/node-auto-provisioning-networking#rbac-setup-for-custom-subnet-configurations
  it("are put into the nodes' subnet by the cluster's identity, which may join it and read the network", async () => {
    const { resources } = await growing;
    const rights = ["nodes-subnet", "network-reader"].map(
      (name) => custom(resources, `shop-prod-cluster-${name}`).inputs,
    );
    expect(rights.map(({ roleDefinitionId }) => roleDefinitionId)).toEqual([
      expect.stringContaining(roles["network-contributor"]),
      expect.stringContaining(roles.reader),
    ]);
    expect(rights[1]?.["scope"]).toContain("::shop-prod-network-vnet#id}");
    expect((await still).resources.map(({ name }) => name)).not.toContain("shop-prod-cluster-network-reader");
  });

  // https://learn.microsoft.com/azure/aks/node-auto-provisioning-aksnodeclass#ephemeral-os-disk-configuration
  it("are of the pools' own machines, of which none has a local disk: the system's disk is as large as was wished for", async () => {
    const { resources } = await growing;
    const machines = (group: string) =>
      requirements(custom(resources, `shop-prod-nodes-${group}`)).filter((each) => each.includes("sku-name"));
    expect(machines("data").join()).toBe(
      '{"key":"karpenter.azure.com/sku-name","operator":"In","values":["Standard_E16s_v5"]}',
    );
    // A "d" after the number says that there is one.
    for (const { name } of nodeSizes) expect(name).toMatch(/^Standard_[DE]\d+s_v5$/);
    for (const group of ["auto-provision", "batch", "data", "general"])
      expect(machines(group).join()).toMatch(/"values":\["Standard_[DE]\d+s_v5"(,"Standard_[DE]\d+s_v5")*\]/);
  });

  // https://github.com/Azure/karpenter-provider-azure/blob/main/examples/v1/general-purpose.yaml
  it("let nobody on before Cilium, the cluster's network, runs there, whose room is counted", async () => {
    const { resources } = await growing;
    expect(objectAt(custom(resources, "shop-prod-cluster-aks"), "networkProfile")).toMatchObject({
      networkDataplane: "cilium",
    });
    for (const nodePool of ofType(resources, "kubernetes:karpenter.sh/v1:NodePool")) {
      const template = objectAt(nodePool, "spec", "template");
      expect(template).toMatchObject({
        metadata: { labels: { "kubernetes.azure.com/ebpf-dataplane": "cilium" } },
        spec: { startupTaints: [{ key: "node.cilium.io/agent-not-ready", value: "true", effect: "NoExecute" }] },
      });
    }
  });

  // https://learn.microsoft.com/azure/aks/node-auto-provisioning-node-pools#availability-zone-example
  it("are in the region's three zones, as AKS calls them on nodes", async () => {
    for (const nodePool of ofType((await growing).resources, "kubernetes:karpenter.sh/v1:NodePool"))
      expect(requirements(nodePool)).toContain(
        '{"key":"topology.kubernetes.io/zone","operator":"In","values":["swedencentral-1","swedencentral-2","swedencentral-3"]}',
      );
  });

  // https://learn.microsoft.com/azure/aks/node-auto-provisioning-node-pools#well-known-labels-and-sku-selectors
  it("are asked for by labels that AKS knows or has no opinion of", async () => {
    const known = [
      "karpenter.azure.com/sku-name",
      "karpenter.sh/capacity-type",
      "kubernetes.io/arch",
      "kubernetes.io/os",
    ];
    for (const nodePool of ofType((await growing).resources, "kubernetes:karpenter.sh/v1:NodePool")) {
      const keys = requirements(nodePool).map((each) => /"key":"([^"]+)"/.exec(each)?.[1]);
      expect(keys.sort()).toEqual([...known, purposeLabel, "topology.kubernetes.io/zone"].sort());
    }
  });

  // https://learn.microsoft.com/azure/aks/use-node-auto-provisioning#retrieve-karpenter-logs-and-status
  it("are written down, with why they came and went", async () => {
    const categories = async (plan: typeof growing) =>
      JSON.stringify(custom((await plan).resources, "shop-prod-cluster-diagnostics").inputs["logs"]);
    expect(await categories(growing)).toContain("karpenter-events");
    expect(await categories(still)).not.toContain("karpenter-events");
  });

  it("aren't there without the wish, and nothing of AKS is asked then", async () => {
    const { resources } = await still;
    expect(resources.filter(({ type }) => type.includes("karpenter"))).toEqual([]);
    expect(objectAt(custom(resources, "shop-prod-cluster-aks"), "nodeProvisioningProfile")).toMatchObject({
      mode: "Manual",
    });
    expect(azure.cluster(azureEnvironment()).provisioner).toBeUndefined();
    for (const { inputs, ignoreChanges } of agentPools(resources)) {
      expect(inputs).toMatchObject({ enableAutoScaling: true });
      expect(ignoreChanges).toEqual(["count"]);
    }
  });
});

describe("the check for nodes that AKS adds", () => {
  const pathsOf = (changes: Parameters<typeof azureEnvironment>[0]) =>
    checkAzure(azureEnvironment(changes)).map(({ path }) => path);
  const small = (name: string) => ({ [name]: { size: "small" as const, max: 2 } });

  it("finds nothing wrong with a good environment", () => {
    expect(checkAzure(environment)).toEqual([]);
  });

  // https://learn.microsoft.com/azure/aks/node-auto-provisioning-node-pools#review-default-node-pool-configuration
  it("fails a pool that has the name of a group of AKS's own, where it makes groups", () => {
    for (const name of ["default", "system-surge"]) {
      expect(pathsOf({ cluster: { access, pools: small(name) } })).toEqual([]);
      expect(pathsOf({ cluster: { access, pools: small(name), autoProvision } })).toEqual([`cluster.pools.${name}`]);
    }
  });

  it("fails nodes that may outgrow the pods' addresses, each with a /24, if all are of the smallest kind", () => {
    const cidr = { network: { cidr: "10.0.0.0/17" } };
    const upTo = (cpu: number) => ({
      ...cidr,
      cluster: { access, pools: small("general"), autoProvision: { cpu, memoryGiB: 4000 } },
    });
    // 64 nodes: 2 and one more of the pool, 6 and one more of Azure's, and one more of the 53 that AKS adds.
    expect(pathsOf(upTo(4 + 2 * 53))).toEqual([]);
    expect(pathsOf(upTo(4 + 2 * 54))).toEqual(["network.cidr"]);
  });
});
