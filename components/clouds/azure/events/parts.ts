import type { ContainerAppArgs } from "@pulumi/azure-native/app/containerApp.js";
import type { ManagedEnvironmentArgs } from "@pulumi/azure-native/app/managedEnvironment.js";
import type { PrivateEndpointArgs } from "@pulumi/azure-native/network/privateEndpoint.js";
import type { WorkspaceArgs } from "@pulumi/azure-native/operationalinsights/workspace.js";
import type { Namespace, NamespaceArgs } from "@pulumi/azure-native/servicebus/namespace.js";
import type { QueueArgs } from "@pulumi/azure-native/servicebus/queue.js";
import type { Output } from "@pulumi/pulumi";
import type { EventsSpec } from "../../../cloud.ts";
import type { Transform } from "../../../kit/transforms.ts";
import type { Identities } from "../rights/identity.ts";
import type { AzureSettings } from "../settings.ts";

/** What a caller may change on the namespace, its queues, and functions with what they share. */
export interface AzureEventsTransforms {
  readonly namespace?: Transform<NamespaceArgs>;
  readonly endpoint?: Transform<PrivateEndpointArgs>;
  readonly queue?: Transform<QueueArgs>;
  readonly environment?: Transform<ManagedEnvironmentArgs>;
  readonly function?: Transform<ContainerAppArgs>;
  readonly workspace?: Transform<WorkspaceArgs>;
}

/** What each queue, topic and function is made from. */
export interface AzureEventParts {
  readonly spec: EventsSpec;
  readonly settings: AzureSettings;
  readonly resourceGroupName: Output<string>;
  readonly identities: Identities;
  readonly namespace: Namespace;
  /** Where clients find the namespace, known once there is a door to it. */
  readonly host: Output<string>;
  readonly transforms: AzureEventsTransforms | undefined;
}
