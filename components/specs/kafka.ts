import type { KafkaWish } from "../../environments/schema/stores/stores.ts";
import type { Topic } from "../kit/messaging/kafka/kafka-topics.ts";
import type { KafkaUserDecision } from "../kit/messaging/kafka/kafka-users.ts";
import type { Tags } from "../kit/tags.ts";
import type { KafkaAccess, Login } from "./access.ts";
import type { Key } from "./key.ts";
import type { Network } from "./network.ts";

/** What a cloud's Kafka is asked to be. */
export interface ManagedKafkaSpec {
  readonly wish: KafkaWish;
  /** What services publish, and their dead letters. */
  readonly topics: readonly Topic[];
  /** One login for each service, and what it may do. */
  readonly users: readonly KafkaUserDecision[];
  /** Days that its logs are kept, where the cloud keeps those of a cluster by themselves. */
  readonly logDays: number;
  readonly network: Network;
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** Brokers with their topics and logins. */
export interface ManagedKafka {
  /** Same shape as of a store in the cluster; see `components/data`. */
  readonly access: KafkaAccess;
  /**
   * Who may set the users' rights, and has to from inside of the cluster (`components/data/kafka/kafka-setup.ts`). Absent where
   * the cloud sets them by itself: `ManagedStoreFacts` says which.
   */
  readonly admin?: Login | undefined;
}
