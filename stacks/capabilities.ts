import type { CapabilityName } from "../components/cloud.ts";
import { capabilitiesOf, type AnyEnvironment } from "../components/clouds/table.ts";
import type { Issue } from "../components/kit/errors.ts";

/** A wish that a cloud may be unable to meet, and the field that expresses it. */
export interface Wish {
  readonly path: string;
  readonly value: string;
  readonly capability: CapabilityName;
}

/** Everything that an environment wishes of its cloud beyond what every cloud can do. */
export function wishesOf(environment: AnyEnvironment): Wish[] {
  const { network, cluster, registry, ingress, buckets, stores } = environment;
  const wishes: Wish[] = [
    { path: "cluster.access.mode", value: cluster.access.mode, capability: `cluster.access.${cluster.access.mode}` },
  ];
  const wish = (path: string, value: string, capability: CapabilityName): void =>
    void wishes.push({ path, value, capability });
  if (network.adopt !== undefined) wish("network.adopt", network.adopt.network, "network.adopt");
  for (const [name, pool] of Object.entries(cluster.pools)) {
    wish(`cluster.pools.${name}`, pool.size, "cluster.pools");
    if (pool.spot) wish(`cluster.pools.${name}.spot`, "true", "cluster.pools.spot");
  }
  if (registry.placement === "managed") wish("registry.placement", "managed", "registry.managed");
  if (ingress.address === "reserved") wish("ingress.address", "reserved", "ingress.reserved");
  for (const [name, bucket] of Object.entries(buckets)) {
    wish(`buckets.${name}`, bucket.dataClass, "buckets");
    if (bucket.retentionDays > 0)
      wish(`buckets.${name}.retentionDays`, String(bucket.retentionDays), "buckets.retention");
  }
  for (const [name, store] of Object.entries(stores)) {
    if (store.placement === "managed") wish(`stores.${name}.placement`, "managed", `stores.${store.kind}.managed`);
  }
  return wishes;
}

/** One issue for each wish that the environment's cloud can't meet. Nothing is dropped in silence. */
export function checkCapabilities(environment: AnyEnvironment): Issue[] {
  const capabilities = capabilitiesOf(environment);
  return wishesOf(environment).flatMap(({ path, value, capability }) => {
    const answer = capabilities[capability];
    if (answer.supported) return [];
    return [{ path, value, rule: `${environment.cloud.name} can't do this: ${answer.why}`, wayOut: answer.instead }];
  });
}
