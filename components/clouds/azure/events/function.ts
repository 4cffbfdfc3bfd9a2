import { ContainerApp } from "@pulumi/azure-native/app/containerApp.js";
import { DaprComponent } from "@pulumi/azure-native/app/daprComponent.js";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import type { ComponentResourceOptions, Output, Resource } from "@pulumi/pulumi";
import type { EventTarget } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import type { FunctionDecision } from "../../../kit/events/events.ts";
import { boundedName } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { valueOf } from "../../../kit/records.ts";
import { transformed } from "../../../kit/transforms.ts";
import { nameLimits, singleDashed } from "../names.ts";
import { grant, type RoleName } from "../rights/identity.ts";
import { bucketRoles } from "../rights/workload-identity.ts";
import { tagsOf } from "../tags.ts";
import { bindingArgs, functionArgs } from "./function-args.ts";
import type { FunctionHome } from "./function-home.ts";
import type { AzureEventParts } from "./parts.ts";
import type { AzureQueue } from "./queue.ts";

/** What a function is made from. */
export interface AzureFunctionArgs extends AzureEventParts {
  readonly wish: FunctionDecision;
  readonly home: FunctionHome;
  readonly queue: AzureQueue;
  /** What it writes to, by name. */
  readonly targets: readonly (readonly [name: string, target: EventTarget])[];
}

/**
 * An image on Container Apps that runs while its queue has messages. Dapr beside it reads the queue and posts each message to
 * it; it has no address of its own. The images of Azure Functions have a host of their own inside, which no other cloud runs,
 * and its Flex Consumption plan takes no image at all: https://learn.microsoft.com/azure/azure-functions/functions-scale
 */
export class AzureFunction extends Component {
  static readonly type = "landbridge:azure:Function";
  /** Id of the app, known once it is called for messages. */
  readonly id: Output<string>;

  constructor(name: string, args: AzureFunctionArgs, opts: ComponentResourceOptions) {
    const { wish, home, queue, resourceGroupName, spec, transforms } = args;
    super(AzureFunction.type, name, { wish }, opts);
    const appName = boundedName(singleDashed(wish.name), nameLimits.containerApp);
    const identity = new UserAssignedIdentity(
      `${name}-user`,
      { resourceGroupName, resourceName: boundedName(name, nameLimits.identity), tags: tagsOf(spec.tags) },
      { parent: this },
    );
    const rights = giveRights(name, args, identity, this);
    const binding = new DaprComponent(
      `${name}-messages`,
      {
        resourceGroupName,
        environmentName: home.environment.name,
        ...bindingArgs(appName, args, identity.clientId),
      },
      { parent: this, deletedWith: home.environment, deleteBeforeReplace: true },
    );
    const app = new ContainerApp(
      `${name}-function`,
      transformed(transforms?.function, {
        resourceGroupName,
        environmentId: home.environment.id,
        ...functionArgs(appName, args, identity),
      }),
      // Its name is fixed, and two of them would share the messages.
      { parent: this, dependsOn: [home.pulls, binding, ...rights], deleteBeforeReplace: true },
    );
    // Whoever is called before the queue is there would end at once.
    this.id = afterAll(app.id, [queue.urn]);
    this.registerOutputs({ id: this.id });
  }
}

/** To read its queue and what it says that it uses, at the one thing each; the keeper counts the queue's messages. */
function giveRights(
  name: string,
  { wish, home, queue, targets, spec, settings }: AzureFunctionArgs,
  { principalId }: UserAssignedIdentity,
  parent: Resource,
): Resource[] {
  const give = (role: RoleName, what: string, scope: Output<string>, principal = principalId): Resource =>
    grant(`${name}-${what}`, { role, principal, scope }, settings, { parent });
  return [
    give("service-bus-data-receiver", "reads", queue.id),
    // How many messages there are is told to owners only. https://github.com/kedacore/keda/issues/806
    give("service-bus-data-owner", "counts", queue.id, home.keeper.principalId),
    ...targets.map(([target, { id }]) => give("service-bus-data-sender", `writes-${target}`, id)),
    ...Object.entries(wish.buckets).map(([bucket, access]) =>
      give(bucketRoles[access], `bucket-${bucket}`, valueOf(spec.buckets, bucket).id),
    ),
  ];
}
