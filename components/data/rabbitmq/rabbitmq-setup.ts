import { interpolate, type ComponentResourceOptions, type Input, type Resource } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { RabbitmqWish } from "../../../environments/schema/messaging/rabbitmq.ts";
import type { ManagedRabbitmq, RabbitmqAccess } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { decideRabbitmqSetup, rabbitmqSetupFolders } from "../../kit/messaging/rabbitmq/rabbitmq-setup.ts";
import { deviceScope } from "../../kit/messaging/rabbitmq/mqtt.ts";
import type { Queue, RabbitmqUserDecision } from "../../kit/messaging/rabbitmq/rabbitmq.ts";
import { mqttPorts } from "../../kit/network/ports.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import type { DeviceKeys } from "./device-keys.ts";
import { authorityVolumes, createSetupJob, type SetupAuthority, type SetupVariable } from "../setup-job.ts";

/** Which RabbitMQ, for whom, and where from it is set up. */
export interface RabbitmqSetupArgs {
  readonly store: string;
  readonly wish: RabbitmqWish;
  readonly queues: readonly Queue[];
  readonly users: readonly RabbitmqUserDecision[];
  readonly broker: ManagedRabbitmq;
  /** By what a broker of ours knows its devices. - behaviour: it has none. */
  readonly deviceKeys?: DeviceKeys | undefined;
  /** Who signed the certificate of a broker of ours. - behaviour: somebody whom every image knows. */
  readonly authority?: SetupAuthority | undefined;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/** What is inside of a RabbitMQ, the cloud's or ours: its queues and a login for each service. A Job makes them by the management API. */
export class RabbitmqSetup extends Component {
  static readonly type = "landbridge:data:RabbitmqSetup";
  readonly access: RabbitmqAccess;
  /** What is inside, made. */
  readonly made: Resource;

  constructor(name: string, args: RabbitmqSetupArgs, opts: ComponentResourceOptions) {
    super(RabbitmqSetup.type, name, { store: args.store, users: args.users.map((user) => user.name) }, opts);
    const { store, wish, queues, users, broker, surroundings, namespace } = args;
    const { job, logins } = createSetupJob(
      name,
      {
        ...{ store, surroundings, namespace, dataClass: wish.dataClass },
        // curl's own image: it has a shell, and the authorities that sign a cloud's certificates.
        image: imageReference("curl", surroundings.mirrors),
        command: ["/bin/sh", `${rabbitmqSetupFolders.files}/setup.sh`],
        files: decideRabbitmqSetup({ vhost: store, queues, users, mqtt: wish.mqtt }),
        folders: rabbitmqSetupFolders,
        logins: users.map((user) => user.name),
        admin: { variable: "ADMIN_PASSWORD", password: broker.admin.password },
        variables: environmentOf(args),
        // In memory: a password is in it for as long as a request takes.
        volumes: [
          { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "8Mi" }, mountPath: "/tmp" },
          ...authorityVolumes(store, args.authority),
        ],
        resources: { cpu: "50m", memory: "64Mi", scratch: ["16Mi", "64Mi"] },
      },
      this,
    );
    this.access = {
      kind: "rabbitmq",
      endpoint: broker.endpoint,
      vhost: store,
      authorities: args.authority?.certificate,
      logins,
      ...decideDeviceAccess(args),
    };
    this.made = job;
    this.registerOutputs({ host: this.access.endpoint.host });
  }
}

/** How devices reach a store that has some, and what their registry signs by. */
function decideDeviceAccess({
  store,
  wish: { mqtt },
  broker,
  deviceKeys,
}: RabbitmqSetupArgs): Pick<RabbitmqAccess, "mqtt"> {
  if (mqtt === undefined || deviceKeys === undefined) return {};
  const { keyId, signingKey } = deviceKeys;
  return {
    mqtt: {
      host: broker.endpoint.host,
      port: mqttPorts.mqtt,
      ...(mqtt.web ? { webPort: mqttPorts.web } : {}),
      ...(mqtt.outside === undefined ? {} : { outsideHost: mqtt.outside.host }),
      ...{ registry: loginOf(mqtt.registry), clients: mqtt.clients.map(loginOf) },
      ...{ audience: store, scope: deviceScope, keyId, signingKey },
    },
  };
}

/** A service's login: `<domain>-<service>`. */
function loginOf(service: string): string {
  return service.replace("/", "-");
}

function environmentOf({ store, broker, authority }: RabbitmqSetupArgs): SetupVariable[] {
  return [
    { name: "ADMIN_USER", value: broker.admin.user },
    ...(authority === undefined
      ? []
      : [{ name: "AUTHORITY", value: `${authoritiesFolder}/${authoritiesFile(store)}` }]),
    { name: "FILES", value: rabbitmqSetupFolders.files },
    { name: "HOME", value: "/tmp" },
    { name: "MANAGEMENT", value: interpolate`https://${broker.management.host}:${broker.management.port}` },
    { name: "PASSWORDS", value: rabbitmqSetupFolders.passwords },
    { name: "TMPDIR", value: "/tmp" },
    { name: "VHOST", value: store },
  ];
}
