import { Job } from "@pulumi/kubernetes/batch/v1/job.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import type { core } from "@pulumi/kubernetes/types/input.js";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { Component } from "../../kit/component.ts";
import type { CopyVariable } from "../../kit/databases/copies/copy-pod.ts";
import { contentHash } from "../../kit/names.ts";
import { bucketKeysName } from "../../kit/objects/objects-in-cluster.ts";
import { authoritiesFile } from "../../kit/workloads/authorities.ts";
import { movedIsNoFailure } from "../../kit/workloads/long-jobs.ts";
import { bucketUrlOf, type BucketLogin } from "../bucket-login.ts";
import type { BackupPlaces } from "./backup-places.ts";
import type { StoreMetadata } from "../store-metadata.ts";

/** Of which component what a store's copies are made of is part, and what comes before. */
export type Inside = { readonly parent: Component; readonly dependsOn?: Resource[] };

/** Who the pods that copy are to buckets: their service account, and the Secret `bucketKeysName(owner)` where the login there is made of keys. Gives the account's name. */
export function createCopyAccount(
  name: string,
  {
    login,
    metadata,
    account,
    owner,
  }: {
    readonly login: BucketLogin;
    readonly metadata: StoreMetadata;
    readonly account: string;
    readonly owner: string;
  },
  opts: Inside,
): Output<string> {
  const made = new ServiceAccount(
    `${name}-account`,
    { metadata: { ...metadata(account), annotations: login.annotations }, automountServiceAccountToken: false },
    opts,
  );
  const { keys } = login;
  if (keys !== undefined)
    new Secret(`${name}-bucket-keys`, { metadata: metadata(bucketKeysName(owner)), stringData: keys }, opts);
  return made.metadata.name;
}

/** The ConfigMap with who signed a store's servers' certificates, for those who ask them. Gives its name. */
export function createCopyAuthorities(
  name: string,
  {
    store,
    metadata,
    authorities,
  }: { readonly store: string; readonly metadata: StoreMetadata; readonly authorities: Input<string> },
  opts: Inside,
): Output<string> {
  const made = new ConfigMap(
    `${name}-authorities`,
    { metadata: metadata(`${store}-copy-authorities`), data: { [authoritiesFile(store)]: authorities } },
    opts,
  );
  return made.metadata.name;
}

/** The ConfigMap with a role's files, by whose content it is named. Gives that name, which the role's Job may have as well, and the object's. */
export function createCopyFiles(
  name: string,
  {
    store,
    role,
    metadata,
    data,
  }: {
    readonly store: string;
    readonly role: string;
    readonly metadata: StoreMetadata;
    readonly data: Readonly<Record<string, string>>;
  },
  opts: Inside,
): { readonly named: string; readonly files: Output<string> } {
  const named = `${store}-${role}-${contentHash(data)}`;
  const config = new ConfigMap(`${name}-files`, { metadata: metadata(named), immutable: true, data }, opts);
  return { named, files: config.metadata.name };
}

/** Where rclone finds a store's bucket, beside its login. */
export function bucketPlace(
  store: string,
  bucket: string,
  places: BackupPlaces | undefined,
): readonly CopyVariable<Input<string>>[] {
  return [
    { name: "BUCKET_URL", value: bucketUrlOf(store, bucket, places) },
    // There is no file of settings: all of them are variables.
    { name: "RCLONE_CONFIG", value: "/dev/null" },
  ];
}

/** One try and another one, in so many hours; one that was moved away is none. */
export function within(hours: number) {
  return { backoffLimit: 1, activeDeadlineSeconds: hours * 3600, podFailurePolicy: movedIsNoFailure };
}

/** The Job that brings a copy into a store once, in four tries and so many hours. One that failed is made again by the next `up`. */
export function createRestoreJob(
  name: string,
  {
    metadata,
    named,
    template,
    hours,
  }: {
    readonly metadata: StoreMetadata;
    readonly named: string;
    readonly template: core.v1.PodTemplateSpec;
    readonly hours: number;
  },
  opts: Inside,
): Job {
  return new Job(
    `${name}-job`,
    {
      metadata: { ...metadata(named), annotations: { "pulumi.com/replaceUnready": "true" } },
      spec: { ...within(hours), backoffLimit: 3, template },
    },
    { ...opts, customTimeouts: { create: `${hours}h` } },
  );
}
