import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { LaunchTemplateArgs } from "@pulumi/aws/ec2/launchTemplate.js";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import type { AddonArgs } from "@pulumi/aws/eks/addon.js";
import { Cluster as EksCluster, type ClusterArgs } from "@pulumi/aws/eks/cluster.js";
import type { NodeGroupArgs } from "@pulumi/aws/eks/nodeGroup.js";
import type { RoleArgs } from "@pulumi/aws/iam/role.js";
import { all, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { Cluster, ClusterSpec } from "../../../cloud.ts";
import { decideSteadyPools } from "../../../kit/cluster/node-groups.ts";
import { Component } from "../../../kit/component.ts";
import { after, afterAll } from "../../../kit/outputs.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { createClusterAddOns, createNodeAddOns } from "./add-ons.ts";
import { admitAutoscaler } from "./autoscaler.ts";
import { accessConfig, admitDeployers, decideAccess } from "./cluster-access.ts";
import { decideRetention } from "../network/flow-logs.ts";
import { createRole, trustService, type AwsRole } from "../rights/identity.ts";
import { renderKubeconfig } from "./kubeconfig.ts";
import { clusterNameOf, nameLimits } from "../names.ts";
import { partsOf } from "../network/network.ts";
import { createNodePool, type NodeSettings } from "./node-pools.ts";
import { createProvisioner, type NodeParts, type Provisioner, type ProvisionerArgs } from "./provisioner.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What a caller may change on the children below. */
export interface AwsClusterTransforms {
  readonly cluster?: Transform<ClusterArgs>;
  readonly nodeGroup?: Transform<NodeGroupArgs>;
  readonly launchTemplate?: Transform<LaunchTemplateArgs>;
  readonly nodeRole?: Transform<RoleArgs>;
  readonly addOn?: Transform<AddonArgs>;
}

/** What a cluster is made from. */
export interface AwsClusterArgs {
  readonly spec: ClusterSpec;
  readonly settings: AwsSettings;
  /** Name of the context in the kubeconfig. */
  readonly context: string;
  readonly transforms?: AwsClusterTransforms | undefined;
}

/** An EKS cluster with private nodes in three zones, and the add-ons without which nothing runs on it. */
export class AwsCluster extends Component implements Cluster {
  static readonly type = "landbridge:aws:Cluster";
  readonly apiServer: Output<string>;
  readonly kubeconfig: Output<string>;
  readonly volumeKey: Output<string> | undefined;
  readonly nodeParts: NodeParts;
  readonly identity: Output<string>;

  constructor(name: string, args: AwsClusterArgs, opts: ComponentResourceOptions) {
    const { spec, settings, context, transforms } = args;
    super(AwsCluster.type, name, { kubernetes: spec.kubernetes, access: spec.access }, opts);
    const clusterName = clusterNameOf(name);
    const logs = createLogs(`${name}-logs`, clusterName, spec, this);
    const role = createClusterRole(`${name}-plane`, spec, this);
    const runners = admitRunners(`${name}-runners`, spec, this);
    const cluster = new EksCluster(
      `${name}-eks`,
      transformed(transforms?.cluster, clusterArgs(clusterName, spec, role, runners)),
      {
        parent: this,
        dependsOn: [logs, ...role.rights],
        protect: spec.protect,
        // Two can't have one name.
        deleteBeforeReplace: true,
      },
    );
    const parts = { settings, cluster: cluster.name, clusterName, tags: spec.tags };
    const deployers = admitDeployers(name, parts, this);
    const addOns = { ...parts, zones: partsOf(spec.network).nodeZones, transform: transforms?.addOn };
    const before = createNodeAddOns(name, addOns, this);
    const securityGroup = groupOf(cluster);
    const groups = createNodes(name, { ...args, cluster, securityGroup, before }, this);
    const onNodes = createClusterAddOns(name, addOns, groups, this);
    const mover = admitMover(name, { ...parts, securityGroup, spec, nodeRole: transforms?.nodeRole }, this);

    this.apiServer = cluster.endpoint;
    // Nobody may enter before the deployers' rights are there, and nothing runs before the add-ons do.
    const ready = [...deployers, ...onNodes, ...mover.ready].map(({ urn }) => urn);
    this.kubeconfig = afterAll(
      renderKubeconfig(context, {
        server: cluster.endpoint,
        certificateAuthority: cluster.certificateAuthority.data,
        cluster: clusterName,
        region: settings.regions.primary,
      }),
      ready,
    );
    this.volumeKey = spec.key?.id;
    this.nodeParts = mover.nodeParts;
    this.identity = after(cluster, clusterName);
    this.registerOutputs({ apiServer: this.apiServer });
  }
}

function clusterArgs(name: string, spec: ClusterSpec, role: AwsRole, runners: SecurityGroup | undefined): ClusterArgs {
  const { endpoints } = decideAccess(spec.access);
  const { network, key } = spec;
  return {
    // Fixed, since the kubeconfig, the log group and rights name it before it is there. It is free as soon as it is deleted.
    name,
    roleArn: role.arn,
    version: spec.kubernetes,
    // At the end of a version's support EKS moves the cluster on by itself; the other choice costs six times as much.
    // https://docs.aws.amazon.com/eks/latest/userguide/view-upgrade-policy.html
    upgradePolicy: { supportType: "STANDARD" },
    accessConfig,
    // They come as add-ons, which EKS can update.
    bootstrapSelfManagedAddons: false,
    deletionProtection: spec.protect,
    enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
    kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: spec.addresses.services },
    vpcConfig: {
      ...endpoints,
      subnetIds: all([network.nodeSubnets, network.ready]).apply(([subnets]) => subnets),
      securityGroupIds: runners === undefined ? [] : [runners.id],
    },
    ...(key === undefined ? {} : { encryptionConfig: { provider: { keyArn: key.id }, resources: ["secrets"] } }),
    tags: tagsOf(spec.tags),
  };
}

