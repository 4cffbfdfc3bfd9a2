import type { Capabilities, Refusal } from "../../cloud.ts";

/** A laptop has the cluster and nothing else. */
export const localCapabilities: Capabilities = {
  network: no("the cluster has its own", "leave network out"),
  "network.adopt": no("there is no network to adopt", "leave network.adopt out"),
  keys: no("there is no key service", "use a cloud for data that must be encrypted with a key of yours"),
  "cluster.pools": no("the nodes exist already", "leave cluster.pools out"),
  "cluster.pools.spot": no("the nodes exist already", "leave cluster.pools out"),
  "cluster.volumes": { supported: true, differs: "the cluster's default storage class, on the disk of the machine" },
  "cluster.access.cloud-endpoint": { supported: true },
  "cluster.access.allow-list": no("the API server exists already", "leave cluster.access out"),
  "cluster.access.private-runner": no("the API server exists already", "leave cluster.access out"),
  buckets: no("there is no object storage", "leave buckets out"),
  "buckets.retention": no("there is no object storage", "leave buckets out"),
  "registry.managed": no("there is no registry", "write registry: { placement: external, host: … }"),
  "ingress.reserved": no("there is no public address", "leave ingress out"),
  "stores.postgres.managed": no("there is no managed PostgreSQL", "write placement: in-cluster"),
  "stores.kafka.managed": no("there is no managed Kafka", "write placement: in-cluster"),
  "stores.redis.managed": no("there is no managed Redis", "write placement: in-cluster"),
};

function no(why: string, instead: string): Refusal {
  return { supported: false, why, instead };
}
