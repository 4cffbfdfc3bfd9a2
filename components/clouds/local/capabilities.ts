import type { Capabilities, Refusal } from "../../cloud.ts";

/** A laptop has the cluster and nothing else: what others have in their cloud is in there, or nowhere. */
export const localCapabilities: Capabilities = {
  network: no("the cluster has its own", "leave network out"),
  "network.adopt": no("there is no network to adopt", "leave network.adopt out"),
  "network.peers.vpn": no("the cluster's network is the machine's own", "leave network.peers out"),
  "network.peers.peering": no("the cluster's network is the machine's own", "leave network.peers out"),
  keys: no("there is no key service", "use a cloud for data that must be encrypted with a key of yours"),
  "cluster.pools": no("the nodes exist already", "leave cluster.pools out"),
  "cluster.pools.spot": no("the nodes exist already", "leave cluster.pools out"),
  "cluster.maintenance": no("nobody changes the cluster but you", "leave cluster.maintenance out"),
  "cluster.autoProvision": no("the nodes exist already", "leave cluster.autoProvision out"),
  "cluster.volumes": { supported: true, differs: "the cluster's default storage class, on the disk of the machine" },
  "cluster.volumes.replicated": no("there is one disk", "leave volumes out"),
  "cluster.balancers.internal": no(
    "not every cluster of a laptop gives Services an address",
    "leave outside out, and try with kubectl port-forward",
  ),
  "cluster.balancers.public": no("nothing of a laptop is reached by the world", "leave outside out"),
  "cluster.access.cloud-endpoint": { supported: true },
  "cluster.access.allow-list": no("the API server exists already", "leave cluster.access out"),
  "cluster.access.private-runner": no("the API server exists already", "leave cluster.access out"),
  buckets: {
    supported: true,
    differs:
      "one server in the cluster that speaks S3, on one disk that nothing copies; objects never move to cheaper storage, and services name buckets in the path",
  },
  "buckets.retention": {
    supported: true,
    differs: "locks objects against who has a login; whoever has the machine deletes its disk",
  },
  "buckets.versions": { supported: true },
  "buckets.accessLogs": no("nobody writes down who reads objects", "leave accessLogs out"),
  "buckets.replicate": no("there is no other region", "leave replicate out"),
  identities: {
    supported: true,
    differs: "keys in Secrets, to buckets alone, which are read by pods when they start",
  },
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
  "edge.buckets": no("nothing of a laptop is reached by the world", "leave edge out"),
  "edge.cache.ssr": no("there is no CDN", "leave edge out"),
  "edge.traffic.health": no("there is no zone", "leave edge out"),
  audit: no("nobody but you is there", "leave audit out"),
  "audit.lock": no("nobody but you is there", "leave audit out"),
  budget: no("a laptop has no bill", "leave budget out"),
  bootstrap: no("there is no account to prepare", "leave bootstrap out"),
  "bootstrap.ci.gitlab": no("there is no account to prepare", "leave bootstrap out"),
  "stores.postgres.managed": no("there is no managed PostgreSQL", "write placement: in-cluster"),
  "stores.postgres.backups": {
    supported: true,
    differs: "to the disk that the store is on as well: restores a moment, and not a machine",
  },
  "stores.copies": {
    supported: true,
    differs: "to the disk that the store is on as well: restores a moment, and not a machine",
  },
  "services.flink": { supported: true },
  "stores.mongodb.backups": {
    supported: true,
    differs: "to the disk that the store is on as well: restores a moment, and not a machine",
  },
  "stores.mongodb.moments": { supported: true },
  "stores.postgres.secondaryRegion": no("there is no other region", "leave secondaryRegion out"),
  "stores.mysql.managed": no("there is no managed MySQL", "write placement: in-cluster and engine: mariadb"),
  "stores.mariadb.managed": no("there is no managed MariaDB", "write placement: in-cluster"),
  "stores.mysql.secondaryRegion": no("there is no other region", "leave secondaryRegion out"),
  "stores.kafka.managed": no("there is no managed Kafka", "write placement: in-cluster"),
  "stores.rabbitmq.managed": no("there is no managed RabbitMQ", "write placement: in-cluster"),
  "stores.mongodb.managed": no(
    "there is no managed service that speaks MongoDB's protocol",
    "write placement: in-cluster",
  ),
  "stores.mongodb.key": no("there is no key service", "write placement: in-cluster"),
  "stores.redis.notifications": no("there is no managed Redis", "write placement: in-cluster"),
  "stores.redis.managed": no("there is no managed Redis", "write placement: in-cluster"),
  "stores.cassandra.managed": no("there is no managed keyspace", "write placement: in-cluster"),
  events: no(
    "there is no service of queues",
    "leave events out, and let services talk over Kafka: publishes, consumes",
  ),
  "events.functions": no("there is nothing that runs functions", "write a service of domains that consumes a topic"),
  "events.buckets": no("there is no service of queues", "leave events out"),
  warehouses: no("there is no warehouse", "leave warehouses out"),
  "warehouses.keepDays": no("there is no warehouse", "leave warehouses out"),
};

function no(why: string, instead: string): Refusal {
  return { supported: false, why, instead };
}
