import type { ServiceArgs } from "@pulumi/gcp/cloudrunv2/service.js";
import type { Input, Output } from "@pulumi/pulumi";
import type { EventsSpec, EventTarget } from "../../../cloud.ts";
import { bucketVariable } from "../../../kit/workloads/bindings.ts";
import { eventsVariable, functionPort, imageAt, type FunctionDecision } from "../../../kit/events/events.ts";
import { valueOf } from "../../../kit/records.ts";
import type { GcpSettings } from "../settings.ts";
import { labelsOf } from "../tags.ts";

/** What a function's arguments are made from. */
export interface FunctionParts {
  readonly wish: FunctionDecision;
  readonly targets: readonly (readonly [name: string, target: EventTarget])[];
  readonly spec: EventsSpec;
  readonly settings: GcpSettings;
  /** The account as which it runs. */
  readonly account: Output<string>;
}

/**
 * A service that Pub/Sub alone reaches: calls from subscriptions of the same project are internal to Cloud Run.
 * https://cloud.google.com/run/docs/securing/ingress#internal-services
 */
export function functionArgs(name: string, { wish, targets, spec, settings, account }: FunctionParts): ServiceArgs {
  const { key, tags, network, registry } = spec;
  const labels = labelsOf(tags);
  return {
    name,
    location: settings.regions.primary,
    ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY",
    invokerIamDisabled: false,
    // It holds nothing, and goes when the environment no longer names it.
    deletionProtection: false,
    labels,
    template: {
      labels,
      serviceAccount: account,
      timeout: `${wish.timeoutSeconds}s`,
      // One message at a time, as on other clouds.
      maxInstanceRequestConcurrency: 1,
      scaling: { minInstanceCount: 0, maxInstanceCount: wish.maxInstances },
      executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2",
      ...(key === undefined ? {} : { encryptionKey: key.id }),
      // By Google's own way to the internet: by the network's NAT an instance's first connection may take half a minute and
      // more, which a message's time wouldn't always allow for. https://cloud.google.com/run/docs/configuring/vpc-direct-vpc#limitations
      vpcAccess: {
        egress: "PRIVATE_RANGES_ONLY",
        networkInterfaces: [{ network: network.id, subnetwork: network.nodeSubnets.apply(([subnet = ""]) => subnet) }],
      },
      containers: [
        {
          image: registry.host.apply((host) => imageAt(host, wish.image)),
          ports: { containerPort: functionPort },
          resources: {
            limits: { cpu: cpusOf(wish.memoryMiB), memory: `${wish.memoryMiB}Mi` },
            // Paid for while it works.
            cpuIdle: true,
            startupCpuBoost: true,
          },
          envs: variablesOf(wish, targets, spec),
        },
      ],
    },
  };
}

/** As few as the memory asks for. https://cloud.google.com/run/docs/configuring/services/memory-limits#cpu-minimum */
export function cpusOf(memoryMiB: number): string {
  return memoryMiB > 4096 ? "2" : "1";
}

function variablesOf(
  { config, buckets }: FunctionDecision,
  targets: FunctionParts["targets"],
  spec: EventsSpec,
): { name: string; value: Input<string> }[] {
  const all: readonly (readonly [string, Input<string>])[] = [
    ...Object.entries(config),
    ...Object.keys(buckets).map((name) => [bucketVariable(name), valueOf(spec.buckets, name).url] as const),
    ...targets.map(([name, { url }]) => [eventsVariable(name), url] as const),
    ["EVENTS_FORMAT", "pubsub"],
  ];
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => ({ name, value }));
}
