import { LogGroup, type LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import { SecurityGroup, type SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup.js";
import type { RoleArgs } from "@pulumi/aws/iam/role.js";
import { EventSourceMapping } from "@pulumi/aws/lambda/eventSourceMapping.js";
import { Function as LambdaFunction, type FunctionArgs } from "@pulumi/aws/lambda/function.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { EventsSpec, EventTarget } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { repositoryOf, type FunctionDecision } from "../../../kit/events/events.ts";
import { autoNamed, boundedName } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { nameLimits } from "../names.ts";
import { createRole, trustService, type AwsRole } from "../rights/identity.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import { functionArgs, functionLogArgs, securityGroupArgs } from "./function-args.ts";
import { decideFunctionRights } from "./function-rights.ts";
import type { SharedImages } from "./images.ts";
import type { AwsQueue } from "./queue.ts";

/** What a caller may change on the children below. */
export interface AwsFunctionTransforms {
  readonly function?: Transform<FunctionArgs>;
  readonly role?: Transform<RoleArgs>;
  readonly securityGroup?: Transform<SecurityGroupArgs>;
  readonly logGroup?: Transform<LogGroupArgs>;
}

/** What a function is made from. */
export interface AwsFunctionArgs {
  readonly wish: FunctionDecision;
  readonly queue: AwsQueue;
  /** What it writes to, by name. */
  readonly targets: readonly (readonly [name: string, target: EventTarget])[];
  readonly images: SharedImages;
  readonly spec: EventsSpec;
  readonly settings: AwsSettings;
  readonly transforms?: AwsFunctionTransforms | undefined;
}

/** An image on Lambda in the private network that Lambda calls for each message of its queue, and nobody else can. */
export class AwsFunction extends Component {
  static readonly type = "landbridge:aws:Function";
  /** Its ARN, known once it is called for messages. */
  readonly id: Output<string>;

  constructor(name: string, args: AwsFunctionArgs, opts: ComponentResourceOptions) {
    const { wish, queue, targets, images, spec, transforms } = args;
    super(AwsFunction.type, name, { wish }, opts);
    const inside = { parent: this };
    const { tags } = spec;
    const names = { name, functionName: boundedName(name, nameLimits.function) };
    const logGroup = new LogGroup(
      `${name}-logs`,
      transformed(transforms?.logGroup, functionLogArgs(names.functionName, spec)),
      inside,
    );
    const role = createFunctionRole(names, args, logGroup.arn, this);
    const group = new SecurityGroup(
      autoNamed(`${name}-network`, nameLimits.securityGroup),
      transformed(transforms?.securityGroup, securityGroupArgs(`${name}-network`, spec)),
      // Lambda lets go of its addresses in the network up to half an hour after the function is gone, and by the function's
      // rights: so these go after the group, which waits for that.
      { ...inside, dependsOn: [...role.rights], customTimeouts: { delete: "45m" } },
    );
    const pulls = images.get(repositoryOf(wish.image));
    const made = { role: role.arn, securityGroup: group.id, logGroup: logGroup.name };
    const lambda = new LambdaFunction(
      `${name}-function`,
      transformed(transforms?.function, functionArgs({ ...names, ...made, wish, targets, spec })),
      { ...inside, dependsOn: pulls === undefined ? [] : [pulls], customTimeouts: { create: "20m", delete: "45m" } },
    );
    const called = new EventSourceMapping(
      `${name}-messages`,
      {
        eventSourceArn: queue.id,
        functionName: lambda.arn,
        // One message for one call, as on other clouds: an error is that message's alone.
        batchSize: 1,
        scalingConfig: { maximumConcurrency: wish.maxInstances },
        tags: tagsOf(tags),
      },
      // Its rights go after it, or what is in work couldn't be taken off the queue.
      { ...inside, dependsOn: [...role.rights] },
    );
    this.id = afterAll(lambda.arn, [called.urn]);
    this.registerOutputs({ id: this.id });
  }
}

/** The role as which it runs, which only Lambda takes on. */
function createFunctionRole(
  { name, functionName }: { readonly name: string; readonly functionName: string },
  { wish, queue, targets, spec, settings, transforms }: AwsFunctionArgs,
  logGroup: Output<string>,
  parent: Component,
): AwsRole {
  return createRole(
    `${name}-role`,
    {
      // Fixed, as Pulumi's would be too long for a long name; free as soon as it is deleted.
      fixedName: boundedName(name, nameLimits.role),
      trust: trustService("lambda.amazonaws.com"),
      rights: decideFunctionRights({ functionName, wish, queue, targets, logGroup, spec, settings }),
      tags: spec.tags,
      transform: transforms?.role,
    },
    parent,
  );
}
