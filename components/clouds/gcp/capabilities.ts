import type { Capabilities, Capability } from "../../cloud.ts";

const yes: Capability = { supported: true };

/** What Landbridge can make on Google Cloud. */
export const gcpCapabilities: Capabilities = {
  network: yes,
  "network.adopt": yes,
  keys: yes,
  "cluster.pools": yes,
  "cluster.pools.spot": yes,
  "cluster.maintenance": {
    supported: true,
    differs: "12 hours a week at least; patches of the control plane and of nodes",
  },
  "cluster.autoProvision": yes,
  "cluster.volumes": { supported: true, differs: "pd-ssd in one zone" },
  "cluster.volumes.replicated": { supported: true, differs: "in two zones, of which Google chooses the second" },
  "cluster.access.cloud-endpoint": yes,
  "cluster.access.allow-list": yes,
  "cluster.access.private-runner": yes,
  buckets: yes,
  "buckets.retention": {
    supported: true,
    differs:
      "by a policy that isn't locked: nobody deletes an object, but who administers storage may shorten the days",
  },
  "buckets.versions": yes,
  "buckets.accessLogs": {
    supported: true,
    differs: "audit logs in a log bucket, within seconds; they are switched on for all buckets of the project",
  },
  // https://cloud.google.com/storage-transfer/docs/cross-bucket-replication
  "buckets.replicate": {
    supported: false,
    why: "Google copies objects from bucket to bucket but not that they were deleted, so that what was erased would live on",
    instead: "leave replicate out, or place the bucket in two regions by a transform: customPlacementConfig",
  },
  identities: {
    supported: true,
    differs:
      "by namespace and account in the whole project: the same names in another of its clusters have the same rights",
  },
  "secretStore.managed": yes,
  "secretStore.key": yes,
  vault: yes,
  "registry.managed": yes,
  "registry.scanning": {
    supported: true,
    differs: "by the project's scanner, which costs for each image and looks again for 30 days",
  },
  "registry.replicas": {
    supported: false,
    why: "Artifact Registry copies no repository to another region, and one in several regions at once has no key of yours",
    instead: "leave replicateTo out, and let the pipeline push each image to the other environment's registry as well",
  },
  "registry.mirror": yes,
  "registry.mirror.logins": yes,
  "ingress.reserved": { supported: true, differs: "one address in the region, which a Service takes by its name" },
  edge: yes,
  "edge.buckets": yes,
  "edge.cache.ssr": yes,
  "edge.traffic.health": {
    supported: false,
    why: "Cloud DNS asks addresses for their health, and edges of other clouds have names only",
    instead: "leave healthPath out, or let an environment on another cloud hold the zone",
  },
  audit: {
    supported: true,
    differs: "of the project; who read a secret is in it; its bucket's lock can be lifted by who administers storage",
  },
  budget: { supported: true, differs: "of the project, in the billing account's currency, from each first of a month" },
  bootstrap: {
    supported: true,
    differs: "who read state is in the project's audit logs, once the platform turns them on",
  },
  "bootstrap.ci.gitlab": yes,
  "stores.postgres.managed": {
    supported: true,
    differs: "pitrDays above 7 takes another edition, with other machines and prices",
  },
  "stores.postgres.secondaryRegion": {
    supported: true,
    differs: "has an address in the same network, which spans regions",
  },
  "stores.kafka.managed": {
    supported: true,
    differs:
      "Google spreads brokers × size as it sees fit; logins are keys of service accounts, sent by PLAIN over TLS",
  },
  // https://cloud.google.com/memorystore/docs/valkey/manage-basic-auth: the API has passwords (TOKEN_AUTH), and so has the
  // provider's source, as google_memorystore_auth_token; the SDK has no such resource as of 9.37.0, its newest. Its other
  // modes are IAM_AUTH, whose tokens last an hour and take a Google service account for each pod, and none at all.
  "stores.redis.managed": {
    supported: false,
    why: "no resource of the provider's makes a password for Memorystore for Valkey, and without one everybody in the network is let in",
    instead: "write placement: in-cluster",
  },
};
