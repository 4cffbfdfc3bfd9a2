import { capabilitiesOf, clusterFacts, type AnyEnvironment } from "../../components/clouds/table.ts";
import { decideNodePools } from "../../components/kit/cluster/node-pools.ts";
import { bindsToZone } from "../../components/kit/cluster/storage-classes.ts";
import type { Plan } from "../planned-resource.ts";
import type { Capacity } from "./capacity.ts";
import { decideCapacity } from "./decide-capacity.ts";
import { dig, textAt } from "./fields.ts";
import { readPods } from "./readers.ts";

/** What an environment's plan asks of its cluster, and whether the cluster can give it. */
export function measureCapacity(environment: AnyEnvironment, { resources }: Pick<Plan, "resources">): Capacity {
  const { zones, nodeRoom } = clusterFacts(environment);
  const capabilities = capabilitiesOf(environment);
  const { groups, notes } = readPods(resources, environment, (kind) =>
    Object.entries(capabilities).some(([name, { supported }]) => supported && name === `stores.${kind}.managed`),
  );
  const { autoProvision, pools } = environment.cluster;
  return decideCapacity({
    environment: environment.name,
    cloud: environment.cloud.name,
    groups,
    notes,
    pools: decideNodePools(pools),
    autoProvision,
    facts: nodeRoom === undefined ? undefined : { zones, nodeRoom },
    expandable: Object.fromEntries(
      resources
        .filter(({ type }) => type.endsWith(":StorageClass"))
        .map(({ inputs }) => [textAt(inputs, "metadata", "name"), dig(inputs, "allowVolumeExpansion") === true]),
    ),
    isZonal: bindsToZone,
  });
}
