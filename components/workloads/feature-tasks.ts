import { CronJob } from "@pulumi/kubernetes/batch/v1/cronJob.js";
import { Job } from "@pulumi/kubernetes/batch/v1/job.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import type { ComponentResource, Input } from "@pulumi/pulumi";
import type { ServiceWish } from "../../environments/schema/domains.ts";
import type { FeaturesWish } from "../../environments/schema/services/features.ts";
import { decideLabels } from "../kit/labels.ts";
import { contentHash } from "../kit/names.ts";
import { variableName } from "../kit/workloads/bindings.ts";
import {
  applyCommand,
  decideFeatureSettings,
  decideMaterialization,
  featureFile,
  featureProject,
  featureTaskPods,
  featureVersion,
  materializeCommand,
} from "../kit/workloads/feature-store.ts";
import type { Variables } from "./bindings.ts";
import { taskSpec, type PodParts } from "./pod.ts";

/** What a feature store's settings are written from. */
export interface FeatureStoreArgs {
  readonly domain: string;
  readonly service: string;
  readonly wish: ServiceWish;
  readonly variables: Variables;
}

type Metadata = (object: string) => { name: string; namespace: Input<string>; labels: Record<string, string> };
type Inside = { readonly parent: ComponentResource };

/** A feature store's settings, without any password: another ConfigMap for other contents. None for a service that is no feature store. */
export function createFeatureSettings(
  name: string,
  { domain, service, wish: { features }, variables }: FeatureStoreArgs,
  metadata: Metadata,
  opts: Inside,
): ConfigMap | undefined {
  if (features === undefined) return undefined;
  const data = { [featureFile]: settingsOf(features, featureProject(domain, service), variables) };
  const args = { metadata: metadata(`${service}-features-${contentHash(data)}`), immutable: true, data };
  return new ConfigMap(`${name}-features`, args, opts);
}

function settingsOf(features: FeaturesWish, project: string, { clear }: Variables): string {
  const knowsAuthority = (store: string): boolean => Object.hasOwn(clear, variableName(store, "CA_FILE"));
  return decideFeatureSettings({ project, features, knowsAuthority });
}

/**
 * What a feature store does besides serving: a Job applies the definitions of each version of the image, for which servers of that version
 * wait, and a CronJob brings features online. Returns what servers wait for.
 */
export function createFeatureTasks(
  name: string,
  parts: PodParts & FeatureStoreArgs & { readonly owner: string },
  metadata: Metadata,
  opts: Inside,
): Job[] {
  const { domain, service, wish, variables } = parts;
  const { features, image } = wish;
  if (features === undefined) return [];
  const version = featureVersion(service, image, settingsOf(features, featureProject(domain, service), variables));
  const labels = taskLabels(parts);
  const job = new Job(
    `${name}-apply`,
    {
      // One that failed is made again by the next `up`.
      metadata: { ...metadata(version), annotations: { "pulumi.com/replaceUnready": "true" } },
      spec: {
        backoffLimit: 6,
        activeDeadlineSeconds: 840,
        template: { metadata: { labels }, spec: taskSpec(parts, "apply", applyCommand) },
      },
    },
    { ...opts, customTimeouts: { create: "15m" } },
  );
  createMaterialization(name, parts, features, { labels, metadata, dependsOn: [job], ...opts });
  return [job];
}

/** Of its own pods alone: what selects the servers must not find them. */
function taskLabels({
  domain,
  service,
  surroundings,
  owner,
}: PodParts & FeatureStoreArgs & { readonly owner: string }) {
  const subject = { name: service, component: "service", partOf: surroundings.system } as const;
  return { ...decideLabels(subject, { ...surroundings.tags, owner }), ...featureTaskPods(domain, service).labels };
}

function createMaterialization(
  name: string,
  parts: PodParts & FeatureStoreArgs,
  { materialize }: FeaturesWish,
  {
    labels,
    metadata,
    ...opts
  }: Inside & {
    readonly labels: Record<string, string>;
    readonly metadata: Metadata;
    readonly dependsOn: Job[];
  },
): void {
  if (materialize === undefined) return;
  const { deadlineSeconds, ...schedule } = decideMaterialization(parts.domain, parts.service, materialize);
  const template = { metadata: { labels }, spec: taskSpec(parts, "materialize", materializeCommand) };
  const jobTemplate = { spec: { backoffLimit: 0, activeDeadlineSeconds: deadlineSeconds, template } };
  new CronJob(
    `${name}-materialize`,
    { metadata: metadata(`${parts.service}-materialize`), spec: { ...schedule, jobTemplate } },
    opts,
  );
}
