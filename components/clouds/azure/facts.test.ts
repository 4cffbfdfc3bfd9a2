import { describe, expect, it } from "vitest";
import { type HostOptions } from "../../../plan/host.ts";
import {
  isObject,
  type PlannedObject,
  type PlannedResource,
  type PlannedValue,
} from "../../../plan/planned-resource.ts";
import { decideAddresses, functionsBlock, gatewayBlock } from "../../kit/network/addresses.ts";
import { autoNameSuffix } from "../../kit/names.ts";
import { ancestors, planLayer } from "../layer.fixture.ts";
import { openAzure, type AzureTransforms } from "./cloud.ts";
import { azure } from "./entry.ts";
import { resourceProviders } from "./account/resource-providers.ts";
import { azureEnvironment } from "./environment.fixture.ts";
import { roles } from "./rights/identity.ts";
import { nameLimits } from "./names.ts";
import { decideSecurityRules, type Visitors } from "./network/network-rules.ts";

type Environment = ReturnType<typeof azureEnvironment>;

function planOf(environment: Environment, stand: HostOptions = {}, transforms: AzureTransforms = {}) {
  return planLayer(environment, { ...stand, open: () => openAzure(environment, transforms) });
}

type Plan = Awaited<ReturnType<typeof planOf>>;

let whole: Promise<Plan> | undefined;

/** The plan of the environment that wishes for everything. */
function wholePlan(): Promise<Plan> {
  return (whole ??= planOf(azureEnvironment()));
}

const ofType = ({ resources }: Plan, type: string): PlannedResource[] =>
  resources.filter((resource) => resource.type === `azure-native:${type}`);

function only(plan: Plan, type: string, name = ""): PlannedResource {
  const [found, ...more] = ofType(plan, type).filter((resource) => resource.name.includes(name));
  if (found === undefined || more.length > 0) throw new Error(`${more.length + 1} of ${type}`);
  return found;
}

function at(value: PlannedValue | undefined, path: string): PlannedValue | undefined {
  return path.split(".").reduce<PlannedValue | undefined>((inner, key) => {
    if (isList(inner)) return inner[Number(key)];
    return isObject(inner) ? inner[key] : undefined;
  }, value);
}

function isList(value: PlannedValue | undefined): value is readonly PlannedValue[] {
  return Array.isArray(value);
}

const cluster = (plan: Plan): PlannedResource => only(plan, "containerservice:ManagedCluster");

