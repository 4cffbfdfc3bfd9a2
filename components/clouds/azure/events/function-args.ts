import type { ContainerAppArgs } from "@pulumi/azure-native/app/containerApp.js";
import type { DaprComponentArgs } from "@pulumi/azure-native/app/daprComponent.js";
import type { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity.js";
import { interpolate, type Input, type Output } from "@pulumi/pulumi";
import { bucketVariable } from "../../../kit/workloads/bindings.ts";
import { eventsVariable, functionPath, functionPort, imageAt } from "../../../kit/events/events.ts";
import { valueOf } from "../../../kit/records.ts";
import { tagsOf } from "../tags.ts";
import { consumption } from "./function-home.ts";
import type { AzureFunctionArgs } from "./function.ts";

/**
 * Dapr's way from the queue to the image: one message at a time, locked anew while the image works on it, and given back when
 * the image fails or takes too long.
 * https://docs.dapr.io/reference/components-reference/supported-bindings/servicebusqueues/
 */
export function bindingArgs(
  appName: string,
  { wish, host, queue }: Pick<AzureFunctionArgs, "wish" | "host" | "queue">,
  clientId: Output<string>,
): Omit<DaprComponentArgs, "resourceGroupName" | "environmentName"> {
  const metadata: readonly (readonly [string, Input<string>])[] = [
    ["namespaceName", host],
    ["queueName", queue.queueName],
    ["azureClientId", clientId],
    // Queues are made here, and the function may not.
    ["disableEntityManagement", "true"],
    ["direction", "input"],
    ["route", functionPath],
    ["maxActiveMessages", "1"],
    ["maxConcurrentHandlers", "1"],
    ["handlerTimeoutInSec", String(wish.timeoutSeconds)],
    ["lockRenewalInSec", "20"],
  ];
  return {
    componentName: `messages-${appName}`,
    componentType: "bindings.azure.servicebusqueues",
    version: "v1",
    ignoreErrors: false,
    metadata: metadata.map(([name, value]) => ({ name, value })),
    // To the others in the environment it isn't there.
    scopes: [appName],
  };
}

/** https://learn.microsoft.com/azure/container-apps/azure-resource-manager-api-spec */
export function functionArgs(
  appName: string,
  args: Pick<AzureFunctionArgs, "wish" | "home" | "queue" | "targets" | "spec" | "settings" | "namespace">,
  identity: UserAssignedIdentity,
): Omit<ContainerAppArgs, "resourceGroupName" | "environmentId"> {
  const { wish, home, queue, spec, settings, namespace } = args;
  const host = spec.registry.host;
  return {
    containerAppName: appName,
    location: settings.regions.primary,
    workloadProfileName: consumption,
    identity: { type: "UserAssigned", userAssignedIdentities: [home.keeper.id, identity.id] },
    configuration: {
      activeRevisionsMode: "Single",
      // No ingress: only Dapr beside it calls it.
      dapr: { enabled: true, appId: appName, appPort: functionPort, appProtocol: "http", maxConcurrency: 1 },
      registries: [{ server: host, identity: home.keeper.id }],
      // https://learn.microsoft.com/azure/container-apps/managed-identity#control-managed-identity-availability
      identitySettings: [
        { identity: home.keeper.id, lifecycle: "None" },
        { identity: identity.id, lifecycle: "All" },
      ],
    },
    template: {
      containers: [
        {
          name: "function",
          image: host.apply((registry) => imageAt(registry, wish.image)),
          resources: { cpu: cpusOf(wish.memoryMiB), memory: `${wish.memoryMiB / 1024}Gi` },
          env: variablesOf(args, identity.clientId),
        },
      ],
      // https://learn.microsoft.com/azure/container-apps/scale-app#custom
      scale: {
        minReplicas: 0,
        maxReplicas: wish.maxInstances,
        rules: [
          {
            name: "messages",
            custom: {
              type: "azure-servicebus",
              identity: home.keeper.id,
              metadata: { namespace: namespace.name, queueName: queue.queueName, messageCount: "1" },
            },
          },
        ],
      },
      terminationGracePeriodSeconds: Math.min(longestGraceSeconds, wish.timeoutSeconds),
    },
    tags: tagsOf(spec.tags),
  };
}

const longestGraceSeconds = 600;

/** Memory is twice the CPUs in GiB, and no other way. https://learn.microsoft.com/azure/container-apps/containers#allocations */
export function cpusOf(memoryMiB: number): number {
  return memoryMiB / 2048;
}

function variablesOf(
  { wish, targets, spec }: Pick<AzureFunctionArgs, "wish" | "targets" | "spec">,
  clientId: Output<string>,
): { name: string; value: Input<string> }[] {
  const all: readonly (readonly [string, Input<string>])[] = [
    ...Object.entries(wish.config),
    ...Object.keys(wish.buckets).map((name) => [bucketVariable(name), valueOf(spec.buckets, name).url] as const),
    ...targets.map(([name, { url }]) => [eventsVariable(name), url] as const),
    // Which of an app's identities SDKs take.
    ["AZURE_CLIENT_ID", interpolate`${clientId}`],
    ["EVENTS_FORMAT", "dapr"],
    ["PORT", String(functionPort)],
  ];
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => ({ name, value }));
}
