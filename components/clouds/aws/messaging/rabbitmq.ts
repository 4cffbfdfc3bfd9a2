import { SecurityGroup, type SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup.js";
import { Broker, type BrokerArgs } from "@pulumi/aws/mq/broker.js";
import { output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Endpoint, Login, ManagedRabbitmq, ManagedRabbitmqSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { autoNamed, boundedName } from "../../../kit/names.ts";
import { holdsData } from "../../../kit/protection.ts";
import { rabbitmqAdmin } from "../../../kit/messaging/rabbitmq/rabbitmq-setup.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { createPassword } from "../../../secrets/password.ts";
import { rabbitmqPorts } from "../databases/managed-stores.ts";
import { nameLimits } from "../names.ts";
import { brokerArgs, hostAt, queueDoorArgs } from "./rabbitmq-args.ts";

/** What a caller may change on the children below. */
export interface AwsRabbitmqTransforms {
  readonly broker?: Transform<BrokerArgs>;
  readonly securityGroup?: Transform<SecurityGroupArgs>;
}

/** What RabbitMQ is made from. */
export interface AwsRabbitmqArgs {
  readonly spec: ManagedRabbitmqSpec;
  readonly transforms?: AwsRabbitmqTransforms | undefined;
}

/** RabbitMQ on Amazon MQ: three brokers over the zones behind one name, or one, with one login that makes all else. */
export class AwsRabbitmq extends Component implements ManagedRabbitmq {
  static readonly type = "landbridge:aws:Rabbitmq";
  readonly endpoint: Endpoint;
  readonly management: Endpoint;
  readonly admin: Login;

  constructor(name: string, { spec, transforms }: AwsRabbitmqArgs, opts: ComponentResourceOptions) {
    super(AwsRabbitmq.type, name, { wish: spec.wish }, opts);
    const inside = { parent: this };
    // Amazon MQ takes 12 to 250 characters, without commas, colons and equals signs.
    const password = createPassword(`${name}-password`, inside);
    const securityGroup = new SecurityGroup(
      autoNamed(`${name}-clients`, nameLimits.securityGroup),
      transformed(transforms?.securityGroup, queueDoorArgs(name, spec)),
      inside,
    );
    const broker = new Broker(
      `${name}-broker`,
      transformed(
        transforms?.broker,
        brokerArgs(boundedName(name, nameLimits.queueBroker), spec, { securityGroup: securityGroup.id, password }),
      ),
      {
        ...inside,
        // Its name is fixed: a second can't stand beside the first.
        ...holdsData(spec.protect),
        // Amazon MQ can't tell a login's password, nor change it from outside: only making the broker anew would.
        ignoreChanges: ["users"],
        customTimeouts: { create: "1h", update: "2h", delete: "1h" },
      },
    );
    const host = hostOf(broker);
    this.endpoint = { host, port: rabbitmqPorts.port };
    this.management = { host, port: rabbitmqPorts.managementPort };
    this.admin = { user: output(rabbitmqAdmin), password };
    this.registerOutputs({ host });
  }
}

/**
 * The one name of all brokers, as Amazon MQ answers it: which of its two domains that is in (`amazonaws.com` or `on.aws`)
 * is Amazon MQ's choice, and the certificate is for that name.
 * https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/connect-to-amazonmq.html
 */
function hostOf({ instances }: Broker): Output<string> {
  return instances.apply(([first]) => hostAt(first?.endpoints[0] ?? ""));
}