describe("the network", () => {
  // https://learn.microsoft.com/azure/nat-gateway/nat-sku
  it("has one way out in all zones: a gateway and an address of SKU StandardV2, neither pinned to a zone", async () => {
    const plan = await wholePlan();
    const gateway = only(plan, "network:NatGateway");
    const address = only(plan, "network:PublicIPAddress", "nat-ip");
    for (const { inputs } of [gateway, address]) {
      expect(at(inputs, "sku.name")).toBe("StandardV2");
      expect(inputs).not.toHaveProperty("zones");
    }
    expect(at(gateway.inputs, "publicIpAddresses.0.id")).toContain("::shop-prod-network-nat-ip#id}");
  });

  // https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay#ip-address-planning
  it("leaves the blocks of pods and Services out, and holds what else is planned", async () => {
    const { inputs } = only(await wholePlan(), "network:VirtualNetwork");
    const { nodes, edgeByZone, dataByZone, controlPlane } = decideAddresses("10.0.0.0/14");
    const [functions, gateway] = [functionsBlock("10.0.0.0/14"), gatewayBlock("10.0.0.0/14")];
    expect(at(inputs, "addressSpace.addressPrefixes")).toEqual([
      nodes,
      ...edgeByZone,
      ...dataByZone,
      controlPlane,
      functions,
      gateway,
    ]);
  });

  // https://learn.microsoft.com/azure/aks/api-server-vnet-integration
  it("has a subnet for nodes without a way out of its own, and one of a /28 that AKS alone may use", async () => {
    const { inputs } = only(await wholePlan(), "network:VirtualNetwork");
    expect(at(inputs, "subnets.0")).toMatchObject({ name: "nodes", defaultOutboundAccess: false });
    expect(at(inputs, "subnets.0.natGateway.id")).toContain("::shop-prod-network-nat#id}");
    expect(at(inputs, "subnets.0.networkSecurityGroup.id")).toContain("::shop-prod-network-nodes#id}");
    expect(at(inputs, "subnets.0")).not.toHaveProperty("delegations");
    expect(at(inputs, "subnets.1.addressPrefix")).toMatch(/\/28$/);
    expect(at(inputs, "subnets.1.delegations.0.serviceName")).toBe("Microsoft.ContainerService/managedClusters");
  });

  it("is ready with its way out before the cluster is made, which doesn't wait for the log", async () => {
    const plan = await wholePlan();
    const types = [...ancestors(plan, cluster(plan))].map(({ type }) => type);
    for (const type of ["NatGateway", "VirtualNetwork", "NetworkSecurityGroup"])
      expect(types).toContain(`azure-native:network:${type}`);
    expect(types).not.toContain("azure-native:network:FlowLog");
  });

  // https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview
  it("writes down its flows, by the watcher that Azure makes for the region, to an account in the same region", async () => {
    const plan = await wholePlan();
    const { inputs } = only(plan, "network:FlowLog");
    expect(inputs).toMatchObject({
      resourceGroupName: "NetworkWatcherRG",
      networkWatcherName: "NetworkWatcher_swedencentral",
      enabled: true,
      retentionPolicy: { enabled: true, days: 30 },
    });
    expect(inputs["targetResourceId"]).toContain("::shop-prod-network-vnet#id}");
    expect(only(plan, "storage:StorageAccount", "network-flows").inputs).toMatchObject({
      location: "swedencentral",
      kind: "StorageV2",
      sku: { name: "Standard_ZRS" },
      publicNetworkAccess: "Enabled",
      networkRuleSet: { defaultAction: "Deny", bypass: "AzureServices" },
    });
  });

  // https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-managed-identity
  it("writes them as an identity with a right to that account before it begins, and the account has no keys", async () => {
    const plan = await wholePlan();
    const log = only(plan, "network:FlowLog");
    const account = only(plan, "storage:StorageAccount", "network-flows");
    expect(at(log.inputs, "identity")).toEqual({
      type: "UserAssigned",
      userAssignedIdentities: [expect.stringContaining("::shop-prod-identity-flows#id}")],
    });
    const right = only(plan, "authorization:RoleAssignment", "network-flows");
    expect(right.inputs["scope"]).toContain(`::${account.name}#id}`);
    expect(right.inputs["principalId"]).toContain("::shop-prod-identity-flows#principalId}");
    expect(right.inputs["roleDefinitionId"]).toContain(roles["storage-blob-data-contributor"]);
    expect([...ancestors(plan, log)]).toContain(right);
    expect(account.inputs["allowSharedKeyAccess"]).toBe(false);
  });

  it("begins late, so that the account's right to the key has been seen by then", async () => {
    const plan = await wholePlan();
    const account = only(plan, "storage:StorageAccount", "network-flows");
    expect([...ancestors(plan, account)].map(({ name }) => name)).toContain("shop-prod-network-vnet");
  });

  it("keeps them under the platform's key, which the account may use before it is made", async () => {
    const plan = await wholePlan();
    const account = only(plan, "storage:StorageAccount", "network-flows");
    expect(at(account.inputs, "encryption.keySource")).toBe("Microsoft.Keyvault");
    const user = at(account.inputs, "encryption.encryptionIdentity.encryptionUserAssignedIdentity");
    expect(user).toContain("::shop-prod-identity-nodes#id}");
    const grants = [...ancestors(plan, account)].filter(({ name }) => name.startsWith("shop-prod-key-platform-nodes-"));
    expect(grants.map(({ inputs }) => inputs["roleDefinitionId"])).toEqual([
      expect.stringContaining(roles["key-vault-crypto-service-encryption-user"]),
    ]);
    expect(at(account.inputs, "tags.data-class")).toBe("confidential");
    expect(account.deleteBeforeReplace).toBe(false);
  });

  it("is read and not made when it is adopted, and the API server goes to its own subnet there", async () => {
    const id = "11111111-2222-4333-8444-555555555555";
    const network = `/subscriptions/${id}/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/shared`;
    const adopt = { network, subnets: [`${network}/subnets/nodes`] };
    const plan = await planOf(azureEnvironment({ network: { adopt } }));
    const made = plan.resources.filter(({ type, importId }) => type.includes(":network:V") && importId === undefined);
    expect(made).toEqual([]);
    for (const type of ["NatGateway", "NetworkSecurityGroup", "FlowLog"])
      expect(ofType(plan, `network:${type}`)).toEqual([]);
    expect(at(cluster(plan).inputs, "agentPoolProfiles.0.vnetSubnetID")).toBe(`${network}/subnets/nodes`);
    expect(at(cluster(plan).inputs, "apiServerAccessProfile.subnetId")).toBe(`${network}/subnets/api-server`);
  });
});

