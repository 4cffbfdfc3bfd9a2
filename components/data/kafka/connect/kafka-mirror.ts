import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import type { KafkaWish } from "../../../../environments/schema/stores/stores.ts";
import { Component } from "../../../kit/component.ts";
import {
  decideMirror,
  decideMirrorAcls,
  mirrorSecret,
  type NamedMirror,
} from "../../../kit/messaging/kafka/connect/kafka-mirrors.ts";
import { mirrorWorkers } from "../../../kit/messaging/kafka/connect/kafka-workers.ts";
import type { Surroundings } from "../../../kit/surroundings.ts";
import { describeStore } from "../../store-metadata.ts";
import { createKafkaUser } from "../kafka-user.ts";
import { createMetricsConfig } from "./worker-metrics.ts";

/** Which Kafka is copied, into which. */
export interface KafkaMirrorArgs {
  readonly store: string;
  readonly wish: KafkaWish;
  readonly mirror: NamedMirror;
  /** Our password at the other Kafka. */
  readonly password: Input<string>;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** The Kafka that is copied into, with its topics. */
  readonly kafka: Resource;
}

/** MirrorMaker 2: topics of another Kafka in this one, with the places of its consumers. */
export class KafkaMirror extends Component {
  static readonly type = "landbridge:data:KafkaMirror";

  constructor(name: string, args: KafkaMirrorArgs, opts: ComponentResourceOptions) {
    const { store, wish, mirror, surroundings, namespace } = args;
    const [from, { authority }] = mirror;
    super(KafkaMirror.type, name, { store, from }, opts);
    const { labels, metadata } = describeStore(args, wish.dataClass);
    const inside = { parent: this };
    const workers = mirrorWorkers(store, from);
    const user = createKafkaUser(
      `${name}-user`,
      {
        // No service's login has a dot.
        ...{ store, login: `mirror.${from}`, acls: decideMirrorAcls(store, mirror) },
        ...{ namespace, surroundings, labels: { ...labels, "strimzi.io/cluster": store } },
      },
      { ...inside, dependsOn: [args.kafka] },
    );
    const source = new Secret(
      `${name}-source`,
      {
        metadata: metadata(mirrorSecret(store, from)),
        stringData: { password: args.password, ...(authority === undefined ? {} : { "ca.crt": authority }) },
      },
      inside,
    );
    const metrics = createMetricsConfig(name, workers, metadata, inside);
    const login = { user: user.user, secret: user.secret, authority: `${store}-tls` };
    new CustomResource(
      `${name}-workers`,
      {
        apiVersion: "kafka.strimzi.io/v1",
        kind: "KafkaMirrorMaker2",
        // `up` doesn't wait: whether the other Kafka answers is no part of this environment.
        metadata: metadata(workers.name),
        spec: decideMirror(store, mirror, login, wish, surroundings),
      },
      { ...inside, dependsOn: [user.ready, source, metrics], customTimeouts: { create: "20m", update: "30m" } },
    );
    this.registerOutputs({});
  }
}
