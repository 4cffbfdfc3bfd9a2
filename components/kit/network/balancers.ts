/** What a Service of type LoadBalancer says, so that the cloud makes the balancer that is meant. Plain: the cluster layer decides by it. */
export interface BalancerWay {
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * How a cloud makes TCP load balancers before Services. All of them keep callers' addresses where the Service says
 * `externalTrafficPolicy: Local`, ask nodes whether they have a pod that is ready, and let in `loadBalancerSourceRanges` alone.
 */
export interface BalancerFacts {
  /** Type of the record that leads to one: `A` where the cloud gives it addresses, `CNAME` where it gives it a name. */
  readonly record: "A" | "CNAME";
  /** With a private address: for the environment's network and those that are joined with it. Absent where there is none. */
  readonly internal?: BalancerWay | undefined;
  /** With an address of the internet. Absent where there is none. */
  readonly public?: BalancerWay | undefined;
}

/** A load balancer before pods of the cluster, as far as the network has to know of it. */
export interface Door {
  /** Stays the same while there is such a door, e.g. `things-devices`. */
  readonly name: string;
  readonly scope: "internal" | "public";
  /** TCP, in order. */
  readonly ports: readonly number[];
  /** Blocks of addresses that may call, in order. Never empty. */
  readonly sources: readonly string[];
}
