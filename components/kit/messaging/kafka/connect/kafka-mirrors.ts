import type { IKafkaMirrorMaker2 } from "@kubernetes-models/strimzi-kafka-operator/kafka.strimzi.io/v1/KafkaMirrorMaker2";
import type { MirrorWish } from "../../../../../environments/schema/messaging/kafka-connect.ts";
import type { KafkaWish } from "../../../../../environments/schema/stores/stores.ts";
import type { Surroundings } from "../../../surroundings.ts";
import { decideCopies } from "../kafka.ts";
import { allow, type Acl } from "../kafka-users.ts";
import { decideWorkerAcls, decideWorkers, mirrorWorkers, type WorkersLogin } from "./kafka-workers.ts";

/** Specification of a `KafkaMirrorMaker2`. */
export type MirrorSpec = NonNullable<IKafkaMirrorMaker2["spec"]>;

/** A mirror's name and wish. */
export type NamedMirror = readonly [name: string, wish: MirrorWish];

/** The mirrors of a Kafka store, in order of name. */
export function mirrorsOf({ mirrors = {} }: Pick<KafkaWish, "mirrors">): NamedMirror[] {
  return Object.entries(mirrors).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What a topic of the other Kafka is called here. */
export function mirroredTopic(mirror: string, { naming }: Pick<MirrorWish, "naming">, topic: string): string {
  return naming === "same" ? topic : `${mirror}.${topic}`;
}

/** Secret with what a mirror needs to log in at the other Kafka: `password` and, where it is given, `ca.crt`. */
export function mirrorSecret(store: string, mirror: string): string {
  return `${store}-source.${mirror}`;
}

const mechanisms = {
  "SCRAM-SHA-512": "scram-sha-512",
  "SCRAM-SHA-256": "scram-sha-256",
  PLAIN: "plain",
} as const;

const policies = {
  prefixed: "org.apache.kafka.connect.mirror.DefaultReplicationPolicy",
  same: "org.apache.kafka.connect.mirror.IdentityReplicationPolicy",
} as const;

/**
 * MirrorMaker 2 beside the Kafka that it copies into, since it is better far from where it reads than from where it writes. What it
 * notes of places is kept here too, so that nothing is written into the other Kafka. Each message comes once: it is written in one
 * transaction with how far was read, and only what was committed there is read.
 * https://strimzi.io/docs/operators/latest/configuring#type-KafkaMirrorMaker2Spec-reference
 */
export function decideMirror(
  store: string,
  [name, mirror]: NamedMirror,
  login: WorkersLogin,
  wish: Pick<KafkaWish, "brokers" | "workerSize">,
  surroundings: Surroundings,
): MirrorSpec {
  const { pods, target, template } = decideWorkers(store, mirrorWorkers(store, name), login, wish, surroundings);
  return {
    ...pods,
    target: { alias: store, ...target },
    mirrors: [
      {
        source: decideSource(store, [name, mirror]),
        ...decideConnectors(mirror, decideCopies(wish.brokers).replicas),
        topicsPattern: patternOf(mirror.topics),
        groupsPattern: patternOf(mirror.groups),
      },
    ],
    template,
  };
}

/** What copies messages, and what keeps places. https://kafka.apache.org/documentation/#mirrormakerconfigs */
function decideConnectors({ naming, topics, groups }: MirrorWish, replicas: number) {
  const common = {
    "replication.policy.class": policies[naming],
    "offset-syncs.topic.location": "target",
    "offset-syncs.topic.replication.factor": replicas,
  };
  return {
    sourceConnector: {
      tasksMax: Math.min(8, topics.length),
      autoRestart: { enabled: true },
      config: {
        ...common,
        "exactly.once.support": "required",
        "consumer.isolation.level": "read_committed",
        "replication.factor": replicas,
        "refresh.topics.interval.seconds": 60,
        // Users here have the rights that are declared here.
        "sync.topic.acls.enabled": false,
      },
    },
    checkpointConnector: {
      tasksMax: 1,
      autoRestart: { enabled: true },
      config: {
        ...common,
        "checkpoints.topic.replication.factor": replicas,
        "emit.checkpoints.interval.seconds": 60,
        "refresh.groups.interval.seconds": 60,
        "sync.group.offsets.enabled": groups.length > 0,
        "sync.group.offsets.interval.seconds": 60,
      },
    },
  };
}

function decideSource(store: string, [name, { bootstrap, mechanism, user, authority }]: NamedMirror) {
  const secretName = mirrorSecret(store, name);
  return {
    alias: name,
    bootstrapServers: bootstrap.join(","),
    // Without certificates: those that Java trusts.
    tls: authority === undefined ? {} : { trustedCertificates: [{ secretName, certificate: "ca.crt" }] },
    authentication: {
      type: mechanisms[mechanism],
      username: user,
      passwordSecret: { secretName, password: "password" },
    },
  };
}

/** Exactly these names, or nothing. */
function patternOf(names: readonly string[]): string {
  return names.length === 0 ? "^$" : names.map((name) => name.replaceAll(".", "\\.")).join("|");
}

/**
 * What the user of a mirror may do here: make and write the copies and its own notes, and set the places of groups, for which Kafka asks
 * whether the topic may be read. A copy's settings and partitions follow the other's.
 * https://strimzi.io/docs/operators/latest/deploying#proc-config-mirrormaker2-securing-connection-str
 */
export function decideMirrorAcls(store: string, [name, mirror]: NamedMirror): Acl[] {
  const copied: Acl["operations"] = ["Alter", "AlterConfigs", "Create", "Describe", "DescribeConfigs", "Read", "Write"];
  const notes: Acl["operations"] = ["Create", "Describe", "DescribeConfigs", "Read", "Write"];
  return [
    ...decideWorkerAcls(mirrorWorkers(store, name)),
    ...mirror.topics.map((topic) => allow("topic", mirroredTopic(name, mirror, topic), "literal", copied)),
    allow("topic", `${name}.checkpoints.internal`, "literal", notes),
    allow("topic", `mm2-offset-syncs.${name}.internal`, "literal", notes),
    ...mirror.groups.map((group) => allow("group", group, "literal", ["Describe", "Read"])),
  ];
}
