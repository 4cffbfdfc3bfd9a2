import type { RabbitmqWish } from "../../environments/schema/messaging/rabbitmq.ts";
import type { Tags } from "../kit/tags.ts";
import type { Endpoint, Login } from "./access.ts";
import type { Network } from "./network.ts";

/** What a broker of queues is made from. What is inside of it is made from the cluster: `components/data/rabbitmq/rabbitmq-setup.ts`. */
export interface ManagedRabbitmqSpec {
  readonly wish: RabbitmqWish;
  readonly network: Network;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** A broker without anything in it, reached by private addresses and TLS only. */
export interface ManagedRabbitmq {
  /** AMQP over TLS; one name for all of its servers. */
  readonly endpoint: Endpoint;
  /** The management API over TLS. */
  readonly management: Endpoint;
  /** May make everything inside, and is nobody's login else. */
  readonly admin: Login;
}

/** What is known of a cloud's own brokers before they exist. */
export interface RabbitmqFacts {
  /** TCP port of `ManagedRabbitmq.endpoint`. */
  readonly port: number;
  /** TCP port of `ManagedRabbitmq.management`, at the same name. */
  readonly managementPort: number;
}
