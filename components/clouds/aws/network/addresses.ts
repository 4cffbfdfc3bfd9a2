import { contains, cutTo, overlap, widened, zoneBlocks, type AddressPlan } from "../../../kit/network/addresses.ts";

/** The widest block that a VPC takes. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const widestVpcPrefix = 16;

/** Blocks that a VPC may have before a quota is raised. https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
export const vpcBlockLimit = 5;

/**
 * The blocks of a VPC in order, the first of them its primary one: all of the plan but the Services, which EKS wants
 * outside, and what AWS has no use for. Each is /16 at the widest.
 * https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
 */
export function decideVpcBlocks({ pods, nodes, edgeByZone, dataByZone }: AddressPlan): readonly [string, ...string[]] {
  // Three quarters of a block are cut off for zones: two bits more than the block has.
  const cut = [pods, nodes, widened(edgeByZone[0] ?? nodes, 2), widened(dataByZone[0] ?? nodes, 2)];
  const [primary = pods, ...others] = cut.flatMap((block) => cutTo(block, widestVpcPrefix));
  return [primary, ...others];
}

/** The blocks that pods get their addresses from, by zone. */
export function podBlocksByZone({ pods }: Pick<AddressPlan, "pods">): string[] {
  return zoneBlocks(pods);
}

/** Why a platform's whole block can't be a VPC with a cluster in it, and what can; or undefined. */
export function vpcProblem(addresses: AddressPlan): { readonly rule: string; readonly wayOut: string } | undefined {
  const { whole } = addresses;
  const { length } = decideVpcBlocks(addresses);
  if (length > vpcBlockLimit)
    return {
      rule: `takes ${length} blocks of a VPC, which has ${vpcBlockLimit} at most`,
      wayOut: "use /14 or narrower",
    };
  // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions
  if (contains("10.0.0.0/16", whole))
    return {
      rule: "lies in 10.0.0.0/16, of which AWS adds no second block to a VPC that has one",
      wayOut: "use another block of 10.0.0.0/8, e.g. 10.20.0.0/14",
    };
  if (overlap("172.31.0.0/16", whole))
    return {
      rule: "shares addresses with 172.31.0.0/16, which AWS keeps for default VPCs",
      wayOut: "use a block of 10.0.0.0/8",
    };
  // https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
  if (contains("100.64.0.0/10", whole))
    return {
      rule: "is of 100.64.0.0/10, from which EKS takes no addresses for Services",
      wayOut: "use a block of 10.0.0.0/8",
    };
  return undefined;
}
