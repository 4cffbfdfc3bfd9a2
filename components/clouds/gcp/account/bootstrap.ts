import type { BucketArgs } from "@pulumi/gcp/storage/bucket.js";
import type { storage } from "@pulumi/gcp/types/input.js";
import type { CryptoKeyArgs } from "@pulumi/gcp/kms/cryptoKey.js";
import { interpolate, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Bootstrap, BootstrapSpec } from "../../../cloud.ts";
import { keptDays } from "../../../kit/account/keeping.ts";
import { leastStateVersions } from "../../../kit/account/bootstrap.ts";
import { Component } from "../../../kit/component.ts";
import type { Transform } from "../../../kit/transforms.ts";
import { GcpKey } from "../rights/keys.ts";
import { GcpObjectStore } from "../objects/object-store.ts";
import type { GcpSettings } from "../settings.ts";
import type { Used } from "./bootstrap-rights.ts";
import { createCiIdentities, type GcpCiTransforms } from "./bootstrap-ci.ts";
import type { ApiName, Apis } from "./services.ts";

/** What a caller may change on the children below. */
export interface GcpBootstrapTransforms extends GcpCiTransforms {
  readonly bucket?: Transform<BucketArgs>;
  readonly key?: Transform<CryptoKeyArgs>;
}

/** What the account's own things are made from. */
export interface GcpBootstrapArgs {
  readonly apis: Apis;
  /** The environment's name. */
  readonly environment: string;
  /** Whether it keeps a budget, which belongs to the billing account. */
  readonly budgeted: boolean;
  /** What it has that pipelines need more rights for. */
  readonly used: readonly Used[];
  readonly spec: BootstrapSpec;
  readonly settings: GcpSettings;
  readonly transforms?: GcpBootstrapTransforms | undefined;
}

/**
 * APIs that the account's own things and a first preview call. Every component turns on what it calls itself, so that these
 * stay on in both stacks. `gcloud` turns on the first two, by which Pulumi turns on the others: see `login` of the entry.
 */
const bootstrapApis = [
  "cloudresourcemanager",
  "cloudkms",
  "iam",
  "iamcredentials",
  "storage",
  "sts",
] as const satisfies readonly ApiName[];

/**
 * A bucket for state and a key for its secrets in a region of their own, and trust in a pipeline. Who read state is in the
 * project's own audit logs, once the platform turns those of Cloud Storage on: they are on for all buckets or for none.
 */
export class GcpBootstrap extends Component implements Bootstrap {
  static readonly type = "landbridge:gcp:Bootstrap";
  readonly stateUrl: Output<string>;
  readonly secretsProvider: Output<string>;
  readonly identities: Bootstrap["identities"];

  constructor(name: string, args: GcpBootstrapArgs, opts: ComponentResourceOptions) {
    const { apis, spec, transforms } = args;
    super(GcpBootstrap.type, name, { stateRegion: spec.stateRegion }, opts);
    const inside = { parent: this };
    // All at once and beside this component: what is below it asks for them again and gets the same.
    apis.enable(args.budgeted ? [...bootstrapApis, "cloudbilling"] : bootstrapApis, opts);
    // In the region of the state: a bucket takes no key from elsewhere. https://cloud.google.com/storage/docs/encryption/customer-managed-keys
    const settings = { ...args.settings, regions: { primary: spec.stateRegion } };
    const keyed = { apis, settings, transforms: { ...(transforms?.key && { key: transforms.key }) } };
    const key = {
      dataClass: "platform",
      region: "primary",
      rotationDays: spec.rotationDays,
      tags: spec.tags,
      protect: spec.protect,
    } as const;
    const stateKey = new GcpKey(`${name}-state`, { ...keyed, spec: { ...key, users: ["buckets"] } }, inside);
    const secretsKey = new GcpKey(`${name}-secrets`, { ...keyed, spec: { ...key, users: [] } }, inside);
    const state = new GcpObjectStore(
      `${name}-bucket`,
      {
        apis,
        settings,
        spec: {
          wish: { dataClass: "confidential", retentionDays: 0, keepVersions: leastStateVersions },
          purpose: "files",
          key: stateKey,
          tags: spec.tags,
          protect: spec.protect,
        },
        transforms: { bucket: (bucket) => withStateLifecycle(bucket, spec, transforms?.bucket) },
      },
      inside,
    );
    // https://www.pulumi.com/docs/iac/concepts/state-and-backends/#google-cloud-storage
    this.stateUrl = interpolate`gs://${state.bucket}`;
    // https://www.pulumi.com/docs/iac/concepts/secrets/#google-cloud-key-management-service-kms
    this.secretsProvider = interpolate`gcpkms://${secretsKey.id}`;
    this.identities =
      spec.trust === undefined
        ? undefined
        : createCiIdentities(name, { ...args, trust: spec.trust, state: state.bucket, secrets: secretsKey.id }, this);
    this.registerOutputs({ stateUrl: this.stateUrl, secretsProvider: this.secretsProvider });
  }
}

function withStateLifecycle(
  bucket: BucketArgs,
  spec: BootstrapSpec,
  transform: Transform<BucketArgs> | undefined,
): BucketArgs {
  const args = { ...bucket, lifecycleRules: decideStateLifecycle(spec) };
  return transform === undefined ? args : transform(args);
}

/** Earlier versions go by age, counted from when they were replaced; the newest of them stay. https://cloud.google.com/storage/docs/lifecycle#conditions */
export function decideStateLifecycle({
  keepVersionDays,
}: Pick<BootstrapSpec, "keepVersionDays">): storage.BucketLifecycleRule[] {
  return [
    { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: keptDays.abandonedUpload } },
    {
      action: { type: "Delete" },
      condition: {
        daysSinceNoncurrentTime: keepVersionDays,
        numNewerVersions: leastStateVersions + 1,
        withState: "ARCHIVED",
      },
    },
  ];
}
