import { autoProvisionGroup } from "../../components/kit/cluster/node-groups.ts";
import { cidrProblem } from "../../components/kit/network/addresses.ts";
import { nodeSizes } from "../../components/kit/sizes.ts";
import type { Check } from "../cross-rules.ts";

/** The network's block can be cut into the address plan. */
export const networkBlockFits: Check = ({ network }, at) => {
  const problem = cidrProblem(network.cidr);
  return problem === undefined
    ? []
    : [
        {
          ...at(["network", "cidr"]),
          rule: problem,
          wayOut: "write a private block of /12 to /17 such as 10.20.0.0/14",
        },
      ];
};

/** Widest block that an allow-list may hold: 16 million addresses, which is one organisation's at most. */
const widestAllowed = 8;

/** An allow-list doesn't let everybody in. */
export const apiServerIsNotOpen: Check = ({ cluster }, at) => {
  if (cluster.access.mode !== "allow-list") return [];
  const { cidrs } = cluster.access;
  const prefixes = cidrs.map((block) => Number(block.split("/")[1]));
  const addresses = prefixes.reduce((sum, prefix) => sum + 2 ** (32 - prefix), 0);
  if (addresses > 2 ** (32 - widestAllowed) && prefixes.every((prefix) => prefix >= widestAllowed))
    return [
      {
        ...at(["cluster", "access", "cidrs"]),
        rule: `opens the API server to ${addresses} addresses together; a /${widestAllowed} is the most`,
        wayOut: "list the addresses of your offices and runners, or use mode cloud-endpoint",
      },
    ];
  return cidrs.flatMap((block, index) =>
    Number(block.split("/")[1]) >= widestAllowed
      ? []
      : [
          {
            ...at(["cluster", "access", "cidrs", index]),
            rule: `opens the API server to the internet; the widest block is /${widestAllowed}`,
            wayOut: "list the addresses of your offices and runners, or use mode cloud-endpoint",
          },
        ],
  );
};

/** A pool's min isn't above its max. */
export const poolsAreOrdered: Check = ({ cluster }, at) =>
  Object.entries(cluster.pools).flatMap(([name, { min, max }]) =>
    min <= max
      ? []
      : [
          {
            ...at(["cluster", "pools", name, "min"]),
            rule: `is above max (${max})`,
            wayOut: `make min ${max} or less, or max ${min} or more`,
          },
        ],
  );

/** Nodes that the cloud may take back don't carry operators or data. */
export const spotIsNotForStores: Check = ({ cluster }, at) =>
  Object.entries(cluster.pools).flatMap(([name, { spot, purpose }]) =>
    spot && (purpose === "system" || purpose === "data")
      ? [
          {
            ...at(["cluster", "pools", name, "spot"]),
            rule: `is not allowed for purpose ${purpose}: the cloud may take such nodes back at any time`,
            wayOut: "delete spot, or use purpose general or batch",
          },
        ]
      : [],
  );

/** What the cloud may add comes on top of pools, whose nodes count too. */
export const autoProvisionHoldsPools: Check = ({ cluster }, at) => {
  const { autoProvision, pools } = cluster;
  if (autoProvision === undefined) return [];
  const most = Object.values(pools).map(({ size, max }) => ({ ...nodeSizes[size], max }));
  return (["cpu", "memoryGiB"] as const).flatMap((field) => {
    const taken = most.reduce((sum, each) => sum + each[field] * each.max, 0);
    return autoProvision[field] > taken
      ? []
      : [
          {
            ...at(["cluster", "autoProvision", field]),
            rule: `is no more than pools may grow to (${taken}), whose nodes count too`,
            wayOut: `write more than ${taken}, lower the pools' max, or delete autoProvision`,
          },
        ];
  });
};

/** What a pool may grow by is a group of nodes of its name, beside that of what comes on top. */
export const autoProvisionHasItsName: Check = ({ cluster: { autoProvision, pools } }, at) =>
  autoProvision === undefined || !Object.hasOwn(pools, autoProvisionGroup)
    ? []
    : [
        {
          ...at(["cluster", "pools", autoProvisionGroup]),
          rule: "has the name of the group of nodes that autoProvision adds",
          wayOut: "give the pool another name",
        },
      ];
