import { Cluster as GkeCluster, type ClusterArgs } from "@pulumi/gcp/container/cluster.js";
import type { NodePoolArgs } from "@pulumi/gcp/container/nodePool.js";
import type { AccountArgs } from "@pulumi/gcp/serviceaccount/account.js";
import { all, interpolate, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Cluster, ClusterSpec } from "../../../cloud.ts";
import { podsPerNode } from "../../../kit/cluster/pod-room.ts";
import { after, afterAll } from "../../../kit/outputs.ts";
import { Component } from "../../../kit/component.ts";
import { boundedName } from "../../../kit/names.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoProvisionArgs, keyOfOwnPools } from "./auto-provision.ts";
import { decideAccess } from "./cluster-access.ts";
import { createNodeAccount } from "../rights/identity.ts";
import type { ApiServer } from "../../../kit/cluster/kubeconfigs.ts";
import { renderKubeconfig } from "./kubeconfig.ts";
import { labelsOf } from "../tags.ts";
import { nameLimits } from "../names.ts";
import { secondaryRanges, type Ranges } from "../network/network.ts";
import { createNodePool, hardenedNodeConfig, type NodeSettings } from "./node-pools.ts";
import type { Apis } from "../account/services.ts";
import type { GcpSettings } from "../settings.ts";
import { upkeepArgs } from "./upkeep.ts";

/** What a caller may change on the children below. */
export interface GcpClusterTransforms {
  readonly cluster?: Transform<ClusterArgs>;
  readonly nodePool?: Transform<NodePoolArgs>;
  readonly nodeAccount?: Transform<AccountArgs>;
}

/** What a cluster is made from. */
export interface GcpClusterArgs {
  readonly apis: Apis;
  readonly spec: ClusterSpec;
  readonly settings: GcpSettings;
  /** Name of the context in the kubeconfig. */
  readonly context: string;
  /** Who makes the subnet's ranges for pods and Services; see `decideRanges`. */
  readonly ranges: Ranges;
  readonly transforms?: GcpClusterTransforms | undefined;
}

/** A regional GKE cluster with private nodes in three zones and a control plane in each of them. */
export class GcpCluster extends Component implements Cluster {
  static readonly type = "landbridge:gcp:Cluster";
  readonly apiServer: Output<string>;
  readonly kubeconfig: Output<string>;
  readonly volumeKey: Output<string> | undefined;
  readonly identity: Output<string>;

  constructor(name: string, args: GcpClusterArgs, opts: ComponentResourceOptions) {
    const { apis, spec, settings, context, transforms } = args;
    super(GcpCluster.type, name, { kubernetes: spec.kubernetes, access: spec.access }, opts);
    const dependsOn = apis.enable(["compute", "container", "iam", "logging", "monitoring"], opts);
    const account = createNodeAccount(`${name}-nodes`, settings, transforms?.nodeAccount, { parent: this, dependsOn });
    const nodes: NodeSettings = {
      region: settings.regions.primary,
      serviceAccount: account.email,
      bootDiskKey: spec.key?.id,
      tags: spec.tags,
    };
    const cluster = new GkeCluster(
      `${name}-gke`,
      transformed(transforms?.cluster, clusterArgs(boundedName(name, nameLimits.cluster), args, nodes)),
      {
        parent: this,
        dependsOn: [...dependsOn, ...account.grants],
        protect: spec.protect,
        // It describes the pool that is deleted at once. Google answers with the first pool of ours instead, which would
        // read as a change and replace the cluster. https://github.com/hashicorp/terraform-provider-google/issues/12070
        ignoreChanges: ["nodeConfig", keyOfOwnPools],
        // The Services range can belong to one cluster only, so a second can't stand beside the first.
        deleteBeforeReplace: true,
      },
    );
    for (const pool of spec.pools) {
      createNodePool(name, pool, cluster.name, nodes, transforms?.nodePool, { parent: this, deletedWith: cluster });
    }
    const server = apiServerOf(cluster, spec);
    this.apiServer = server.server;
    this.kubeconfig = renderKubeconfig(context, server);
    this.volumeKey = spec.key?.id;
    // The project's pool is made with its first cluster, and nobody in it can be granted anything before.
    this.identity = after(cluster, workloadPool(settings));
    this.registerOutputs({ apiServer: this.apiServer });
  }
}

function apiServerOf(cluster: GkeCluster, { access }: ClusterSpec): ApiServer {
  const ip = {
    server: interpolate`https://${cluster.endpoint}`,
    certificateAuthority: cluster.masterAuth.clusterCaCertificate,
  };
  if (access.mode !== "cloud-endpoint") return ip;
  // The DNS name lies in a block that is half input: waiting for `endpoint` too keeps it unknown in a first preview, and
  // where the block comes back without the name the same API server is reached, and verified, by its address.
  const answer = all([
    cluster.controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint,
    ip.server,
    ip.certificateAuthority,
  ]);
  return {
    server: answer.apply(([dns, address]) => (isKnown(dns) ? `https://${dns}` : address)),
    certificateAuthority: answer.apply(([dns, , authority]) => (isKnown(dns) ? undefined : authority)),
  };
}

