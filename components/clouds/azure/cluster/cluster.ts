import { DiskEncryptionSet } from "@pulumi/azure-native/compute/diskEncryptionSet.js";
import type { AgentPoolArgs } from "@pulumi/azure-native/containerservice/agentPool.js";
import { ManagedCluster, type ManagedClusterArgs } from "@pulumi/azure-native/containerservice/managedCluster.js";
import { interpolate, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { Cluster, ClusterSpec } from "../../../cloud.ts";
import { decideSteadyPools } from "../../../kit/cluster/node-groups.ts";
import { Component } from "../../../kit/component.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { createApiServerNames, type ApiServerNames } from "./api-server-names.ts";
import { clusterArgs, type KnownIdentity } from "./cluster-args.ts";
import { createClusterLogs } from "./cluster-logs.ts";
import { grant, type Identities } from "../rights/identity.ts";
import { azureKey } from "../rights/keys.ts";
import { renderKubeconfig, certificateAuthorityOf } from "./kubeconfig.ts";
import { createMaintenance } from "./upkeep.ts";
import { nameLimits } from "../names.ts";
import { apiServerSubnet } from "../network/network.ts";
import { createNodePool, type NodeSettings } from "./node-pools.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What a caller may change on the children below. */
export interface AzureClusterTransforms {
  readonly cluster?: Transform<ManagedClusterArgs>;
  readonly nodePool?: Transform<AgentPoolArgs>;
}

/** What a cluster is made from. */
export interface AzureClusterArgs {
  readonly group: ResourceGroup;
  readonly identities: Identities;
  readonly spec: ClusterSpec;
  readonly settings: AzureSettings;
  /** Name of the context in the kubeconfig. */
  readonly context: string;
  readonly transforms?: AzureClusterTransforms | undefined;
}

/** An AKS cluster with private nodes in three zones, and an API server in a subnet of ours. */
export class AzureCluster extends Component implements Cluster {
  static readonly type = "landbridge:azure:Cluster";
  readonly apiServer: Output<string>;
  readonly kubeconfig: Output<string>;
  readonly volumeKey: Output<string> | undefined;
  readonly identity: Output<string>;

  constructor(name: string, args: AzureClusterArgs, opts: ComponentResourceOptions) {
    const { group, identities, spec, settings, context, transforms } = args;
    super(AzureCluster.type, name, { kubernetes: spec.kubernetes, access: spec.access }, opts);
    const resourceGroupName = group.name(opts);
    const { kubernetes, tags, autoProvision } = spec;
    const fixed = autoProvision !== undefined;
    const nodes: NodeSettings = { resourceGroupName, subnet: nodeSubnet(spec), kubernetes, fixed, tags };
    const control = identities.of("cluster", opts);
    const kubelet = identities.of("kubelet", opts);
    const disks = createDiskEncryption(name, args, resourceGroupName, identities.of("nodes", opts).id, this);
    const grants = createGrants(name, args, { control, kubelet, disks }, this);
    const names = createNames(name, args, resourceGroupName, control, this);

    const cluster = new ManagedCluster(
      `${name}-aks`,
      transformed(
        transforms?.cluster,
        clusterArgs(name, {
          ...{ spec, settings, nodes, control, kubelet },
          diskEncryptionSet: disks?.id,
          apiServerNames: names?.zone,
        }),
      ),
      {
        parent: this,
        dependsOn: [...grants, ...(names?.ready ?? [])],
        protect: spec.protect,
        // After a `refresh` all pools are here, and AKS takes back no pool that was deleted since.
        ignoreChanges: ["agentPoolProfiles"],
        // Its name and that of its nodes' group are fixed, so a second can't stand beside the first.
        deleteBeforeReplace: true,
      },
    );
    for (const pool of decideSteadyPools(spec.pools, autoProvision))
      createNodePool(name, pool, cluster, nodes, transforms?.nodePool, this);
    createMaintenance(name, { cluster, resourceGroupName, window: spec.maintenance }, this);
    const logs = { settings, tags, days: spec.auditLogDays, provisioned: fixed };
    createClusterLogs(name, { cluster, resourceGroupName, ...logs }, this);
    const administrators = grantAdministrators(name, settings, cluster, this);

    this.apiServer = interpolate`https://${fqdnOf(cluster, spec)}:443`;
    this.kubeconfig = renderKubeconfig(context, settings, {
      // Nobody gets in before the group may.
      server: afterAll(this.apiServer, [administrators.urn]),
      certificateAuthority: certificateAuthorityOf(cluster, resourceGroupName, this),
    });
    this.volumeKey = disks?.id;
    this.identity = issuerOf(cluster);
    this.registerOutputs({ apiServer: this.apiServer });
  }
}

// Nodes can't pull an image before there is a way out.
function nodeSubnet({ network }: ClusterSpec): Output<string> {
  return afterAll(
    network.nodeSubnets.apply(([first = ""]) => first),
    [network.ready],
  );
}

/**
 * Disks of nodes and of volumes are encrypted with the key, which the set has to be allowed to use. It follows a rotation
 * within the hour. https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys
 */
function createDiskEncryption(
  name: string,
  { spec, settings }: AzureClusterArgs,
  resourceGroupName: Output<string>,
  identity: Output<string>,
  parent: Resource,
): DiskEncryptionSet | undefined {
  if (spec.key === undefined) return undefined;
  const key = azureKey(spec.key);
  return new DiskEncryptionSet(
    autoNamed(`${name}-disks`, nameLimits.diskEncryptionSet),
    {
      resourceGroupName,
      location: settings.regions.primary,
      encryptionType: "EncryptionAtRestWithCustomerKey",
      identity: { type: "UserAssigned", userAssignedIdentities: [identity] },
      activeKey: { keyUrl: key.currentVersion, sourceVault: { id: key.vaultId } },
      rotationToLatestKeyVersionEnabled: true,
      tags: tagsOf(spec.tags),
    },
    { parent },
  );
}

interface Granted {
  readonly control: KnownIdentity;
  readonly kubelet: KnownIdentity;
  readonly disks: DiskEncryptionSet | undefined;
}

/**
 * What AKS asks of the control plane's identity before it makes a cluster: to put nodes and its API server into subnets,
 * to hand the kubelet's identity to nodes, and to see what encrypts disks.
 */
function createGrants(
  name: string,
  { spec, settings }: AzureClusterArgs,
  { control, kubelet, disks }: Granted,
  parent: Resource,
): Resource[] {
  const principal = control.principalId;
  const inside = { parent };
  const networkId = afterAll(spec.network.id, [spec.network.ready]);
  return [
    grant(
      `${name}-nodes-subnet`,
      { role: "network-contributor", principal, scope: nodeSubnet(spec) },
      settings,
      inside,
    ),
    grant(
      `${name}-api-server-subnet`,
      { role: "network-contributor", principal, scope: afterAll(apiServerSubnet(spec.network), [spec.network.ready]) },
      settings,
      inside,
    ),
    grant(`${name}-kubelet`, { role: "managed-identity-operator", principal, scope: kubelet.id }, settings, inside),
    // Who adds nodes to a network overlaid by pods asks the network for its GUID.
    ...(spec.autoProvision === undefined
      ? []
      : [grant(`${name}-network-reader`, { role: "reader", principal, scope: networkId }, settings, inside)]),
    ...(disks === undefined
      ? []
      : [grant(`${name}-disks-reader`, { role: "reader", principal, scope: disks.id }, settings, inside)]),
  ];
}

function grantAdministrators(name: string, settings: AzureSettings, { id: scope }: ManagedCluster, parent: Resource) {
  const people = { principal: settings.administrators, principalType: "Group" } as const;
  return grant(`${name}-administrators`, { role: "aks-rbac-cluster-admin", ...people, scope }, settings, { parent });
}

// Where the API server has a public name it needs no other.
function createNames(
  name: string,
  { spec, settings, context: environment }: AzureClusterArgs,
  resourceGroupName: Output<string>,
  { principalId: principal }: KnownIdentity,
  parent: Resource,
): ApiServerNames | undefined {
  if (spec.access.mode !== "private-runner") return undefined;
  const { network, tags } = spec;
  return createApiServerNames(name, { environment, resourceGroupName, network, principal, settings, tags }, parent);
}

function fqdnOf(cluster: ManagedCluster, { access }: ClusterSpec): Output<string> {
  return access.mode === "private-runner" ? cluster.privateFQDN : cluster.fqdn;
}

/** Address of who signs the tokens of the cluster's service accounts, which Microsoft Entra is told to trust. */
function issuerOf({ oidcIssuerProfile }: ManagedCluster): Output<string> {
  return oidcIssuerProfile.apply((profile) => profile?.issuerURL ?? "");
}
