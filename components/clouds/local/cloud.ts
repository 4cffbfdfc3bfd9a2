import { output } from "@pulumi/pulumi";
import type { Environment } from "../../../environments/schema/environment.ts";
import type { Cloud } from "../../cloud.ts";
import { refusals } from "../refuse.ts";
import { localCapabilities } from "./capabilities.ts";
import { LocalCluster } from "./cluster.ts";
import type { LocalSettings } from "./settings.ts";

/** The laptop as a cloud: the cluster that exists is adopted, everything else is refused before it gets here. */
export function openLocal({ cloud: settings }: Pick<Environment<LocalSettings>, "cloud">): Cloud {
  return {
    name: settings.name,
    capabilities: localCapabilities,
    providers: () => [],
    network: () => ({ id: own, reference: own, nodeSubnets: output([]), ready: own }),
    cluster: (name, _spec, opts) => new LocalCluster(name, settings, opts),
    vpn: () => refuse("network.peers.vpn", "a way to another network"),
    peering: () => refuse("network.peers.peering", "a way to another network"),
    key: () => refuse("keys", "a customer key"),
    objectStore: () => refuse("buckets", "a bucket"),
    accessLogs: () => refuse("buckets.accessLogs", "a place for logs of access"),
    registry: () => refuse("registry.managed", "a registry"),
    postgres: () => refuse("stores.postgres.managed", "managed PostgreSQL"),
    mysql: () => refuse("stores.mysql.managed", "managed MySQL"),
    redis: () => refuse("stores.redis.managed", "managed Redis"),
    rabbitmq: () => refuse("stores.rabbitmq.managed", "managed RabbitMQ"),
    cassandra: () => refuse("stores.cassandra.managed", "a managed keyspace"),
    mongodb: () => refuse("stores.mongodb.managed", "a managed store that speaks MongoDB's protocol"),
    kafka: () => refuse("stores.kafka.managed", "managed Kafka"),
    events: () => refuse("events", "a queue"),
    warehouse: () => refuse("warehouses", "a warehouse"),
    ingressAddress: () => refuse("ingress.reserved", "a public address"),
    auditTrail: () => refuse("audit", "an audit trail"),
    budget: () => refuse("budget", "a budget"),
    dnsZone: () => refuse("edge", "a zone"),
    edge: () => refuse("edge", "a public edge"),
    workloadIdentity: () => refuse("identities", "an identity for pods"),
    bootstrap: () => refuse("bootstrap", "a prepared account"),
    secretStore: () => refuse("secretStore.managed", "a store of secrets"),
  };
}

const own = output("the cluster's own");

const refuse = refusals("local", localCapabilities);
