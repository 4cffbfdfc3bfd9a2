import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { KafkaWish } from "../../../environments/schema/stores/stores.ts";
import type { KafkaAccess, Login } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { decideKafkaSetup, kafkaSetupFolder } from "../../kit/messaging/kafka/kafka-setup.ts";
import type { KafkaUserDecision } from "../../kit/messaging/kafka/kafka-users.ts";
import { afterAll } from "../../kit/outputs.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { createSetupJob, type SetupVariable } from "../setup-job.ts";

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

/** The rights of services in a managed Kafka whose cloud has no way of its own to set them. A Job sets them. */
export class KafkaSetup extends Component {
  static readonly type = "landbridge:data:KafkaSetup";
  readonly access: KafkaAccess;

  constructor(name: string, args: KafkaSetupArgs, opts: ComponentResourceOptions) {
    super(KafkaSetup.type, name, { store: args.store, users: args.users.map((user) => user.name) }, opts);
    const { store, wish, users, access, admin, surroundings, namespace } = args;
    const { job } = createSetupJob(
      name,
      {
        ...{ store, surroundings, namespace, dataClass: wish.dataClass },
        // The image of the brokers in the cluster: it has Kafka's own programs.
        image: imageReference("strimzi-kafka", surroundings.mirrors),
        command: ["/bin/bash", `${kafkaSetupFolder}/setup.sh`],
        files: decideKafkaSetup(users),
        folders: { files: kafkaSetupFolder, passwords: kafkaSetupFolder },
        // They are there already.
        logins: [],
        admin: { variable: "ADMIN_PASSWORD", password: admin.password },
        variables: environmentOf(access, admin),
        volumes: [{ name: "tmp", emptyDir: { sizeLimit: "32Mi" }, mountPath: "/tmp" }],
        resources: { cpu: "100m", memory: "256Mi", scratch: ["32Mi", "64Mi"] },
      },
      this,
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

/** Kafka's programs write logs beside themselves unless they are told where else. */
function environmentOf({ bootstrap, mechanism }: KafkaAccess, admin: Login): SetupVariable[] {
  return [
    { name: "ADMIN_USER", value: admin.user },
    { name: "BOOTSTRAP", value: bootstrap },
    { name: "FILES", value: kafkaSetupFolder },
    { name: "KAFKA_HEAP_OPTS", value: "-Xms64m -Xmx128m" },
    { name: "LOG_DIR", value: "/tmp/logs" },
    { name: "MECHANISM", value: mechanism },
    { name: "TMPDIR", value: "/tmp" },
  ];
}
