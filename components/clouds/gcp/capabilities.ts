import type { Capabilities, Capability, Refusal } from "../../cloud.ts";

const yes: Capability = { supported: true };

/**
 * Firestore in its Enterprise edition speaks MongoDB's protocol. Private Google Access only adds a way from inside; nothing
 * that a project owns takes the public one away, and no setting of a database does.
 */
const noMongodb: Refusal = {
  supported: false,
  why: "Firestore's address is public for whoever has a password, and only an organization's VPC Service Controls close it; it has no members, sizes or volumes to choose",
  instead: "write placement: in-cluster, or kind: postgres, whose jsonb columns hold documents",
};

/** What Landbridge can make on Google Cloud. */
export const gcpCapabilities: Capabilities = {
  network: yes,
  "network.adopt": yes,
  "network.peers.vpn": {
    supported: true,
    differs: "a gateway without charge, tunnels have one; managed services let in whoever has a route to them",
  },
  // https://cloud.google.com/vpc/docs/vpc-peering#transitive-peering and, of Kafka's endpoints,
  // https://cloud.google.com/vpc/docs/about-accessing-vpc-hosted-services-endpoints#features
  "network.peers.peering": {
    supported: false,
    why: "a peering passes on neither the network of managed databases, which is a peer of yours itself, nor Kafka's endpoints: nothing would answer",
    instead: "write kind: vpn, with the other's gateway by its name: tunnels reach both",
  },
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
  "cluster.balancers.internal": {
    supported: true,
    differs: "an internal passthrough load balancer with an address, reached from all regions",
  },
  "cluster.balancers.public": { supported: true, differs: "a passthrough load balancer with an address" },
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
    differs: "of the project; who read a secret is in it",
  },
  "audit.lock": {
    supported: true,
    differs: "the bucket as a whole, for records to come too: its days can be raised and never lowered",
  },
  budget: { supported: true, differs: "of the project, in the billing account's currency, from each first of a month" },
  bootstrap: {
    supported: true,
    differs: "who read state is in the project's audit logs, once the platform turns them on",
  },
  "bootstrap.ci.gitlab": yes,
  "stores.postgres.managed": {
    supported: true,
    differs:
      "pitrDays above 7 takes another edition, with other machines and prices; clients verify who signed a server's certificate, not its name (verify-ca)",
  },
  "stores.copies": yes,
  "stores.mongodb.backups": yes,
  "stores.mongodb.moments": yes,
  "services.flink": yes,
  "stores.postgres.backups": {
    supported: true,
    differs:
      "a backup waits whole on a volume of each server's, as large as its data: Cloud Storage is given no object in parts",
  },
  "stores.postgres.secondaryRegion": {
    supported: true,
    differs: "has an address in the same network, which spans regions",
  },
  events: { supported: true, differs: "Pub/Sub: a queue is a topic with one subscription" },
  "events.functions": {
    supported: true,
    differs:
      "Cloud Run; a message is the request's body and its attributes are headers; 600 seconds at most; a call beyond maxInstances counts as a failure; the internet is reached past NAT",
  },
  "events.buckets": { supported: true, differs: "the object's metadata, and what happened to it in headers" },
  // https://cloud.google.com/pubsub/docs/overview: Pub/Sub has an API of its own and speaks no AMQP.
  "stores.rabbitmq.managed": {
    supported: false,
    why: "Google runs no RabbitMQ of its own, and Pub/Sub speaks no AMQP",
    instead: "write placement: in-cluster",
  },
  "stores.mysql.managed": {
    supported: true,
    differs:
      "pitrDays above 7 takes another edition; who did what is written down once somebody makes rules and turns on data access logs; clients verify who signed a server's certificate, not its name (VERIFY_CA)",
  },
  "stores.mariadb.managed": {
    supported: false,
    why: "Cloud SQL has MySQL and no MariaDB",
    instead: "write placement: in-cluster, or engine: mysql",
  },
  "stores.mysql.secondaryRegion": {
    supported: true,
    differs: "has an address in the same network, which spans regions",
  },
  "stores.kafka.managed": {
    supported: true,
    differs:
      "Google spreads brokers × size as it sees fit; logins are keys of service accounts, sent by PLAIN over TLS",
  },
  warehouses: {
    supported: true,
    differs: "BigQuery, which gives queries what they need and bills what they read; one of an environment",
  },
  "warehouses.keepDays": { supported: true, differs: "partitions and tables, unless a table says otherwise" },
  // https://cloud.google.com/firestore/mongodb-compatibility/docs/connect
  // https://cloud.google.com/firestore/mongodb-compatibility/docs/configure-private-google-access
  // https://cloud.google.com/firestore/mongodb-compatibility/docs/behavior-differences
  "stores.mongodb.managed": noMongodb,
  "stores.mongodb.key": noMongodb,
  // https://cloud.google.com/bigtable/docs/migrate-from-cassandra
  // https://cloud.google.com/spanner/docs/non-relational/cassandra-overview
  "stores.cassandra.managed": {
    supported: false,
    why: "no service here answers CQL: Bigtable and Spanner are reached by a library or a proxy that every service would bring along, without all of CQL's types and commands",
    instead: "write placement: in-cluster",
  },
  // Passwords (TOKEN_AUTH) are users and tokens of an instance, of which the SDK has no resource as of 9.37, its newest.
  // Its AclPolicy says what an IAM user or account may do: a password in a rule stands in the provider's one example, in
  // none of its tests and nowhere in Google's guide, and whoever reads the policy would read it. IAM_AUTH takes tokens of an
  // hour, from users and service accounts of Google's only, so neither from our pods' identities nor as a Login.
  // https://cloud.google.com/memorystore/docs/valkey/manage-basic-auth
  // https://cloud.google.com/memorystore/docs/valkey/use-acl-policies
  // https://cloud.google.com/memorystore/docs/valkey/about-iam-auth
  "stores.redis.notifications": {
    supported: false,
    why: "there is no managed Redis",
    instead: "write placement: in-cluster",
  },
  "stores.redis.managed": {
    supported: false,
    why: "no resource of the provider's makes a password for Memorystore for Valkey that nobody else can read, its other logins last an hour, and without any everybody in the network is let in",
    instead: "write placement: in-cluster",
  },
};
