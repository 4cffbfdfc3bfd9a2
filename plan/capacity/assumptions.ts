import { podsPerNode } from "../../components/kit/cluster/pod-room.ts";
import { cloudPodsPerNode, kernelPart } from "./node-places.ts";
import type { AutoProvisionWish } from "../../environments/schema/cluster.ts";

/** What the calculation takes for granted, and what scheduler and autoscaler do that it doesn't. */
export function assumptionsOf({ autoProvision }: { readonly autoProvision?: AutoProvisionWish | undefined }): string[] {
  const { milliCpu, memoryMiB, pods } = cloudPodsPerNode;
  return [
    `the cloud's own pods take ${milliCpu / 1000} CPUs, ${memoryMiB} MiB and ${pods} of the ${podsPerNode} pods of each node`,
    `what a node keeps for its system is the cloud's documented formula, and ${100 * kernelPart} % of memory for its kernel`,
    "pools have their nodes evenly over the zones, and a lost zone's nodes still count against their pool's most",
    "managed stores are not in the cluster: rules judge whether they survive a zone",
    "the cloud has the machines that pools ask for, in the zones that are left",
    "a replicated volume can be mounted in every zone that is left, a zonal one in its own alone",
    "nobody moves a pod that runs: pods that were spread are still spread after scaling down",
    "scratch space, host ports, priorities, limits of volumes on a node and rollouts are not counted",
    ...(autoProvision === undefined
      ? []
      : [
          "nodes that come on top of pools are all of one size, evenly over the zones, and for services and operators only",
        ]),
  ];
}