describe("a private API server", () => {
  const publicly = { access: { mode: "allow-list" as const, cidrs: ["203.0.113.0/24"] } };

  // https://learn.microsoft.com/azure/aks/private-clusters#configuration-options-for-private-dns
  it("has its name in a zone of ours that the network reads and AKS may write, before it is made", async () => {
    const plan = await wholePlan();
    const zone = only(plan, "privatedns:PrivateZone", "cluster-names");
    expect(zone.inputs["privateZoneName"]).toBe("shop-prod.private.swedencentral.azmk8s.io");
    expect(at(cluster(plan).inputs, "apiServerAccessProfile.privateDNSZone")).toContain(`::${zone.name}#id}`);
    const before = [...ancestors(plan, cluster(plan))].map(({ name }) => name);
    expect(before).toEqual(
      expect.arrayContaining(["names-link", "names-writer", "network"].map((role) => `shop-prod-cluster-${role}`)),
    );
    const writer = only(plan, "authorization:RoleAssignment", "cluster-names-writer").inputs;
    expect(writer["scope"]).toContain(`::${zone.name}#id}`);
    expect(writer["roleDefinitionId"]).toContain(roles["private-dns-zone-contributor"]);
    expect(only(plan, "authorization:RoleAssignment", "cluster-network").inputs["scope"]).toContain("network-vnet#id}");
  });

  it("has a subnet beside it for runners, which nothing reaches, with a way out", async () => {
    const plan = await wholePlan();
    const subnet = at(only(plan, "network:VirtualNetwork").inputs, "subnets.3");
    expect(subnet).toMatchObject({ name: "runners", defaultOutboundAccess: false });
    expect(at(subnet, "natGateway.id")).toContain("::shop-prod-network-nat#id}");
    expect(at(subnet, "networkSecurityGroup.id")).toContain("::shop-prod-network-runners#id}");
    const { inputs } = only(plan, "network:NetworkSecurityGroup", "network-runners");
    expect(at(inputs, "securityRules")).toMatchObject([
      { direction: "Inbound", access: "Deny", sourceAddressPrefix: "*" },
    ]);
  });

  it("has neither where it has a public address", async () => {
    const plan = await planOf(azureEnvironment({ cluster: publicly }));
    expect(ofType(plan, "privatedns:PrivateZone").filter(({ name }) => name.includes("cluster"))).toEqual([]);
    expect(JSON.stringify(at(only(plan, "network:VirtualNetwork").inputs, "subnets"))).not.toContain("runners");
    expect(ofType(plan, "network:NetworkSecurityGroup").length).toBe(1);
  });
});

describe("the pool for Azure's own pods", () => {
  it("has a node in each zone in production, and two where less is at stake", async () => {
    const nodes = async (changes: Parameters<typeof azureEnvironment>[0]) => {
      const { inputs } = cluster(await planOf(azureEnvironment(changes)));
      return [at(inputs, "agentPoolProfiles.0.count"), at(inputs, "agentPoolProfiles.0.minCount")];
    };
    expect(await nodes({})).toEqual([3, 3]);
    expect(await nodes({ tier: "development", costMode: "lean" })).toEqual([2, 2]);
  });

  it("leaves the number of nodes of other pools to the autoscaler after the first", async () => {
    const pools = ofType(await wholePlan(), "containerservice:AgentPool");
    expect(new Set(pools.map(({ ignoreChanges }) => ignoreChanges.join()))).toEqual(new Set(["count"]));
    expect(pools.map(({ inputs }) => inputs["count"])).toEqual(pools.map(({ inputs }) => inputs["minCount"]));
  });
});

describe("the log-in", () => {
  // https://learn.microsoft.com/cli/azure/network/watcher#az-network-watcher-configure
  it("has the region's Network Watcher made before anything is logged", () => {
    const { cloud } = azureEnvironment();
    const commands = azure.login(cloud).map(({ command }) => command);
    expect(commands.filter((command) => command.includes("az network watcher configure"))).toEqual([
      expect.stringContaining("--locations swedencentral --enabled true --resource-group NetworkWatcherRG"),
    ]);
  });
});

