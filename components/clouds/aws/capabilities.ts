import type { Capabilities, Capability } from "../../cloud.ts";

const yes: Capability = { supported: true };

/** What Landbridge can make on AWS. */
export const awsCapabilities: Capabilities = {
  network: yes,
  "network.adopt": yes,
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
    supported: false,
    why: "EKS adds nodes of its own choice in Auto Mode only, which has neither a pool's fewest nodes nor a limit for all of them",
    instead: "leave autoProvision out, and give pools more room: max",
  },
  "cluster.volumes": { supported: true, differs: "gp3 in one zone" },
  "cluster.volumes.replicated": {
    supported: false,
    why: "an EBS volume lives in one zone, and there is none with a copy in another",
    instead: "leave volumes out, and let the store have replicas, which are spread over zones",
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
    differs: "of the account in all regions, with signed digests; its bucket's lock is in governance mode",
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
  "stores.postgres.managed": { supported: true, differs: "any moment of all the days that backups are kept" },
  "stores.postgres.secondaryRegion": { supported: true, differs: "in a network of its own that nobody reaches" },
  "stores.kafka.managed": {
    supported: true,
    differs: "as many brokers in each of three zones; rights are set by a Job in the cluster",
  },
  "stores.redis.managed": {
    supported: true,
    differs: "a failure may take the last ten seconds of sessions; the log has no size, so storageGiB isn't used",
  },
};
