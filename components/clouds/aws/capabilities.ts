import type { Capabilities, Capability } from "../../cloud.ts";

const yes: Capability = { supported: true };

/** What Landbridge can make on AWS. */
export const awsCapabilities: Capabilities = {
  network: yes,
  "network.adopt": yes,
  "network.peers.vpn": {
    supported: true,
    differs:
      "has addresses once it knows the peer's, one for each of four tunnels, of which one carries all that leaves",
  },
  "network.peers.peering": {
    supported: true,
    differs: "one side asks and the other accepts what it is told of; stores' names lead there from everywhere",
  },
  keys: yes,
  "cluster.pools": {
    supported: true,
    differs: "one managed node group in each zone; an autoscaler in the cluster moves them",
  },
  "cluster.pools.spot": yes,
  "cluster.maintenance": {
    supported: false,
    why: "EKS brings patches of the control plane when AWS sees fit, and new nodes' images only when somebody says so",
    instead: "leave maintenance out",
  },
  "cluster.autoProvision": {
    supported: true,
    differs:
      "Karpenter in the cluster makes what comes on top, for pods of services and operators, and what pools may grow by: their groups keep the fewest nodes alone",
  },
  "cluster.volumes": { supported: true, differs: "gp3 in one zone" },
  "cluster.volumes.replicated": {
    supported: false,
    why: "an EBS volume lives in one zone, and there is none with a copy in another",
    instead: "leave volumes out, and let the store have replicas, which are spread over zones",
  },
  "cluster.balancers.internal": {
    supported: true,
    differs: "a network load balancer with a name and no address to write down",
  },
  "cluster.balancers.public": {
    supported: true,
    differs: "a network load balancer with a name and no address to write down",
  },
  "cluster.access.cloud-endpoint": {
    supported: false,
    why: "EKS has no endpoint of AWS's own in front of an API server: its address is public or in the network",
    instead: "write cluster.access: { mode: private-runner }, or mode: allow-list with the blocks you work from",
  },
  "cluster.access.allow-list": yes,
  "cluster.access.private-runner": yes,
  buckets: yes,
  "buckets.retention": {
    supported: true,
    differs: "in governance mode: who has the right to bypass it may delete an object all the same; pipelines don't",
  },
  "buckets.versions": yes,
  "buckets.accessLogs": {
    supported: true,
    differs: "files in a bucket, within hours and without a promise that none is lost",
  },
  "buckets.replicate": { supported: true, differs: "new objects; S3 Batch Operations bring over older ones" },
  identities: yes,
  "secretStore.managed": yes,
  "secretStore.key": yes,
  vault: yes,
  "registry.managed": yes,
  "registry.scanning": {
    supported: true,
    differs: "the basic scan, of the operating system's packages; what is mirrored is scanned too",
  },
  "registry.replicas": {
    supported: true,
    differs: "the account's one setting for the region: a second environment there would take its place",
  },
  "registry.mirror": { supported: true, differs: "with a login at ghcr.io and docker.io" },
  "registry.mirror.logins": { supported: true, differs: "at ghcr.io and docker.io; ECR takes none for the others" },
  "ingress.reserved": {
    supported: true,
    differs:
      "three addresses, one for each zone of a network load balancer, which a Service takes by their allocations",
  },
  edge: { supported: true, differs: "the first up waits until the domain above delegates, for 75 minutes at most" },
  "edge.buckets": yes,
  "edge.cache.ssr": yes,
  "edge.traffic.health": yes,
  audit: {
    supported: true,
    differs: "of the account in all regions, with signed digests",
  },
  "audit.lock": {
    supported: true,
    differs: "each record by itself: who administers the bucket may still choose less for records to come",
  },
  budget: { supported: true, differs: "of the account, in US dollars" },
  bootstrap: {
    supported: true,
    differs:
      "roles of the platform are bounded by a policy of the account's own stack; who read state is in a bucket beside it",
  },
  "bootstrap.ci.gitlab": {
    supported: false,
    why: "AWS asks GitLab's tokens for subject and audience alone, and neither names a deployment environment",
    instead: "write issuer: github, or leave ci out and bring up as a person",
  },
  "stores.postgres.managed": {
    supported: true,
    differs: "any moment of all the days that backups are kept; who captures changes is a member of rds_replication",
  },
  "stores.postgres.backups": yes,
  "stores.copies": yes,
  "stores.mongodb.backups": yes,
  "stores.mongodb.moments": yes,
  "services.flink": yes,
  "stores.postgres.secondaryRegion": { supported: true, differs: "in a network of its own that nobody reaches" },
  events: { supported: true, differs: "SQS and SNS" },
  "events.functions": {
    supported: true,
    differs:
      "Lambda; the image has AWS's web adapter in it, and a message stands in Records[0].body; two instances at least",
  },
  "events.buckets": {
    supported: true,
    differs: "S3's own records, several in one message at times; a bucket's functions have prefixes that don't overlap",
  },
  "stores.mysql.managed": {
    supported: true,
    differs:
      "any moment of all the days that backups are kept; another version wants replicas gone first; binary logs for a move are kept as long as a procedure of RDS's says",
  },
  "stores.mariadb.managed": {
    supported: true,
    differs: "11.4 and 11.8; another version wants replicas gone first",
  },
  "stores.mysql.secondaryRegion": { supported: true, differs: "in a network of its own that nobody reaches" },
  "stores.kafka.managed": {
    supported: true,
    differs: "as many brokers in each of three zones; rights are set by a Job in the cluster",
  },
  "stores.rabbitmq.managed": {
    supported: true,
    differs: "encrypted under a key of AWS's own, which takes no other; its log groups are AWS's, and never forget",
  },
  warehouses: {
    supported: true,
    differs:
      "Redshift Serverless, which bills time: 16 RPU hours stand for a TiB read; what was deleted can be brought back for 24 hours",
  },
  "warehouses.keepDays": {
    supported: false,
    why: "a table of Redshift deletes nothing by age",
    instead: "leave keepDays out, and let what fills the layer delete what is old",
  },
  "stores.mongodb.managed": {
    supported: true,
    differs:
      "DocumentDB: its volume grows by itself, so storageGiB isn't used; any moment of all the days that backups are kept",
  },
  "stores.mongodb.key": yes,
  "stores.redis.notifications": yes,
  "stores.redis.managed": {
    supported: true,
    differs: "a failure may take the last ten seconds of sessions; the log has no size, so storageGiB isn't used",
  },
  // https://docs.aws.amazon.com/keyspaces/latest/devguide/consistency.html
  "stores.cassandra.managed": {
    supported: true,
    differs:
      "Amazon Keyspaces: services log in by their identity, which a driver's plug-in signs with (MECHANISM is SIGV4); paid by request, so size is no limit; any second of 35 days can be restored; writes are LOCAL_QUORUM always",
  },
};
