import type { Environment } from "../../../../environments/schema/environment.ts";
import { zoneCount } from "../../../kit/cluster/node-pools.ts";
import type { Issue } from "../../../kit/errors.ts";
import { balancersOf, decideStoreDoors } from "../../../kit/network/doors.ts";

/** Rules that let in, of a security group; the quota can be raised. https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const mostRules = 60;

/** Nodes reach each other: EKS writes it when it makes their group. https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html */
const rulesOfEks = 1;

/** One balancer of a gateway's with two ports that all may call: those, health by each zone for both, and one for ICMP. */
const rulesOfGateway = 2 + 2 * zoneCount + 1;

/** What of the quota is left for stores that are reached from outside. */
const roomForDoors = mostRules - rulesOfEks - rulesOfGateway;

/**
 * Rules that EKS's controller writes into the nodes' one group: of each balancer one for each port and block, and one for each zone's subnet,
 * from which it asks for health; and of all of them together one for each block, by which packets find their size. Too many, and it fails at
 * each try: nobody is let in. https://github.com/kubernetes/cloud-provider-aws/blob/master/pkg/providers/v1/aws_loadbalancer.go
 */
export function checkBalancers(environment: Pick<Environment, "stores" | "network">): Issue[] {
  const doors = Object.entries(environment.stores).flatMap(([store, wish]) =>
    decideStoreDoors(store, environment).map(({ ports, sources }) => ({
      path: ["stores", store, ...(wish.kind === "rabbitmq" ? ["mqtt"] : []), "outside", "sourceRanges"].join("."),
      sources,
      rules: balancersOf(wish) * (ports.length * sources.length + zoneCount),
    })),
  );
  const blocks = new Set(doors.flatMap(({ sources }) => sources)).size;
  const needed = doors.reduce((sum, { rules }) => sum + rules, blocks);
  const [widest] = doors.toSorted((a, b) => b.rules - a.rules);
  if (widest === undefined || needed <= roomForDoors) return [];
  return [
    {
      path: widest.path,
      value: String(widest.sources.length),
      rule: `are so many blocks that all stores' load balancers need ${needed} rules of the nodes' security group, which has room for ${roomForDoors}: one for each port and block of each balancer, ${zoneCount} for its health, and one for each block`,
      wayOut: "write fewer blocks or larger ones, e.g. that of the network in which all callers are",
    },
  ];
}
