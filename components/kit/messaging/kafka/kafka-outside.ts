import type { KafkaOutsideWish } from "../../../../environments/schema/messaging/kafka-outside.ts";
import type { KafkaWish } from "../../../../environments/schema/stores/stores.ts";
import type { Labels } from "../../labels.ts";
import type { Door } from "../../network/balancers.ts";
import { kafkaOutsidePort } from "../../network/ports.ts";
import type { KafkaSpec } from "./kafka.ts";
import { decideBrokers } from "./kafka-nodes.ts";
import { allow, type Acl } from "./kafka-users.ts";

type Listener = KafkaSpec["kafka"]["listeners"][number];

/** How brokers are reached from outside of the cluster. */
export interface OutsideListener {
  readonly outside: KafkaOutsideWish;
  readonly door: Door;
}

/** Names by which brokers are reached from outside, for their certificate: a broker more needs no other one. */
export function decideOutsideHosts({ outside }: Pick<KafkaWish, "outside">): string[] {
  return outside === undefined ? [] : [`*.${outside.domain}`];
}

/** What leads to one broker from outside. */
export interface BrokerDoor {
  /** Part of the names of resources. */
  readonly role: string;
  readonly door: Door;
  /** The name that the broker tells clients. */
  readonly host: string;
  /** The broker's pod. */
  readonly selector: Labels;
}

/**
 * A load balancer for each broker, since a client has to reach the one that leads a partition. None for all of them: whoever comes names
 * some brokers to begin with.
 */
export function decideBrokerDoors(
  store: string,
  wish: Pick<KafkaWish, "brokers">,
  { outside, door }: OutsideListener,
): BrokerDoor[] {
  return decideBrokers(store, wish).map(({ number, pod }) => ({
    role: `door-${number}`,
    door: { ...door, name: `${door.name}-${number}` },
    host: `broker-${number}.${outside.domain}`,
    selector: { "strimzi.io/cluster": store, "strimzi.io/pod-name": pod },
  }));
}

/**
 * A listener whose load balancers are ours, so that their addresses are known here and stay protected: to the operator it is one more inside
 * of the cluster. Brokers tell clients names that are known before there are addresses, and that stay.
 * https://strimzi.io/docs/operators/latest/configuring#type-GenericKafkaListenerConfiguration-reference
 */
export function decideOutsideListener({ outside, door }: OutsideListener, certificate: string): Listener {
  return {
    name: "outside",
    port: kafkaOutsidePort,
    type: "internal",
    tls: true,
    authentication: { type: "scram-sha-512" },
    networkPolicyPeers: door.sources.map((cidr) => ({ ipBlock: { cidr } })),
    configuration: {
      brokerCertChainAndKey: { secretName: certificate, certificate: "tls.crt", key: "tls.key" },
      advertisedHostTemplate: `broker-{nodeId}.${outside.domain}`,
    },
  };
}

/** Who reads from outside. */
export interface OutsideReader {
  readonly name: string;
  /** No service's login has a dot. */
  readonly login: string;
  /** Name of the secret with the password. */
  readonly secret: string;
  readonly acls: Acl[];
}

/**
 * Readers and what each may: see and read its topics, with their settings, and see how far groups are. Nothing is written by anybody.
 * https://strimzi.io/docs/operators/latest/deploying#proc-config-mirrormaker2-securing-connection-str
 */
export function decideOutsideReaders({ outside }: Pick<KafkaWish, "outside">): OutsideReader[] {
  return Object.entries(outside?.readers ?? {})
    .map(([name, { password, topics, groups }]) => ({
      name,
      login: `reader.${name}`,
      secret: password.secret,
      acls: [
        ...topics.map((topic) => allow("topic", topic, "literal", ["Describe", "DescribeConfigs", "Read"])),
        ...groups.map((group) => allow("group", group, "literal", ["Describe"])),
      ],
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
