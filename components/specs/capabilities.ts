/** A wish that an environment can express and a cloud may be unable to meet. */
export type CapabilityName =
  | "network"
  | "network.adopt"
  | "keys"
  | "cluster.pools"
  | "cluster.pools.spot"
  | "cluster.volumes"
  | "cluster.access.cloud-endpoint"
  | "cluster.access.allow-list"
  | "cluster.access.private-runner"
  | "buckets"
  | "buckets.retention"
  | "registry.managed"
  | "ingress.reserved"
  | "stores.postgres.managed"
  | "stores.kafka.managed"
  | "stores.redis.managed";

/** Wishes that no cloud can meet yet, since `Cloud` has no method by which they could be asked for. */
export type UnbuiltCapabilityName = "stores.kafka.managed" | "stores.redis.managed";

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

/** A cloud's answer to every wish. A cloud that forgets one, or claims one that isn't built, doesn't compile. */
export type Capabilities = {
  readonly [N in CapabilityName]: N extends UnbuiltCapabilityName ? Refusal : Capability;
};
