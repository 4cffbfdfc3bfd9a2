import type { Input } from "@pulumi/pulumi";
import type { ServiceWish } from "../../environments/schema/domains.ts";
import type { PodIdentity } from "../cloud.ts";
import { bucketVariable } from "../kit/bindings.ts";
import type { Labels } from "../kit/labels.ts";

/** What the cloud gives to services besides stores. */
export interface CloudRights {
  /** What each identity is in the cloud, by its name in the environment. */
  readonly identities: Readonly<Record<string, Input<string>>>;
  /** Where buckets are, by name. */
  readonly bucketUrls: Readonly<Record<string, Input<string>>>;
  /** How pods get an identity; absent where there is no cloud. */
  readonly podIdentity?: PodIdentity | undefined;
}

/** How a service carries its identity in the cloud. */
export interface ServiceIdentity {
  /** Of its service account. */
  readonly annotations: Readonly<Record<string, Input<string>>>;
  /** Of its pods. */
  readonly podLabels: Labels;
}

/** The identity of a name, or undefined where there is none: most services have nothing to do in the cloud. */
export function serviceIdentity(name: string, rights: CloudRights | undefined): ServiceIdentity | undefined {
  const id = rights?.identities[name];
  if (id === undefined) return undefined;
  if (rights?.podIdentity === undefined) throw new Error(`${name} has an identity, which no pod can be given here`);
  const { annotation, podLabels } = rights.podIdentity;
  return { annotations: { [annotation]: id }, podLabels };
}

/** Where a service's buckets are, by variable. Throws for a bucket that isn't there, which a valid environment has none of. */
export function bindBuckets(
  name: string,
  { buckets }: Pick<ServiceWish, "buckets">,
  rights: CloudRights | undefined,
): Record<string, Input<string>> {
  return Object.fromEntries(
    Object.keys(buckets)
      .sort()
      .map((bucket) => {
        const url = rights?.bucketUrls[bucket];
        if (url === undefined) throw new Error(`${name} uses bucket ${bucket}, which isn't there`);
        return [bucketVariable(bucket), url];
      }),
  );
}
