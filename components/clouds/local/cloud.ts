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
    network: () => ({ id: output("the cluster's own"), nodeSubnets: output([]), ready: output("the cluster's own") }),
    cluster: (name, _spec, opts) => new LocalCluster(name, settings, opts),
    key: () => refuse("keys", "a customer key"),
    objectStore: () => refuse("buckets", "a bucket"),
    accessLogs: () => refuse("buckets.accessLogs", "a place for logs of access"),
    registry: () => refuse("registry.managed", "a registry"),
    postgres: () => refuse("stores.postgres.managed", "managed PostgreSQL"),
    redis: () => refuse("stores.redis.managed", "managed Redis"),
    kafka: () => refuse("stores.kafka.managed", "managed Kafka"),
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

const refuse = refusals("local", localCapabilities);
