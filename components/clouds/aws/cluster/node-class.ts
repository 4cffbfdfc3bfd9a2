import type { Environment } from "../../../../environments/schema/environment.ts";
import type { NodeProvisioner } from "../../../cloud.ts";
import { zoneCount } from "../../../kit/cluster/node-pools.ts";
import { podsPerNode } from "../../../kit/cluster/pod-room.ts";
import { clusterNameOf, interruptionsNameOf } from "../names.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import { decideInstanceTypes } from "./machine-types.ts";

/** Name of the part that is the ARN of the key of nodes' disks. */
export const diskKeyPart = "diskKey";

/** Name of the part that is the subnet of a zone, counted from 0. */
export function subnetPart(index: number): string {
  return `subnet${index + 1}`;
}

const subnetParts = Array.from({ length: zoneCount }, (_, index) => subnetPart(index));

/**
 * How Karpenter is told of nodes, which are made of what those of node groups are made of, see `createNodePool`. Undefined
 * where no nodes come and go by it.
 * https://karpenter.sh/docs/concepts/nodeclasses/
 */
export function awsProvisioner({
  name,
  cloud,
  cluster,
}: Pick<Environment<AwsSettings>, "name" | "cloud" | "cluster">): NodeProvisioner | undefined {
  if (cluster.autoProvision === undefined) return undefined;
  const component = `${name}-cluster`;
  return {
    nodeClass: { apiVersion: "karpenter.k8s.aws/v1", kind: "EC2NodeClass" },
    operator: {
      cluster: clusterNameOf(component),
      region: cloud.regions.primary,
      interruptions: interruptionsNameOf(component),
    },
    parts: [diskKeyPart, "instanceProfile", "securityGroup", ...subnetParts],
    classOf,
    requirementsOf: ({ capacities, spot }) => [
      {
        key: "node.kubernetes.io/instance-type",
        operator: "In",
        values: [...new Set(capacities.flatMap((capacity) => decideInstanceTypes(capacity, spot)))],
      },
    ],
  };
}

const classOf: NodeProvisioner["classOf"] = ({ diskGiB }, parts, tags) => {
  const { instanceProfile = "", securityGroup = "", [diskKeyPart]: key } = parts;
  return {
    // The newest image of Amazon Linux 2023 for the cluster's version; nodes with an older one are replaced in the window.
    amiSelectorTerms: [{ alias: "al2023@latest" }],
    instanceProfile,
    subnetSelectorTerms: subnetParts.map((part) => ({ id: parts[part] ?? "" })),
    securityGroupSelectorTerms: [{ id: securityGroup }],
    associatePublicIPAddress: false,
    metadataOptions: {
      httpEndpoint: "enabled",
      httpProtocolIPv6: "disabled",
      httpPutResponseHopLimit: 1,
      httpTokens: "required",
    },
    blockDeviceMappings: [
      {
        deviceName: "/dev/xvda",
        ebs: {
          volumeType: "gp3",
          volumeSize: `${diskGiB}Gi`,
          deleteOnTermination: true,
          encrypted: true,
          ...(key === undefined ? {} : { kmsKeyID: key }),
        },
      },
    ],
    // Pods get prefixes of addresses from subnets of their own: fewer than the machine's interfaces could carry.
    kubelet: { maxPods: podsPerNode },
    detailedMonitoring: false,
    // On machines, disks, interfaces and templates. Karpenter names nodes itself.
    tags: tagsOf(tags),
  };
};