describe("what services write down of their use", () => {
  // https://learn.microsoft.com/azure/key-vault/general/logging
  it("goes to one workspace from every vault and the registry, kept as long as the control plane's audit", async () => {
    const plan = await wholePlan();
    const workspace = only(plan, "operationalinsights:Workspace", "service-logs");
    expect(workspace.inputs["retentionInDays"]).toBe(365);
    const settings = ofType(plan, "monitor:DiagnosticSetting");
    const categoriesOf = (resource: PlannedResource) =>
      settings
        .filter(({ inputs }) => JSON.stringify(inputs["resourceUri"]).includes(`::${resource.name}#id}`))
        .map(({ inputs }) => ({ to: inputs["workspaceId"], logs: inputs["logs"] }));
    const to = expect.stringContaining(`::${workspace.name}#id}`) as unknown;
    const vaults = ofType(plan, "keyvault:Vault");
    expect(vaults.length).toBeGreaterThan(1);
    for (const vault of vaults)
      expect({ vault: vault.name, kept: categoriesOf(vault) }).toEqual({
        vault: vault.name,
        kept: [{ to, logs: [{ category: "AuditEvent", enabled: true }] }],
      });
    expect(categoriesOf(only(plan, "containerregistry:Registry"))).toEqual([
      {
        to,
        logs: ["ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents"].map((category) => ({
          category,
          enabled: true,
        })),
      },
    ]);
  });
});

describe("the rules of the nodes' subnet", () => {
  const addresses = { nodes: "10.22.0.0/16", pods: "10.20.0.0/15" };

  // https://learn.microsoft.com/azure/frontdoor/origin-security
  it("open two ports to whoever visits the gateway: everybody, or Front Door alone where there is an edge", () => {
    const open = (visitors: Visitors) =>
      decideSecurityRules(addresses, visitors)
        .filter(({ name }) => name === "allow-web")
        .map(({ sourceAddressPrefix, destinationPortRanges }) => [sourceAddressPrefix, destinationPortRanges]);
    expect(open("everybody")).toEqual([["Internet", ["80", "443"]]]);
    expect(open("front-door")).toEqual([["AzureFrontDoor.Backend", ["80", "443"]]]);
    expect(open("nobody")).toEqual([]);
  });

  it("follow what the environment wishes for", async () => {
    const source = async (changes: Parameters<typeof azureEnvironment>[0]) => {
      const { inputs } = only(await planOf(azureEnvironment(changes)), "network:NetworkSecurityGroup", "network-nodes");
      return at(inputs, "securityRules.0.sourceAddressPrefix");
    };
    const edge = { domain: "shop.example", hosts: { www: { to: "gateway" } } } as const;
    expect(await source({})).toBe("Internet");
    expect(await source({ edge })).toBe("AzureFrontDoor.Backend");
    expect(await source({ ingress: { address: "none" } })).toBe("AzureLoadBalancer");
  });

  // https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay#network-security-groups
  it("let nodes and pods reach each other, and load balancers ask, before they turn the internet away", () => {
    const rules = decideSecurityRules(addresses, "nobody");
    const priority = (wanted: string) => Number(rules.find(({ name }) => name === wanted)?.priority);
    expect(rules.find(({ name }) => name === "allow-cluster")).toMatchObject({
      sourceAddressPrefixes: [addresses.nodes, addresses.pods],
      destinationAddressPrefixes: [addresses.nodes, addresses.pods],
    });
    expect(priority("deny-internet")).toBeGreaterThan(priority("allow-cluster"));
    expect(priority("deny-internet")).toBeGreaterThan(priority("allow-load-balancer"));
    expect(new Set(rules.map((rule) => rule.priority)).size).toBe(rules.length);
  });
});

