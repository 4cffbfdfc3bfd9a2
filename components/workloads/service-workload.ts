import { interpolate, type ComponentResourceOptions, type Input } from "@pulumi/pulumi";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2/horizontalPodAutoscaler.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import type { ServiceWish } from "../../environments/schema/domains.ts";
import { Component } from "../kit/component.ts";
import { decideLabels, podSelector } from "../kit/labels.ts";
import { contentHash } from "../kit/names.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { decideDisruption, decidePorts, decideScaling } from "../kit/workloads/workload.ts";
import { createFeatureSettings, createFeatureTasks } from "./feature-tasks.ts";
import { podSpec, rollout } from "./pod.ts";
import { createWarmingTasks, type WarmingLogins } from "./warming-tasks.ts";
import type { Variables } from "./bindings.ts";
import { createServiceAccount } from "./service-account.ts";
import type { ServiceIdentity } from "./rights.ts";

/** A service and all that it needs to run. */
export interface ServiceWorkloadArgs {
  readonly domain: string;
  readonly service: string;
  readonly owner: string;
  readonly wish: ServiceWish;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** Before an image's repository, without a trailing slash. */
  readonly registryHost: Input<string>;
  /** Settings in the clear that are known when the program runs. */
  readonly config: Readonly<Record<string, string>>;
  /** What stores, buckets and secrets give. */
  readonly variables: Variables;
  /** By which it fills stores that it warms. - behaviour: it warms none. */
  readonly warming?: WarmingLogins;
  /** What it is in the cloud; absent where it has nothing to do there. */
  readonly identity?: ServiceIdentity | undefined;
}

/**
 * A service: its pods, how they are reached, how many there are and how they are replaced. The autoscaler alone decides
 * how many. Settings lie in an immutable ConfigMap whose name changes with its contents, so that a change rolls out and a
 * pod never sees half of it. Secrets lie in one Secret: after a rotation pods keep the old values until they are
 * restarted (`kubectl rollout restart`).
 */
export class ServiceWorkload extends Component {
  static readonly type = "landbridge:workloads:ServiceWorkload";

  constructor(name: string, args: ServiceWorkloadArgs, opts: ComponentResourceOptions) {
    super(ServiceWorkload.type, name, { service: args.service, wish: args.wish }, opts);
    const { service, wish, namespace, identity } = args;
    const inside = { parent: this };
    const labels = labelsOf(args);
    const selector = podSelector({ name: service, component: "service" });
    const metadata = (object: string) => ({ name: object, namespace, labels });

    const account = createServiceAccount(name, args, metadata, inside);
    const config = createConfig(name, args, metadata, inside);
    const secret = createSecret(name, args, metadata, inside);
    const authorities = createAuthorities(name, args, metadata, inside);
    const image = interpolate`${args.registryHost}/${wish.image}`;
    const features = createFeatureSettings(name, args, metadata, inside);
    const parts = { ...args, image, account, config, secret, authorities, features };
    const tasks = createFeatureTasks(name, parts, metadata, inside);
    createWarmingTasks(name, { ...parts, warming: args.warming ?? {} }, metadata, inside);
    const pod = podSpec(parts);
    const deployment = new Deployment(
      `${name}-deployment`,
      {
        metadata: { ...metadata(service), ...annotationsOf(wish) },
        // No `replicas`: that field belongs to the autoscaler.
        spec: {
          selector: { matchLabels: selector },
          ...rollout,
          template: { metadata: { labels: { ...labels, ...identity?.podLabels } }, spec: pod },
        },
      },
      { ...inside, dependsOn: tasks, customTimeouts: { create: "15m", update: "15m" } },
    );
    createService(name, args, metadata, inside);
    createScaler(name, args, deployment, metadata, inside);
    createBudget(name, args, metadata, inside);
    this.registerOutputs({});
  }
}

type Metadata = (object: string) => { name: string; namespace: Input<string>; labels: Record<string, string> };
type Inside = { readonly parent: Component };

/** The labels of all that a service has. */
export function labelsOf({ service, surroundings, owner }: ServiceWorkloadArgs): Record<string, string> {
  const subject = { name: service, component: "service", partOf: surroundings.system } as const;
  return { ...decideLabels(subject, { ...surroundings.tags, owner }) };
}

/** Says why a worker has no probes, to whoever reads the Deployment. */
function annotationsOf(wish: ServiceWish) {
  if (decidePorts(wish).length > 0) return {};
  return { annotations: { "landbridge.dev/no-probes": "serves nothing that could be asked" } };
}

/** Settings in the clear, where there are any, under a name that changes with them. */
export function createConfig(name: string, { service, config }: ServiceWorkloadArgs, metadata: Metadata, opts: Inside) {
  if (Object.keys(config).length === 0) return undefined;
  const args = { metadata: metadata(`${service}-config-${contentHash(config)}`), immutable: true, data: config };
  return new ConfigMap(`${name}-config`, args, opts);
}

/** What stores, buckets and secrets give, where there is any. */
export function createSecret(
  name: string,
  { service, variables }: ServiceWorkloadArgs,
  metadata: Metadata,
  opts: Inside,
) {
  if (Object.keys(variables.secret).length === 0) return undefined;
  const args = { metadata: metadata(`${service}-bindings`), type: "Opaque", stringData: variables.secret };
  return new Secret(`${name}-bindings`, args, opts);
}

/**
 * Who signed the certificates of stores: public, and nothing that an image would know. Named by its contents where they are known
 * here, so that a change rolls out. Of our own authority they are known in the cluster alone: a change reaches the file within a
 * minute or two, and pods go on, since a renewed authority and the one before are trusted alike.
 */
export function createAuthorities(
  name: string,
  { service, variables }: ServiceWorkloadArgs,
  metadata: Metadata,
  opts: Inside,
) {
  const data = { ...variables.authorities };
  if (Object.keys(data).length === 0) return undefined;
  const known = Object.values(data).every((authorities) => typeof authorities === "string");
  const args = known
    ? { metadata: metadata(`${service}-authorities-${contentHash(data)}`), immutable: true, data }
    : { metadata: metadata(`${service}-authorities`), data };
  return new ConfigMap(`${name}-authorities`, args, opts);
}

function createService(name: string, { service, wish }: ServiceWorkloadArgs, metadata: Metadata, opts: Inside): void {
  const ports = decidePorts(wish);
  if (ports.length === 0) return;
  const spec = {
    type: "ClusterIP",
    selector: podSelector({ name: service, component: "service" }),
    ports: ports.map((port) => ({ ...port, targetPort: port.name, protocol: "TCP" })),
  };
  new Service(`${name}-service`, { metadata: metadata(service), spec }, opts);
}

function createScaler(
  name: string,
  { service, wish }: ServiceWorkloadArgs,
  deployment: Deployment,
  metadata: Metadata,
  opts: Inside,
): void {
  const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: deployment.metadata.name };
  const spec = { scaleTargetRef, ...decideScaling(wish.scale) };
  new HorizontalPodAutoscaler(`${name}-scaler`, { metadata: metadata(service), spec }, opts);
}

function createBudget(name: string, { service, wish }: ServiceWorkloadArgs, metadata: Metadata, opts: Inside): void {
  const disruption = decideDisruption(wish.scale);
  if (disruption === undefined) return;
  const matchLabels = podSelector({ name: service, component: "service" });
  // A pod that isn't ready guards nothing, and must not keep a node from being drained.
  const spec = { ...disruption, unhealthyPodEvictionPolicy: "AlwaysAllow", selector: { matchLabels } };
  new PodDisruptionBudget(`${name}-budget`, { metadata: metadata(service), spec }, opts);
}