/** EKS would make the group itself, without a key and for ever. https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html */
function createLogs(
  name: string,
  cluster: string,
  { auditLogDays, key, tags }: ClusterSpec,
  parent: Resource,
): LogGroup {
  return new LogGroup(
    name,
    {
      // The name that EKS looks for.
      name: `/aws/eks/${cluster}/cluster`,
      retentionInDays: decideRetention(auditLogDays),
      ...(key === undefined ? {} : { kmsKeyId: key.id }),
      tags: tagsOf(tags),
    },
    { parent },
  );
}

/** https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html */
function createClusterRole(name: string, { key, tags }: ClusterSpec, parent: Resource): AwsRole {
  return createRole(
    name,
    {
      trust: trustService("eks.amazonaws.com"),
      managed: ["AmazonEKSClusterPolicy"],
      rights: [
        // A cluster that is being deleted still writes logs, and would make the deleted group anew, in the way of the next.
        { Sid: "NoLogGroups", Effect: "Deny", Action: ["logs:CreateLogGroup"], Resource: "*" },
        ...(key === undefined
          ? []
          : [
              {
                Sid: "Secrets",
                Effect: "Allow" as const,
                Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"],
                Resource: key.id,
              },
            ]),
      ],
      tags,
    },
    parent,
  );
}

/** Lets machines in the network that aren't nodes reach the API server's private address, where the access mode wants it. */
function admitRunners(
  name: string,
  { access, network, tags }: ClusterSpec,
  parent: Resource,
): SecurityGroup | undefined {
  if (!decideAccess(access).runnersInside) return undefined;
  return new SecurityGroup(
    autoNamed(name, nameLimits.securityGroup),
    {
      vpcId: network.id,
      description: "The API server, for runners inside the network",
      ingress: [
        {
          description: "HTTPS from inside the network",
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrBlocks: partsOf(network).blocks,
        },
      ],
      egress: [],
      tags: tagsOf(tags, name),
    },
    { parent },
  );
}

/** https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html */
const nodePolicies = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"];

/** Who makes nodes come and go: an autoscaler that moves groups, or where it is wished for a provisioner of its own choice. */
function admitMover(name: string, args: Omit<ProvisionerArgs, "nodePolicies">, parent: Resource): Provisioner {
  const { autoProvision, tags } = args.spec;
  return autoProvision === undefined
    ? { ready: [admitAutoscaler(`${name}-autoscaler`, { ...args, tags }, parent)], nodeParts: {} }
    : createProvisioner(name, { ...args, nodePolicies }, parent);
}

/** It lies in a block that is half input: waiting for `endpoint` too keeps it unknown in a first preview. */
function groupOf({ vpcConfig, endpoint }: EksCluster): Output<string> {
  return all([vpcConfig.clusterSecurityGroupId, endpoint]).apply(([group]) => group);
}

function createNodes(
  name: string,
  {
    spec,
    transforms,
    cluster,
    securityGroup,
    before,
  }: AwsClusterArgs & Pick<NodeSettings, "before"> & { cluster: EksCluster; securityGroup: Output<string> },
  parent: Resource,
): Resource[] {
  const { tags, autoProvision } = spec;
  const trust = trustService("ec2.amazonaws.com");
  const role = createRole(
    `${name}-nodes`,
    { trust, managed: nodePolicies, tags, transform: transforms?.nodeRole },
    parent,
  );
  const nodes = {
    cluster: cluster.name,
    kubernetes: spec.kubernetes,
    roleArn: role.arn,
    securityGroup,
    diskKey: spec.key?.id,
    zones: partsOf(spec.network).nodeZones,
    tags,
    steady: autoProvision !== undefined,
    before: [...before, ...role.rights],
    transforms,
  };
  return decideSteadyPools(spec.pools, autoProvision).flatMap((pool) => createNodePool(name, pool, nodes, parent));
}
