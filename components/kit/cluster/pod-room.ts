import type { Issue } from "../errors.ts";

/** Most pods on a node, the same on every cloud, so that a platform's pods fit wherever it goes. */
export const podsPerNode = 110;

/** Addresses of the pods' block that each node takes at the size of pods' lists that clouds give: a /24. */
export const podAddressesPerNode = 256;

/**
 * Whether pools may outgrow the pods' block, on a cloud that gives each node a /24 of it. Each pool may have one node
 * more than its most while it is upgraded.
 */
export function podRoomIssues(cidr: string, pods: string, pools: readonly { readonly max: number }[]): Issue[] {
  const [, prefix = "32"] = pods.split("/");
  const room = 2 ** (32 - Number(prefix)) / podAddressesPerNode;
  const most = pools.reduce((sum, { max }) => sum + max + 1, 0);
  if (most <= room) return [];
  return [
    {
      path: "network.cidr",
      value: cidr,
      rule: `has room for the pods of ${room} nodes, the pools may grow to ${most}, one more for each pool in an upgrade`,
      wayOut: "use a shorter prefix or lower max",
    },
  ];
}
