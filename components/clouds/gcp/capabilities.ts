import type { Capabilities, Capability, Refusal } from "../../cloud.ts";

const yes: Capability = { supported: true };

/** What Landbridge can make on Google Cloud. */
export const gcpCapabilities: Capabilities = {
  network: yes,
  "network.adopt": yes,
  keys: yes,
  "cluster.pools": yes,
  "cluster.pools.spot": yes,
  "cluster.volumes": { supported: true, differs: "premium-rwo, which GKE makes: SSD in one zone under Google's key" },
  "cluster.access.cloud-endpoint": yes,
  "cluster.access.allow-list": yes,
  "cluster.access.private-runner": yes,
  buckets: yes,
  "buckets.retention": yes,
  "registry.managed": yes,
  "ingress.reserved": yes,
  "stores.postgres.managed": yes,
  "stores.kafka.managed": notBuilt("Managed Service for Apache Kafka"),
  "stores.redis.managed": notBuilt("Memorystore for Valkey"),
};

function notBuilt(service: string): Refusal {
  return { supported: false, why: `${service} isn't wired up`, instead: "write placement: in-cluster" };
}
