import { EncryptionByDefault } from "@pulumi/aws/ebs/encryptionByDefault.js";
import { Addon, type AddonArgs } from "@pulumi/aws/eks/addon.js";
import { all, jsonStringify, type Input, type Output, type Resource } from "@pulumi/pulumi";
import type { Tags } from "../../../kit/tags.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { clusterArn, createRole, trustPods } from "../rights/identity.ts";
import type { NodeZone } from "../network/network.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What add-ons are made from. */
export interface AddOnsArgs {
  readonly settings: AwsSettings;
  readonly cluster: Output<string>;
  /** Its name as text, for what must be known before it exists. */
  readonly clusterName: string;
  readonly zones: readonly NodeZone[];
  readonly tags: Tags;
  readonly transform?: Transform<AddonArgs> | undefined;
}

interface AddOn {
  /** EKS's name of it. */
  readonly addOn: string;
  /** A role for its pods: by what it is called, AWS's own policy for it, and their service account. */
  readonly identity?: { readonly role: string; readonly policy: string; readonly serviceAccount: string };
  readonly configuration?: Input<string>;
}

/**
 * What nodes need to become ready. No version is named: EKS takes its default for the cluster's version when an add-on is
 * made, and moves it when somebody says so. https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html
 */
export function createNodeAddOns(name: string, args: AddOnsArgs, parent: Resource): Addon[] {
  // Its pods give all others their rights, so that it comes first.
  const agent = createAddOn(name, { addOn: "eks-pod-identity-agent" }, args, [], parent);
  const network = {
    addOn: "vpc-cni",
    identity: { role: "vpc-cni", policy: "AmazonEKS_CNI_Policy", serviceAccount: "aws-node" },
    configuration: networkConfiguration(args),
  };
  return [
    agent,
    createAddOn(name, network, args, [agent], parent),
    createAddOn(name, { addOn: "kube-proxy" }, args, [], parent),
  ];
}

/** What runs on nodes: names, disks, snapshots, metrics for autoscaling, and the agent that tells a sick node. */
export function createClusterAddOns(
  name: string,
  args: AddOnsArgs,
  nodes: readonly Resource[],
  parent: Resource,
): Resource[] {
  const disks: AddOn = {
    addOn: "aws-ebs-csi-driver",
    identity: {
      role: "ebs-csi",
      policy: "AmazonEBSCSIDriverPolicyV2",
      serviceAccount: "ebs-csi-controller-sa",
    },
    configuration: diskConfiguration(args),
  };
  const others = ["coredns", "eks-node-monitoring-agent", "metrics-server", "snapshot-controller"];
  return [
    encryptVolumes(`${name}-volumes`, parent),
    createAddOn(name, disks, args, nodes, parent),
    ...others.map((addOn) => createAddOn(name, { addOn }, args, nodes, parent)),
  ];
}

function createAddOn(
  name: string,
  { addOn, identity, configuration }: AddOn,
  common: AddOnsArgs,
  dependsOn: readonly Resource[],
  parent: Resource,
): Addon {
  const { cluster, tags, transform } = common;
  const child = `${name}-${addOn}`;
  const args: AddonArgs = {
    clusterName: cluster,
    addonName: addOn,
    // The program is the one owner of their fields.
    resolveConflictsOnCreate: "OVERWRITE",
    resolveConflictsOnUpdate: "OVERWRITE",
    ...(identity === undefined ? {} : { podIdentityAssociations: [bindRole(name, identity, common, parent)] }),
    ...(configuration === undefined ? {} : { configurationValues: configuration }),
    tags: tagsOf(tags),
  };
  return new Addon(child, transformed(transform, args), { parent, dependsOn: [...dependsOn] });
}

/** Makes the role of an add-on's pods. EKS makes the association with the add-on, and removes it with it. */
function bindRole(
  name: string,
  { role, policy, serviceAccount }: NonNullable<AddOn["identity"]>,
  { settings, clusterName, tags }: AddOnsArgs,
  parent: Resource,
) {
  const trust = trustPods(clusterArn(settings, clusterName), "kube-system", serviceAccount);
  return { serviceAccount, roleArn: createRole(`${name}-${role}`, { trust, managed: [policy], tags }, parent).arn };
}

/**
 * Pods get addresses from subnets of their own, in prefixes of 16, and nodes keep theirs for themselves; network policies
 * are enforced. In an adopted network pods share the nodes' subnets.
 * https://docs.aws.amazon.com/eks/latest/userguide/cni-custom-network.html
 * https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses.html
 */
function networkConfiguration({ settings, zones, tags }: AddOnsArgs): Output<string> {
  const own = zones.flatMap(({ pods }) => pods ?? []);
  const env = {
    ENABLE_PREFIX_DELEGATION: "true",
    WARM_PREFIX_TARGET: "1",
    // Interfaces that the add-on makes carry our tags too.
    ADDITIONAL_ENI_TAGS: JSON.stringify(tagsOf(tags)),
  };
  if (own.length === 0) return jsonStringify({ enableNetworkPolicy: "true", env });
  const subnets = all(own.map(({ zone, subnet }) => all([zone, subnet]))).apply((pairs) =>
    Object.fromEntries(pairs.map(([zone, id]) => [zone, { id }])),
  );
  return jsonStringify({
    enableNetworkPolicy: "true",
    env: {
      ...env,
      AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "true",
      ENI_CONFIG_LABEL_DEF: "topology.kubernetes.io/zone",
    },
    eniConfig: { create: true, region: settings.regions.primary, subnets },
  });
}

/**
 * Attachments of a node that are no volumes of pods: its root volume, and two more interfaces for 110 pods. Volumes and
 * interfaces share 28 places on our machines, and the driver can't count the interfaces, since pods reach no metadata.
 * https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/faq.md
 * https://docs.aws.amazon.com/ebs/latest/userguide/volume_limits.html
 */
const reservedVolumeAttachments = 3;

/** https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/charts/aws-ebs-csi-driver/values.yaml */
function diskConfiguration({ tags }: AddOnsArgs): Output<string> {
  return jsonStringify({
    // Classes are made in the cluster, with the key.
    defaultStorageClass: { enabled: false },
    controller: { extraVolumeTags: tagsOf(tags) },
    node: { reservedVolumeAttachments },
  });
}

/**
 * Our classes name the key. Whatever else makes a volume in the account's region gets it encrypted as well, with AWS's own
 * key where no other is named. It stays on after `destroy`, which must not lay open others' volumes.
 * https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
 */
function encryptVolumes(name: string, parent: Resource): EncryptionByDefault {
  return new EncryptionByDefault(name, { enabled: true }, { parent, retainOnDelete: true });
}
