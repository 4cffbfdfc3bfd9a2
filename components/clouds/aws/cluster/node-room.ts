import { cpuSteps, evictionGiB, reservedBySteps } from "../../../kit/cluster/node-reserve.ts";
import { podsPerNode } from "../../../kit/cluster/pod-room.ts";
import type { Capacity } from "../../../kit/sizes.ts";
import { decideShape } from "./machine-types.ts";

/**
 * Pods that a machine's interfaces have addresses for, by which EKS' image reserves memory whatever the kubelet is told:
 * interfaces times addresses without the first, and two. The most that any generation of these sizes has, from 16 CPUs on.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html
 */
const podsOfLargeMachines = 234;

/**
 * What pods may request of a node: EKS' image keeps 255 MiB and 11 MiB for each pod, and of CPUs a part in steps.
 * https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go
 */
export function awsNodeRoom(wanted: Capacity): Capacity {
  const { cpu, memoryGiB } = decideShape(wanted);
  const pods = cpu >= 16 ? podsOfLargeMachines : podsPerNode;
  return {
    cpu: cpu - reservedBySteps(cpu, cpuSteps),
    memoryGiB: memoryGiB - (255 + 11 * pods) / 1024 - evictionGiB,
  };
}