describe("the cluster", () => {
  // https://learn.microsoft.com/azure/aks/use-managed-identity, …/azure-disk-customer-managed-keys
  it("is made only after its identity may do what AKS checks", async () => {
    const plan = await wholePlan();
    const granted = [...ancestors(plan, cluster(plan))].filter(({ type }) => type.endsWith(":RoleAssignment"));
    const scopes = granted.map(({ name }) => name);
    expect(scopes).toEqual(
      expect.arrayContaining(
        ["nodes-subnet", "api-server-subnet", "kubelet", "disks-reader"].map((role) => `shop-prod-cluster-${role}`),
      ),
    );
  });

  // https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption
  it("encrypts Secrets by a closed vault, which wants the API server in the network, after its identity may use it", async () => {
    const plan = await wholePlan();
    const { inputs } = cluster(plan);
    const kms = at(inputs, "securityProfile.azureKeyVaultKms");
    expect(kms).toMatchObject({ enabled: true, keyVaultNetworkAccess: "Private" });
    expect(at(kms, "keyId")).toMatch(/shop-prod-key-platform-key#keyUriWithVersion}$/);
    expect(at(kms, "keyVaultResourceId")).toMatch(/shop-prod-key-platform-vault#id}$/);
    expect(at(inputs, "apiServerAccessProfile.enableVnetIntegration")).toBe(true);
    expect(only(plan, "keyvault:Vault", "platform").inputs).toMatchObject({
      properties: { publicNetworkAccess: "Disabled" },
    });
    const waits = [...ancestors(plan, cluster(plan))].map(({ name }) => name);
    for (const role of ["key-vault-crypto-user", "key-vault-contributor"])
      expect(waits).toContain(`shop-prod-key-platform-cluster-${role}`);
  });

  it("encrypts disks by a set that follows the key, after the set may use it", async () => {
    const plan = await wholePlan();
    const set = only(plan, "compute:DiskEncryptionSet");
    expect(set.inputs).toMatchObject({ rotationToLatestKeyVersionEnabled: true, identity: { type: "UserAssigned" } });
    // The version is required, also where the set follows rotations.
    expect(at(set.inputs, "activeKey.keyUrl")).toMatch(/#keyUriWithVersion}$/);
    expect([...ancestors(plan, set)].map(({ name }) => name)).toContain(
      "shop-prod-key-platform-nodes-key-vault-crypto-service-encryption-user",
    );
    expect(cluster(plan).inputs["diskEncryptionSetID"]).toMatch(/shop-prod-cluster-disks#id}$/);
  });

  // https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium
  it("has pods and Services in blocks of the plan, and its DNS server among the Services", async () => {
    const profile = at(cluster(await wholePlan()).inputs, "networkProfile");
    expect(profile).toMatchObject({
      networkPlugin: "azure",
      networkPluginMode: "overlay",
      networkDataplane: "cilium",
      networkPolicy: "cilium",
      podCidr: "10.0.0.0/15",
      serviceCidr: "10.3.192.0/19",
      dnsServiceIP: "10.3.192.10",
      outboundType: "userAssignedNATGateway",
    });
  });

  // https://learn.microsoft.com/azure/aks/manage-azure-rbac
  it("knows people by Microsoft Entra only, and of them the administrators' group", async () => {
    const plan = await wholePlan();
    expect(cluster(plan).inputs).toMatchObject({
      disableLocalAccounts: true,
      aadProfile: { managed: true, enableAzureRBAC: true, tenantID: azureEnvironment().cloud.tenant },
    });
    const grant = only(plan, "authorization:RoleAssignment", "cluster-administrators");
    expect(grant.inputs).toMatchObject({
      principalId: azureEnvironment().cloud.administrators,
      principalType: "Group",
    });
    expect(grant.inputs["roleDefinitionId"]).toMatch(new RegExp(`/${roles["aks-rbac-cluster-admin"]}$`));
  });

  it("is promised with money in production and free elsewhere, unless the cost mode says otherwise", async () => {
    const tier = async (changes: Parameters<typeof azureEnvironment>[0]) =>
      at(cluster(await planOf(azureEnvironment(changes))).inputs, "sku.tier");
    expect(await tier({})).toBe("Standard");
    expect(await tier({ tier: "development", costMode: "lean" })).toBe("Free");
  });

  // https://learn.microsoft.com/azure/aks/faq: 80 characters; …/private-clusters: 54.
  it("has names within Azure's limits, however long the environment's", async () => {
    const long = "e".repeat(42);
    const { inputs } = cluster(
      await planOf(azureEnvironment({ buckets: {}, stores: {}, domains: {}, events: {}, warehouses: {} }, long)),
    );
    const lengths = ["dnsPrefix", "nodeResourceGroup", "resourceName"].map((name) => {
      const text = inputs[name];
      return typeof text === "string" ? text.length : Infinity;
    });
    expect(lengths[0]).toBeLessThanOrEqual(nameLimits.dnsPrefix);
    expect(lengths[1]).toBeLessThanOrEqual(nameLimits.nodeResourceGroup);
    expect(lengths[2]).toBeLessThanOrEqual(nameLimits.cluster);
  });

  // https://github.com/pulumi/pulumi-azure-native/issues/2719: pools of a cluster are added and renamed one by one only.
  it("has Azure's own pool inside, which nothing in the environment changes, and each other pool beside", async () => {
    const pools = { only: { size: "xlarge", min: 1, max: 2 } } as const;
    const [first, second] = [
      await wholePlan(),
      await planOf(azureEnvironment({ cluster: { access: { mode: "private-runner" }, pools } })),
    ];
    expect(cluster(second).inputs["agentPoolProfiles"]).toEqual(cluster(first).inputs["agentPoolProfiles"]);
    expect(cluster(first).ignoreChanges).toEqual(["agentPoolProfiles"]);
    expect(ofType(first, "containerservice:AgentPool").length).toBe(3);
  });

  it("writes down what changes it, and who asked, in a workspace of its own", async () => {
    const { inputs } = only(await wholePlan(), "monitor:DiagnosticSetting", "shop-prod-cluster-");
    const categories = Array.isArray(inputs["logs"])
      ? inputs["logs"].map((log: PlannedValue) => at(log, "category"))
      : [];
    expect(categories).toEqual(expect.arrayContaining(["kube-audit-admin", "guard"]));
    expect(inputs["logAnalyticsDestinationType"]).toBe("Dedicated");
  });

  // https://learn.microsoft.com/azure/aks/planned-maintenance
  it("is changed by Azure at weekends only, by the two names that AKS reads", async () => {
    const windows = ofType(await wholePlan(), "containerservice:MaintenanceConfiguration");
    expect(windows.map(({ inputs }) => inputs["configName"]).sort()).toEqual([
      "aksManagedAutoUpgradeSchedule",
      "aksManagedNodeOSUpgradeSchedule",
    ]);
    for (const { inputs } of windows)
      expect(at(inputs, "maintenanceWindow.schedule.weekly.dayOfWeek")).toMatch(/^(Saturday|Sunday)$/);
  });

  it("is changed when the environment says: patches on the first of its days in a week, nodes' images on the last", async () => {
    const maintenance = { days: ["friday" as const, "monday" as const], hour: 3, hours: 5 };
    const plan = await planOf(azureEnvironment({ cluster: { access: { mode: "private-runner" }, maintenance } }));
    const windows = ofType(plan, "containerservice:MaintenanceConfiguration").map(({ inputs }) => [
      inputs["configName"],
      at(inputs, "maintenanceWindow.schedule.weekly.dayOfWeek"),
      at(inputs, "maintenanceWindow.startTime"),
      at(inputs, "maintenanceWindow.durationHours"),
    ]);
    expect(windows.sort()).toEqual([
      ["aksManagedAutoUpgradeSchedule", "Monday", "03:00", 5],
      ["aksManagedNodeOSUpgradeSchedule", "Friday", "03:00", 5],
    ]);
  });

  // https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure
  it("keeps what it was asked for a year in production, and as long as a workspace answers from at most", async () => {
    const { inputs } = only(await wholePlan(), "operationalinsights:Workspace", "cluster");
    expect(inputs["retentionInDays"]).toBe(365);
  });
});

describe("nodes", () => {
  it("of every pool have no public address, boot securely and encrypt at the host", async () => {
    const plan = await wholePlan();
    const pools: PlannedObject[] = ofType(plan, "containerservice:AgentPool").map(({ inputs }) => inputs);
    const inside = at(cluster(plan).inputs, "agentPoolProfiles.0");
    for (const pool of [...pools, inside]) {
      expect(pool).toMatchObject({
        enableNodePublicIP: false,
        enableEncryptionAtHost: true,
        securityProfile: { enableSecureBoot: true, enableVTPM: true },
        availabilityZones: ["1", "2", "3"],
        tags: { environment: "shop-prod", owner: "platform" },
      });
    }
  });
});

describe("the kubeconfig", () => {
  const outputsOf = async (access: NonNullable<Environment["cluster"]["access"]>) => {
    const { cluster: wish } = azureEnvironment();
    const { outputs } = await planOf(azureEnvironment({ cluster: { ...wish, access } }));
    const { kubeconfig, apiServer } = outputs;
    if (typeof kubeconfig !== "string" || typeof apiServer !== "string") throw new Error("both are texts");
    return { kubeconfig, apiServer };
  };

  // https://learn.microsoft.com/azure/aks/kubelogin-authentication
  it("asks kubelogin for a token of AKS's application in the environment's tenant, and holds no credential", async () => {
    const { kubeconfig } = await outputsOf({ mode: "private-runner" });
    expect(kubeconfig).toContain('"command":"kubelogin"');
    expect(kubeconfig).toContain('"--server-id","6dae42f8-4368-4678-94ff-3960e28e3630"');
    expect(kubeconfig).toContain(`"--tenant-id","${azureEnvironment().cloud.tenant}"`);
    expect(kubeconfig).not.toMatch(/"token"|password|client-(key|certificate)/);
    expect(kubeconfig).toContain(`"current-context":"${azure.cluster(azureEnvironment()).context}"`);
  });

  it("goes to the private name where there is no public one, and trusts the cluster's own authority", async () => {
    const inside = await outputsOf({ mode: "private-runner" });
    expect(inside.apiServer).toMatch(/#privateFQDN}:443$/);
    const outside = await outputsOf({ mode: "allow-list", cidrs: ["203.0.113.0/24"] });
    expect(outside.apiServer).toMatch(/#fqdn}:443$/);
    for (const { kubeconfig } of [inside, outside]) {
      expect(kubeconfig).toMatch(/listManagedClusterUserCredentials::invoke-[0-9a-f]{6}#kubeconfigs\.0\.value}/);
      expect(kubeconfig).toContain('"certificate-authority-data":"');
    }
  });

  it("is unknown, and no reason to ask Azure, as long as the cluster isn't there", async () => {
    const { outputs } = await planOf(azureEnvironment(), { mode: "unknowns" });
    expect(outputs["kubeconfig"]).toEqual({ "landbridge:unknown": true });
  });
});

describe("the gateway's address", () => {
  // https://learn.microsoft.com/azure/aks/static-ip
  it("stands in three zones under the SKU of AKS's load balancers, and the cluster may use it", async () => {
    const plan = await wholePlan();
    const { inputs } = only(plan, "network:PublicIPAddress", "ingress-address");
    expect(inputs).toMatchObject({
      sku: { name: "Standard" },
      zones: ["1", "2", "3"],
      publicIPAllocationMethod: "Static",
    });
    const grant = only(plan, "authorization:RoleAssignment", "ingress-address");
    expect(grant.inputs["roleDefinitionId"]).toMatch(new RegExp(`/${roles["network-contributor"]}$`));
    expect(grant.inputs["scope"]).toMatch(/::shop-prod-group#id}$/);
  });
});

describe("roles", () => {
  // https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
  it("are granted with the kind of who gets them, so that Azure doesn't look for one who was just made", async () => {
    const kinds = ofType(await wholePlan(), "authorization:RoleAssignment").map(
      ({ inputs }) => inputs["principalType"],
    );
    expect(kinds.length).toBeGreaterThan(0);
    expect(kinds.filter((kind) => kind !== "ServicePrincipal" && kind !== "Group")).toEqual([]);
  });

  // https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
  it("are Azure's own by their ids", () => {
    expect(roles).toMatchObject({
      "acr-pull": "7f951dda-4ed3-4680-a7ca-43fe172d538d",
      "aks-rbac-cluster-admin": "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
      "managed-identity-operator": "f1a07417-d97a-45cb-824c-7a7467783830",
      "network-contributor": "4d97b98b-1d4f-4787-a291-c67834d212e7",
      "private-dns-zone-contributor": "b12aa53e-6015-4669-85d0-8515ebb3ae7f",
      reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    });
  });
});

describe("everything", () => {
  it("lies in the environment's one group, or where Azure wants it", async () => {
    const plan = await wholePlan();
    expect(ofType(plan, "resources:ResourceGroup").length).toBe(1);
    const groups = plan.resources.flatMap(({ inputs }) => inputs["resourceGroupName"] ?? []);
    expect(new Set(groups)).toEqual(
      new Set(["NetworkWatcherRG", expect.stringMatching(/::shop-prod-group#name}$/) as PlannedValue]),
    );
  });

  it("is made by services that the log-in says to register", async () => {
    const modules: Readonly<Record<string, string>> = {
      app: "Microsoft.App",
      authorization: "Microsoft.Authorization",
      compute: "Microsoft.Compute",
      containerregistry: "Microsoft.ContainerRegistry",
      containerservice: "Microsoft.ContainerService",
      cosmosdb: "Microsoft.DocumentDB",
      dbformysql: "Microsoft.DBforMySQL",
      dbforpostgresql: "Microsoft.DBforPostgreSQL",
      eventgrid: "Microsoft.EventGrid",
      eventhub: "Microsoft.EventHub",
      keyvault: "Microsoft.KeyVault",
      managedidentity: "Microsoft.ManagedIdentity",
      mongocluster: "Microsoft.DocumentDB",
      monitor: "Microsoft.Insights",
      network: "Microsoft.Network",
      operationalinsights: "Microsoft.OperationalInsights",
      privatedns: "Microsoft.Network",
      redisenterprise: "Microsoft.Cache",
      servicebus: "Microsoft.ServiceBus",
      storage: "Microsoft.Storage",
      synapse: "Microsoft.Synapse",
    };
    const used = (await wholePlan()).resources.flatMap(({ type }) => /^azure-native:(\w+):/.exec(type)?.[1] ?? []);
    for (const module of used.filter((name) => name !== "resources"))
      expect({ module, provider: resourceProviders.find((name) => name === modules[module]) }).toEqual({
        module,
        provider: modules[module] ?? "a service of its own",
      });
  });

  it("carries the environment's tags where Azure takes any", async () => {
    const untagged = new RegExp(
      `:(${[
        "RoleAssignment|FederatedIdentityCredential|DiagnosticSetting|ManagementLockByScope",
        "AgentPoolUpgrade|MaintenanceConfiguration|Configuration|Database",
        "Key|BlobContainer|BlobServiceProperties|BlobContainerImmutabilityPolicy|ManagementPolicy|PrivateDnsZoneGroup",
        "EventHub|NamespaceAuthorizationRule|NamespaceNetworkRuleSet|Queue|Topic|Subscription",
        "DaprComponent|SystemTopicEventSubscription",
      ].join("|")})$`,
    );
    for (const { type, name, inputs } of (await wholePlan()).resources) {
      if (!type.startsWith("azure-native:") || untagged.test(type)) continue;
      expect({ type, name, tags: inputs["tags"] }).toEqual({
        type,
        name,
        tags: expect.objectContaining({ environment: "shop-prod", "managed-by": "landbridge" }) as unknown,
      });
    }
  });

  it("is asked of the environment's subscription and tenant, never of the shell's", async () => {
    const [provider] = (await wholePlan()).resources.filter(({ type }) => type === "pulumi:providers:azure-native");
    expect(provider?.inputs).toMatchObject({
      subscriptionId: azureEnvironment().cloud.subscription,
      tenantId: azureEnvironment().cloud.tenant,
    });
  });

  /** Longest names by type, for what Pulumi names. */
  const limits: Readonly<Record<string, number>> = {
    "network:VirtualNetwork": nameLimits.network,
    "network:": nameLimits.networkPart,
    "managedidentity:UserAssignedIdentity": nameLimits.identity,
    "operationalinsights:Workspace": nameLimits.workspace,
    "compute:DiskEncryptionSet": nameLimits.diskEncryptionSet,
    "resources:ResourceGroup": nameLimits.resourceGroup,
  };

  it("has names within Azure's limits at the longest environment that the check lets pass", async () => {
    const bare = { buckets: {}, stores: {}, domains: {}, events: {}, warehouses: {} };
    const environment = azureEnvironment(bare, "e".repeat(42));
    expect(azure.check(environment)).toEqual([]);
    for (const { type, name } of (await planOf(environment)).resources) {
      const [, limit] = Object.entries(limits).find(([prefix]) => type.startsWith(`azure-native:${prefix}`)) ?? [];
      if (limit !== undefined) expect(name.length + autoNameSuffix).toBeLessThanOrEqual(limit);
    }
  });
});

describe("a protected environment", () => {
  const protectedTypes = async (changes: Parameters<typeof azureEnvironment>[0]) =>
    new Set(
      (await planOf(azureEnvironment(changes))).resources.filter(({ protect }) => protect).map(({ type }) => type),
    );

  it("protects its group, its cluster, its network and what is written of it", async () => {
    const types = await protectedTypes({});
    for (const type of [
      "resources:ResourceGroup",
      "containerservice:ManagedCluster",
      "network:VirtualNetwork",
      "storage:StorageAccount",
    ])
      expect(types).toContain(`azure-native:${type}`);
  });

  it("protects nothing when it isn't one", async () => {
    expect(await protectedTypes({ protect: false })).toEqual(new Set());
  });

  it("deletes nothing that holds data to make room for its replacement, protected or not", async () => {
    for (const protect of [true, false]) {
      const { resources } = await planOf(azureEnvironment({ protect }));
      const first = new Set(resources.filter(({ deleteBeforeReplace }) => deleteBeforeReplace).map(({ type }) => type));
      for (const type of [
        "azure-native:storage:StorageAccount",
        "azure-native:keyvault:Vault",
        "azure-native:dbformysql:Server",
        "azure-native:dbforpostgresql:Server",
        "azure-native:containerregistry:Registry",
      ]) {
        expect(resources.map((resource) => resource.type)).toContain(type);
        expect(first).not.toContain(type);
      }
    }
  });
});

describe("a transform", () => {
  it("has the last word on a child's arguments", async () => {
    const plan = await planOf(
      azureEnvironment(),
      {},
      {
        cluster: { nodePool: (args) => ({ ...args, vmSize: "Standard_D8ds_v6" }) },
      },
    );
    const sizes = ofType(plan, "containerservice:AgentPool").map(({ inputs }) => inputs["vmSize"]);
    expect(new Set(sizes)).toEqual(new Set(["Standard_D8ds_v6"]));
  });
});
