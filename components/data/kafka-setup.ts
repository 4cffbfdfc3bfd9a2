import { Job } from "@pulumi/kubernetes/batch/v1/job.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { imageReference } from "../../charts/catalogue.ts";
import type { KafkaWish } from "../../environments/schema/stores.ts";
import type { KafkaAccess, Login } from "../cloud.ts";
import { Component } from "../kit/component.ts";
import { setupPods } from "../kit/flows.ts";
import { decideKafkaSetup, kafkaSetupFolder } from "../kit/kafka-setup.ts";
import type { KafkaUserDecision } from "../kit/kafka-users.ts";
import { decideLabels, meshOff, type Labels } from "../kit/labels.ts";
import { contentHash } from "../kit/names.ts";
import { afterAll } from "../kit/outputs.ts";
import { decideNodePreference } from "../kit/placement.ts";
import { podUser, restrictedContainer, restrictedPod } from "../kit/pod-security.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { againWhenFailed } from "./postgres-setup.ts";

/** Which managed Kafka, for whom, and where from it is set up. */
export interface KafkaSetupArgs {
  readonly store: string;
  readonly wish: KafkaWish;
  readonly users: readonly KafkaUserDecision[];
  /** How the store is reached; its logins are there already, without rights. */
  readonly access: KafkaAccess;
  readonly admin: Login;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/**
 * The rights of services in a managed Kafka whose cloud has no way of its own to set them. A Job sets them, since only
 * the cluster reaches the brokers. It is named by what it does, so that it runs again when that changes, and it stays when
 * it is done: without it the next `up` would run it again.
 */
export class KafkaSetup extends Component {
  static readonly type = "landbridge:data:KafkaSetup";
  readonly access: KafkaAccess;

  constructor(name: string, args: KafkaSetupArgs, opts: ComponentResourceOptions) {
    super(KafkaSetup.type, name, { store: args.store, users: args.users.map((user) => user.name) }, opts);
    const { store, wish, users, access, admin, surroundings, namespace } = args;
    const inside = { parent: this };
    const tags = { ...surroundings.tags, "data-class": wish.dataClass };
    const labels = decideLabels({ name: store, component: "store", partOf: surroundings.system }, tags);
    const metadata = (object: string) => ({ name: object, namespace, labels });
    const secret = new Secret(
      `${name}-secret`,
      { metadata: metadata(`${store}-setup`), stringData: { [adminKey]: admin.password } },
      inside,
    );
    const files = decideKafkaSetup(users);
    const object = `${store}-setup-${contentHash({ files, image: imageOf(surroundings) })}`;
    const config = new ConfigMap(
      `${name}-config`,
      { metadata: metadata(object), immutable: true, data: files },
      inside,
    );
    const job = new Job(
      `${name}-job`,
      {
        metadata: { ...metadata(object), annotations: againWhenFailed },
        spec: jobSpec(args, { labels, config, secret }),
      },
      { ...inside, replaceWith: [secret], customTimeouts: { create: "15m" } },
    );
    this.access = {
      ...access,
      // Who takes a login waits until the Job has given it its rights.
      logins: Object.fromEntries(
        Object.entries(access.logins).map(([login, { user, password }]): [string, Login] => [
          login,
          { user: afterAll(user, [job.urn]), password },
        ]),
      ),
    };
    this.registerOutputs({ bootstrap: access.bootstrap });
  }
}

/** Key of the Secret that holds the administrator's password. */
const adminKey = "admin";

/** The image of the brokers in the cluster: it has Kafka's own programs. */
function imageOf({ mirrors }: Surroundings): string {
  return imageReference("strimzi-kafka", mirrors);
}

interface JobParts {
  readonly labels: Labels;
  readonly config: ConfigMap;
  readonly secret: Secret;
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/job/ */
function jobSpec(args: KafkaSetupArgs, { labels, config, secret }: JobParts) {
  const { store, surroundings } = args;
  return {
    // With ever longer pauses: about ten minutes, in which brokers that were just made become reachable by their names.
    backoffLimit: 6,
    activeDeadlineSeconds: 840,
    template: {
      metadata: { labels: { ...labels, ...setupPods(store).labels, ...meshOff } },
      spec: {
        restartPolicy: "Never",
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: restrictedPod(podUser),
        ...decideNodePreference("general", surroundings),
        containers: [
          {
            name: "setup",
            image: imageOf(surroundings),
            imagePullPolicy: "IfNotPresent",
            command: ["/bin/bash", `${kafkaSetupFolder}/setup.sh`],
            env: environmentOf(args, secret),
            resources: {
              requests: { cpu: "100m", memory: "256Mi", "ephemeral-storage": "32Mi" },
              limits: { memory: "256Mi", "ephemeral-storage": "64Mi" },
            },
            securityContext: restrictedContainer(),
            volumeMounts: [
              { name: "files", mountPath: kafkaSetupFolder, readOnly: true },
              { name: "tmp", mountPath: "/tmp" },
            ],
          },
        ],
        volumes: [
          { name: "files", configMap: { name: config.metadata.name } },
          { name: "tmp", emptyDir: { sizeLimit: "32Mi" } },
        ],
      },
    },
  };
}

/** Kafka's programs write logs beside themselves unless they are told where else. */
function environmentOf({ access, admin }: KafkaSetupArgs, secret: Secret) {
  return [
    { name: "ADMIN_PASSWORD", valueFrom: { secretKeyRef: { name: secret.metadata.name, key: adminKey } } },
    { name: "ADMIN_USER", value: admin.user },
    { name: "BOOTSTRAP", value: access.bootstrap },
    { name: "FILES", value: kafkaSetupFolder },
    { name: "KAFKA_HEAP_OPTS", value: "-Xms64m -Xmx128m" },
    { name: "LOG_DIR", value: "/tmp/logs" },
    { name: "MECHANISM", value: access.mechanism },
    { name: "TMPDIR", value: "/tmp" },
  ];
}