// The declaration promises a name; a provider that doesn't know the block's outputs gives none.
function isKnown(name: unknown): boolean {
  return typeof name === "string" && name !== "";
}

function clusterArgs(name: string, args: GcpClusterArgs, nodes: NodeSettings): ClusterArgs {
  const { spec, settings } = args;
  return {
    // Fixed, so that people and firewall logs keep knowing it. It can be used again after deletion.
    name,
    // A region: control planes and nodes in three of its zones, chosen by Google, since not every region has a, b and c.
    location: settings.regions.primary,
    deletionProtection: spec.protect,
    resourceLabels: labelsOf(spec.tags),
    ...upkeepArgs(spec),
    ...autoProvisionArgs(spec, nodes),
    ...networkArgs(args),
    ...decideAccess(spec.access, spec.addresses.whole),
    ...securityArgs(spec, settings),
    ...observationArgs(),
    ...defaultPoolArgs(nodes),
    addonsConfig: {
      gcePersistentDiskCsiDriverConfig: { enabled: true },
      dnsCacheConfig: { enabled: true },
      gcsFuseCsiDriverConfig: { enabled: false },
    },
    // The platform brings the Gateway API's definitions itself, the same on every cloud; two owners would fight.
    gatewayApiConfig: { channel: "CHANNEL_DISABLED" },
    verticalPodAutoscaling: { enabled: true },
    costManagementConfig: { enabled: true },
  };
}

function networkArgs({ spec, ranges }: GcpClusterArgs): Partial<ClusterArgs> {
  const { network, addresses } = spec;
  return {
    network: network.id,
    // Nodes can't pull an image before there is a way out.
    subnetwork: afterAll(
      network.nodeSubnets.apply(([first = ""]) => first),
      [network.ready],
    ),
    networkingMode: "VPC_NATIVE",
    datapathProvider: "ADVANCED_DATAPATH",
    enableIntranodeVisibility: true,
    enableL4IlbSubsetting: true,
    // Each node takes a /24 of the pods' range. https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr
    defaultMaxPodsPerNode: podsPerNode,
    ipAllocationPolicy:
      ranges === "made-by-gke"
        ? { clusterIpv4CidrBlock: addresses.pods, servicesIpv4CidrBlock: addresses.services }
        : {
            clusterSecondaryRangeName: secondaryRanges.pods,
            servicesSecondaryRangeName: secondaryRanges.services,
          },
  };
}

/** The pool in which Google knows the service accounts of a project's clusters. */
function workloadPool({ project }: GcpSettings): string {
  return `${project}.svc.id.goog`;
}

/** https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster */
function securityArgs({ key }: ClusterSpec, settings: GcpSettings): Partial<ClusterArgs> {
  return {
    workloadIdentityConfig: { workloadPool: workloadPool(settings) },
    enableShieldedNodes: true,
    enableLegacyAbac: false,
    masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
    anonymousAuthenticationConfig: { mode: "LIMITED" },
    rbacBindingConfig: {
      enableInsecureBindingSystemAuthenticated: false,
      enableInsecureBindingSystemUnauthenticated: false,
    },
    serviceExternalIpsConfig: { enabled: false },
    securityPostureConfig: { mode: "BASIC", vulnerabilityMode: "VULNERABILITY_DISABLED" },
    nodePoolDefaults: { nodeConfigDefaults: { insecureKubeletReadonlyPortEnabled: "FALSE" } },
    ...(key === undefined ? {} : { databaseEncryption: { state: "ENCRYPTED", keyName: key.id } }),
  };
}

function observationArgs(): Partial<ClusterArgs> {
  return {
    loggingConfig: {
      enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"],
    },
    monitoringConfig: {
      // The control plane's metrics can be had from Google only.
      enableComponents: ["SYSTEM_COMPONENTS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"],
      managedPrometheus: { enabled: true },
    },
  };
}

/**
 * Google makes no cluster without a pool. This one lives for a minute, one small node in each zone, and obeys the same
 * rules as the pools that stay: a project may forbid the default account or disks without a key.
 */
function defaultPoolArgs(nodes: NodeSettings): Partial<ClusterArgs> {
  return {
    removeDefaultNodePool: true,
    initialNodeCount: 1,
    nodeConfig: { ...hardenedNodeConfig(nodes), machineType: "e2-medium", diskType: "pd-balanced", diskSizeGb: 30 },
  };
}
