import type { Capabilities, Refusal } from "../../cloud.ts";

/** A laptop has the cluster and nothing else. */
export const localCapabilities: Capabilities = {
  network: no("the cluster has its own", "leave network out"),
  "network.adopt": no("there is no network to adopt", "leave network.adopt out"),
  keys: no("there is no key service", "use a cloud for data that must be encrypted with a key of yours"),
  "cluster.pools": no("the nodes exist already", "leave cluster.pools out"),
  "cluster.pools.spot": no("the nodes exist already", "leave cluster.pools out"),
  "cluster.maintenance": no("nobody changes the cluster but you", "leave cluster.maintenance out"),
  "cluster.autoProvision": no("the nodes exist already", "leave cluster.autoProvision out"),
  "cluster.volumes": { supported: true, differs: "the cluster's default storage class, on the disk of the machine" },
  "cluster.volumes.replicated": no("there is one disk", "leave volumes out"),
  "cluster.access.cloud-endpoint": { supported: true },
  "cluster.access.allow-list": no("the API server exists already", "leave cluster.access out"),
  "cluster.access.private-runner": no("the API server exists already", "leave cluster.access out"),
  buckets: no("there is no object storage", "leave buckets out"),
  "buckets.retention": no("there is no object storage", "leave buckets out"),
  "buckets.versions": no("there is no object storage", "leave buckets out"),
  "buckets.accessLogs": no("there is no object storage", "leave buckets out"),
  "buckets.replicate": no("there is no object storage", "leave buckets out"),
  identities: no("there is no cloud in which pods could have rights", "leave the service's buckets out"),
  "secretStore.managed": no("there is no store of secrets", "write secretStore: { placement: stack }"),
  "secretStore.key": no("there is no store of secrets", "write secretStore: { placement: stack }"),
  vault: no("there is no key service that could unseal it", "leave vault out"),
  "registry.scanning": no("there is no registry", "write registry: { placement: external, host: … }"),
  "registry.replicas": no("there is no registry", "write registry: { placement: external, host: … }"),
  "registry.mirror": no("there is no registry", "write registry: { placement: external, host: … }"),
  "registry.mirror.logins": no("there is no registry", "write registry: { placement: external, host: … }"),
  "registry.managed": no("there is no registry", "write registry: { placement: external, host: … }"),
  "ingress.reserved": no("there is no public address", "leave ingress out"),
  edge: no("nothing of a laptop is reached by the world", "leave edge out"),
  "edge.buckets": no("there is no object storage", "leave edge out"),
  "edge.cache.ssr": no("there is no CDN", "leave edge out"),
  "edge.traffic.health": no("there is no zone", "leave edge out"),
  audit: no("nobody but you is there", "leave audit out"),
  budget: no("a laptop has no bill", "leave budget out"),
  bootstrap: no("there is no account to prepare", "leave bootstrap out"),
  "bootstrap.ci.gitlab": no("there is no account to prepare", "leave bootstrap out"),
  "stores.postgres.managed": no("there is no managed PostgreSQL", "write placement: in-cluster"),
  "stores.postgres.secondaryRegion": no("there is no other region", "leave secondaryRegion out"),
  "stores.kafka.managed": no("there is no managed Kafka", "write placement: in-cluster"),
  "stores.redis.managed": no("there is no managed Redis", "write placement: in-cluster"),
};

function no(why: string, instead: string): Refusal {
  return { supported: false, why, instead };
}
