import type { Network } from "../../components/cloud.ts";
import { decideAddresses } from "../../components/kit/network/addresses.ts";
import { decideSpending } from "../../components/kit/cost-modes.ts";
import { decideNodePools } from "../../components/kit/cluster/node-pools.ts";
import { decideTags } from "../../components/kit/tags.ts";
import { decideUpkeep } from "../../components/kit/cluster/upkeep.ts";
import type { Keys } from "./keys.ts";
import type { Place } from "./place.ts";

/** The Kubernetes cluster with its node pools. */
export function createCluster(
  { name, environment, cloud, opts }: Place,
  { network, keys }: { readonly network: Network; readonly keys: Keys },
) {
  const { auditLogDays, controlPlanePromise, standby } = decideSpending(environment);
  const spec = {
    kubernetes: environment.cluster.kubernetes,
    access: environment.cluster.access,
    pools: decideNodePools(environment.cluster.pools),
    autoProvision: environment.cluster.autoProvision,
    ...decideUpkeep(environment),
    auditLogDays,
    controlPlanePromise,
    standby,
    addresses: decideAddresses(environment.network.cidr),
    network,
    key: keys.get("platform"),
    tags: decideTags(environment),
    protect: environment.protect,
  };
  return cloud.cluster(`${name}-cluster`, spec, opts);
}
