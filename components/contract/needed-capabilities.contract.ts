import type { CapabilityName } from "../cloud.ts";
import type { Field } from "./asked.contract.ts";

/** What a cloud must be able to do before it can be asked to make a component. */
const capabilityOf: Readonly<Record<Field["component"], CapabilityName>> = {
  network: "network",
  vpn: "network.peers.vpn",
  peering: "network.peers.peering",
  key: "keys",
  // One without pools finds its cluster made already, so there is nothing for the spec to change.
  cluster: "cluster.pools",
  objectStore: "buckets",
  accessLogs: "buckets.accessLogs",
  registry: "registry.managed",
  postgres: "stores.postgres.managed",
  mysql: "stores.mysql.managed",
  redis: "stores.redis.managed",
  mongodb: "stores.mongodb.managed",
  kafka: "stores.kafka.managed",
  rabbitmq: "stores.rabbitmq.managed",
  cassandra: "stores.cassandra.managed",
  warehouse: "warehouses",
  ingressAddress: "ingress.reserved",
  workloadIdentity: "identities",
  secretStore: "secretStore.managed",
  auditTrail: "audit",
  budget: "budget",
  bootstrap: "bootstrap",
  dnsZone: "edge",
  edge: "edge",
  events: "events",
};

/** What it must be able to do besides, by the end of a field's name. */
const besides: readonly (readonly [RegExp, readonly CapabilityName[]])[] = [
  [/\.key$/, ["keys"]],
  [/^warehouse\..*\.keepDays$/, ["warehouses.keepDays"]],
  [/^workloadIdentity\.grants\.warehouse/, ["warehouses"]],
  [/^mongodb\.key$/, ["stores.mongodb.key"]],
  [/^redis\.wish\.notifications$/, ["stores.redis.notifications"]],
  [/^secretStore\.key$/, ["secretStore.key"]],
  [/^workloadIdentity\.grants\.zone$/, ["edge"]],
  [/^workloadIdentity\.grants\.keyspace/, ["stores.cassandra.managed"]],
  [/\.network$/, ["network"]],
  [/\.retentionDays$/, ["buckets.retention"]],
  [/\.keepVersions$/, ["buckets.versions"]],
  [/^registry\.scanning$/, ["registry.scanning"]],
  [/^registry\.replicateTo$/, ["registry.replicas"]],
  [/^registry\.mirrors/, ["registry.mirror"]],
  [/^registry\.mirrors\.login/, ["registry.mirror.logins"]],
  [/\.accessLogs$/, ["buckets.accessLogs"]],
  [/\.spot$/, ["cluster.pools.spot"]],
  [/^key\.region$/, ["stores.postgres.secondaryRegion"]],
  [/^postgres\.secondary$/, ["stores.postgres.secondaryRegion"]],
  [/^mysql\.secondary$/, ["stores.mysql.secondaryRegion"]],
  [/^objectStore\.secondary$/, ["buckets.replicate"]],
  [/^cluster\.maintenance\./, ["cluster.maintenance"]],
  [/^cluster\.autoProvision$/, ["cluster.autoProvision"]],
  [/^workloadIdentity\.grants\.(?:queue|topic)/, ["events"]],
  [/^events\.functions\./, ["events.functions"]],
  [/^events\.queues\.ackSeconds\.function$/, ["events.functions"]],
  [/^events\.queues\.feed\.bucket/, ["events.buckets"]],
  [/\.cache\.ssr/, ["edge.cache.ssr"]],
  [/\.origin\.bucket/, ["edge.buckets"]],
  [/\.traffic\.healthPath/, ["edge.traffic.health"]],
  [/\.access\.cloud-endpoint$/, ["cluster.access.cloud-endpoint", "cluster.access.private-runner"]],
  [/\.access\.private-runner$/, ["cluster.access.cloud-endpoint", "cluster.access.private-runner"]],
  [/\.access\.private-runner\.or-allow-list$/, ["cluster.access.private-runner", "cluster.access.allow-list"]],
  [/\.access\.allow-list$/, ["cluster.access.allow-list", "cluster.access.cloud-endpoint"]],
  [/\.access\.allow-list\.cidrs$/, ["cluster.access.allow-list"]],
];

/** What a cloud must be able to do before it can be asked to heed a field. */
export function neededFor({ name, component }: Field): CapabilityName[] {
  return [capabilityOf[component], ...besides.flatMap(([pattern, needed]) => (pattern.test(name) ? needed : []))];
}
