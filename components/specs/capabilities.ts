/** A wish that an environment can express and a cloud may be unable to meet. */
export type CapabilityName =
  | "network"
  | "network.adopt"
  /** Tunnels to the networks of environments on other clouds. */
  | "network.peers.vpn"
  /** Ways to the networks of environments on the same cloud. */
  | "network.peers.peering"
  | "keys"
  | "cluster.pools"
  | "cluster.pools.spot"
  /** Changes the cluster by itself in the hours that it is told, and in no others. */
  | "cluster.maintenance"
  /** Adds nodes that no pool describes. */
  | "cluster.autoProvision"
  | "cluster.volumes"
  /** Volumes that outlive the loss of a zone. */
  | "cluster.volumes.replicated"
  /** Load balancers before Services, with private addresses. */
  | "cluster.balancers.internal"
  /** The same with addresses of the internet. */
  | "cluster.balancers.public"
  | "cluster.access.cloud-endpoint"
  | "cluster.access.allow-list"
  | "cluster.access.private-runner"
  | "buckets"
  | "buckets.retention"
  /** Removes earlier versions beyond `keepVersions`. Who can't count keeps all of them, which is never too few. */
  | "buckets.versions"
  /** Writes down who reads and writes objects. */
  | "buckets.accessLogs"
  | "identities"
  | "secretStore.managed"
  | "secretStore.key"
  | "vault"
  | "registry.managed"
  /** Looks into images for known flaws when they are pushed to this registry, not to all of the account. */
  | "registry.scanning"
  | "registry.replicas"
  | "registry.mirror"
  /** Logs in at registries that are mirrored. */
  | "registry.mirror.logins"
  | "ingress.reserved"
  | "edge"
  | "edge.buckets"
  /** Keeps what the origin's Cache-Control allows, and nothing that says nothing. */
  | "edge.cache.ssr"
  /** Leaves out targets that don't answer; weights alone are part of `edge`. */
  | "edge.traffic.health"
  | "audit"
  /** Locks records so that nobody can ever unlock them. */
  | "audit.lock"
  | "budget"
  | "bootstrap"
  /** Trusts pipelines of gitlab.com, bound to a branch and a deployment environment. */
  | "bootstrap.ci.gitlab"
  /** Copies every object to a bucket in another region. */
  | "buckets.replicate"
  | "stores.postgres.managed"
  /** Keeps a server in another region that follows and can take over. */
  | "stores.postgres.secondaryRegion"
  /** Has a bucket to which PostgreSQL in the cluster is copied, and pods that may write there. */
  | "stores.postgres.backups"
  /** The same of every other store in the cluster that Jobs copy. */
  | "stores.copies"
  /** Has buckets to which Flink's file systems write as who a pod is. */
  | "services.flink"
  /** The same of documents in the cluster. */
  | "stores.mongodb.backups"
  /** Restores them to any moment, and not to nights alone. */
  | "stores.mongodb.moments"
  | "stores.mysql.managed"
  | "stores.mariadb.managed"
  /** Keeps a server of either in another region that follows and can take over. */
  | "stores.mysql.secondaryRegion"
  | "stores.kafka.managed"
  | "stores.rabbitmq.managed"
  | "stores.redis.managed"
  /** Tells who listens what becomes of keys. */
  | "stores.redis.notifications"
  | "stores.mongodb.managed"
  /** Encrypts a store that speaks MongoDB's protocol with a customer key. */
  | "stores.mongodb.key"
  | "stores.cassandra.managed"
  /** Queues and topics of the cloud's own. */
  | "events"
  /** Containers that run while there are messages. */
  | "events.functions"
  /** Messages of what changes in a bucket. */
  | "events.buckets"
  | "warehouses"
  /** Deletes by age what was written to a layer. */
  | "warehouses.keepDays";

/** That a cloud can't meet a wish: why, and what to write instead. */
export interface Refusal {
  readonly supported: false;
  readonly why: string;
  readonly instead: string;
}

/** That a cloud can meet a wish. */
export interface Offer {
  readonly supported: true;
  /** In what it differs from other clouds that can, in one line. Absent where nobody will notice a difference. */
  readonly differs?: string;
}

/** Whether a cloud can meet a wish. */
export type Capability = Offer | Refusal;

/** A cloud's answer to every wish. A cloud that forgets one doesn't compile. */
export type Capabilities = Readonly<Record<CapabilityName, Capability>>;
