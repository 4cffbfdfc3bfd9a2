import type { Capabilities, Capability, Refusal } from "../../cloud.ts";

const yes: Capability = { supported: true };

/** Why the API server has no endpoint of Azure's before it. */
export const noCloudEndpoint: Refusal = {
  supported: false,
  why: "AKS has no endpoint that asks Microsoft Entra before a packet reaches the API server",
  instead: "write access: { mode: private-runner }, or { mode: allow-list, cidrs: [...] } for a public address",
};

/** What Landbridge can make on Azure. */
export const azureCapabilities: Capabilities = {
  network: yes,
  "network.adopt": yes,
  "network.peers.vpn": {
    supported: true,
    differs: "a gateway costs by the hour and takes most of an hour to be made; pods call by their node's address",
  },
  "network.peers.peering": {
    supported: true,
    differs: "whoever makes a side needs a right to the other's network; a store's name stays in its own network",
  },
  keys: yes,
  "cluster.pools": { supported: true, differs: "beside a pool of 2 to 6 nodes that AKS keeps for its own pods" },
  "cluster.pools.spot": { supported: true, differs: "for purpose batch only, since AKS taints such nodes itself" },
  "cluster.maintenance": {
    supported: true,
    differs:
      "one day for each kind of change: patches of Kubernetes on the first of the week's, nodes' images on the last",
  },
  // https://learn.microsoft.com/azure/aks/node-auto-provisioning#limitations-and-unsupported-features
  "cluster.autoProvision": {
    supported: true,
    differs:
      "pools keep their fewest nodes, and AKS makes all others one by one; a cluster that runs begins and ends with it in steps, see the README; it can't be stopped meanwhile",
  },
  "cluster.volumes": {
    supported: true,
    differs:
      "Premium SSD in three zones, since a pool of nodes is one over all zones; in one zone where the region has none",
  },
  "cluster.volumes.replicated": { supported: true, differs: "in three zones, in most regions" },
  "cluster.balancers.internal": {
    supported: true,
    differs: "an address of the nodes' subnet; silent connections end after half an hour",
  },
  "cluster.balancers.public": {
    supported: true,
    differs: "an address of the load balancer that all Services share; silent connections end after half an hour",
  },
  "cluster.access.cloud-endpoint": noCloudEndpoint,
  "cluster.access.allow-list": yes,
  "cluster.access.private-runner": yes,
  buckets: yes,
  // https://learn.microsoft.com/azure/storage/blobs/immutable-time-based-retention-policy-overview
  "buckets.retention": {
    supported: true,
    differs:
      "by a policy that isn't locked: nobody deletes an object, but an owner of the subscription may shorten the days or take the policy away",
  },
  "buckets.versions": {
    supported: false,
    why: "a storage account can't count versions",
    instead: "leave keepVersions at its default; all versions are kept",
  },
  "buckets.accessLogs": { supported: true, differs: "a table of a workspace, within minutes, for 30 days at least" },
  "buckets.replicate": { supported: true, differs: "block blobs, those that come later; not of buckets with a lock" },
  identities: yes,
  "secretStore.managed": {
    supported: true,
    differs: "a place without a value holds a word that says so; who may write values may read them",
  },
  "secretStore.key": {
    supported: false,
    why: "Key Vault encrypts secrets with a key of Microsoft's",
    instead: "leave it as it is; nobody outside of the network reaches the vault",
  },
  vault: yes,
  "registry.managed": { supported: true, differs: "a tag can be moved until somebody locks its image" },
  "registry.scanning": {
    supported: false,
    why: "images are scanned by Defender for Containers, a plan of the whole subscription that is paid for by the cores of all its clusters",
    instead:
      "leave scanning out; turn the plan on once for the subscription: az security pricing create --name Containers --tier Standard",
  },
  "registry.replicas": { supported: true, differs: "all behind one name, which leads to the nearest" },
  "registry.mirror": yes,
  "registry.mirror.logins": {
    supported: false,
    why: "Azure reads logins from a vault over its public address, and vaults here have none",
    instead: "leave logins out: what the platform runs is to be had without",
  },
  "ingress.reserved": { supported: true, differs: "one address over all zones, which a Service names with its group" },
  edge: { supported: true, differs: "a certificate isn't renewed while visitors are shared with another edge" },
  "edge.buckets": {
    supported: false,
    why: "Front Door reads a container by its identity over a public address, or by a private one without any identity, and containers here take neither",
    instead: "serve the files from a service: { to: gateway, cache: static }",
  },
  "edge.cache.ssr": {
    supported: false,
    why: "Front Door also keeps pages that say nothing of caching, for one to three days",
    instead: "write cache: none for pages, and cache: static for a host that serves files only",
  },
  "edge.traffic.health": yes,
  audit: {
    supported: true,
    differs:
      "of the subscription; who used a key or read a secret is in a workspace beside it; an owner of the subscription may take the bucket's policy away",
  },
  "audit.lock": {
    supported: false,
    why: "nothing in the SDK locks a container's policy: Azure does it by a call of its own",
    instead: "write governance, and lock it by hand once it is there: `az storage container immutability-policy lock`",
  },
  budget: { supported: true, differs: "of the subscription, in its currency" },
  bootstrap: {
    supported: true,
    differs:
      "Entra compares a job's subject alone: which branches may deploy is the deployment environment's own rule; the key for secrets isn't rotated",
  },
  "bootstrap.ci.gitlab": {
    supported: false,
    why: "Entra compares the subject alone, and GitLab's names no deployment environment",
    instead: "write issuer: github, or leave ci out and bring up as a person",
  },
  "stores.postgres.managed": { supported: true, differs: "any moment of all the days that backups are kept" },
  "stores.postgres.backups": yes,
  "stores.copies": yes,
  // hadoop-azure 3.3.4 of Flink 2.3 knows no WorkloadIdentityTokenProvider. https://issues.apache.org/jira/browse/HADOOP-18610
  "services.flink": {
    supported: false,
    why: "Flink 2.3 logs in to a storage account by its key or as the node, never as a pod, and the accounts of buckets take no key",
    instead: "leave flink out, and let a service that keeps its state in a store do the work",
  },
  // Percona Backup for MongoDB 2.15.0 logs in to Azure by an account's key alone, and the accounts of buckets take no key.
  // https://docs.percona.com/percona-backup-mongodb/reference/configuration-options.html
  "stores.mongodb.backups": {
    supported: true,
    differs: "a dump each night, and no log of writes: what was written since the last night is lost with all members",
  },
  "stores.mongodb.moments": {
    supported: false,
    why: "what copies every write logs in to a storage account by its key alone, and the accounts of buckets take no key: documents are dumped each night",
    instead: "leave pitrDays out, or write placement: managed",
  },
  "stores.postgres.secondaryRegion": {
    supported: true,
    differs: "without a door to it; one is opened when it is promoted",
  },
  // https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-overview: AMQP 1.0 alone, with entities and
  // rights of its own, where RabbitMQ's clients speak 0.9.1.
  "stores.rabbitmq.managed": {
    supported: false,
    why: "Azure runs no RabbitMQ of its own, and Service Bus speaks AMQP 1.0 only, with entities of its own",
    instead: "write placement: in-cluster",
  },
  events: {
    supported: true,
    differs: "a premium namespace of Service Bus, which is paid for by the hour whatever it carries",
  },
  "events.functions": {
    supported: true,
    differs:
      "Container Apps and Dapr in place of Azure Functions, whose images no other cloud runs; a message is the request's body; a failure is tried again at once; the way out isn't the network's gateway, so from another address; no key of ours for what runs",
  },
  "events.buckets": { supported: true, differs: "CloudEvents of Event Grid; those that were deleted by age too" },
  "stores.mysql.managed": {
    supported: true,
    differs:
      "any moment of all the days that backups are kept; a standby in another zone is chosen when the server is made, and brings GTIDs",
  },
  // https://learn.microsoft.com/azure/mariadb/whats-happening-to-mariadb
  "stores.mariadb.managed": {
    supported: false,
    why: "Azure retired its MariaDB on 19 September 2025",
    instead: "write placement: in-cluster, or engine: mysql",
  },
  "stores.mysql.secondaryRegion": {
    supported: true,
    differs: "without a door to it; one is opened when it is promoted",
  },
  "stores.kafka.managed": {
    supported: true,
    differs:
      "Event Hubs, which is no Kafka: brokers × size is bought as processing units, and a service that may read or write one topic may read or write all of the store; it limits topics by time alone, messages to a MiB, and has no transactions",
  },
  // https://learn.microsoft.com/azure/cosmos-db/cassandra/support
  "stores.cassandra.managed": {
    supported: true,
    differs:
      "Azure Cosmos DB for Apache Cassandra, which is no Cassandra: size is the most request units of all tables together; all who write share one key, all who only read another; a backup a day is brought back by support, no moment between; no logged batches",
  },
  "stores.mongodb.managed": {
    supported: true,
    differs:
      "Azure DocumentDB: one standby, in another zone where Azure has room; who may read or write a store may do so in all of its cluster; any moment of 35 days",
  },
  // The SDK's API version, 2024-07-01, has none; 2025-09-01 has, and the SDK's generic resource takes no version:
  // https://github.com/pulumi/pulumi-azure-native/issues/4109
  "stores.mongodb.key": {
    supported: false,
    why: "the SDK's version of Azure DocumentDB's API encrypts with a key of Microsoft's",
    instead: "write placement: in-cluster, or keep confidential and personal data in kind: postgres, with its jsonb",
  },
  warehouses: {
    supported: true,
    differs:
      "a lake, whose layers services read and write as files; Synapse's serverless SQL pool beside it, where an administrator sets the limit, in whole terabytes, and gives logins: the statements are in the stack's outputs",
  },
  "warehouses.keepDays": { supported: true, differs: "files that weren't changed for so long" },
  // https://learn.microsoft.com/azure/redis/development-faq
  "stores.redis.notifications": {
    supported: false,
    why: "a database of Azure Managed Redis has no setting for them",
    instead: "write placement: in-cluster, or leave notifications out",
  },
  // Users with rights of their own are Entra's alone, by tokens of an hour, and their rights are in preview as of November 2026.
  // https://learn.microsoft.com/azure/redis/entra-for-authentication
  // https://learn.microsoft.com/azure/redis/configure-access-permissions
  "stores.redis.managed": {
    supported: true,
    differs:
      "one access key lets in every service with all rights; Azure cuts the memory of all shards together into shards of its own, and keeps one follower of each at most",
  },
};
