import type { KeyArgs } from "@pulumi/aws/kms/key.js";
import { Provider } from "@pulumi/aws/provider.js";
import type { BucketArgs } from "@pulumi/aws/s3/bucket.js";
import { interpolate, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Bootstrap, BootstrapSpec } from "../../../cloud.ts";
import { keptDays } from "../../../kit/account/keeping.ts";
import { leastStateVersions } from "../../../kit/account/bootstrap.ts";
import { Component } from "../../../kit/component.ts";
import type { Transform } from "../../../kit/transforms.ts";
import { AwsAccessLogs } from "../objects/access-logs.ts";
import { createCiIdentities, type AwsCiTransforms } from "./bootstrap-ci.ts";
import { AwsKey } from "../rights/keys.ts";
import type { LifecycleRule } from "../objects/object-store-lifecycle.ts";
import { AwsObjectStore } from "../objects/object-store.ts";
import type { AwsSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface AwsBootstrapTransforms extends AwsCiTransforms {
  readonly bucket?: Transform<BucketArgs>;
  readonly key?: Transform<KeyArgs>;
}

/** What the account's own things are made from. */
export interface AwsBootstrapArgs {
  /** The environment's name. */
  readonly environment: string;
  readonly spec: BootstrapSpec;
  readonly settings: AwsSettings;
  /** In which the platform makes something. */
  readonly regions: readonly string[];
  readonly transforms?: AwsBootstrapTransforms | undefined;
}

/** A bucket for state and a key for its secrets in a region of their own, and trust in a pipeline. */
export class AwsBootstrap extends Component implements Bootstrap {
  static readonly type = "landbridge:aws:Bootstrap";
  readonly stateUrl: Output<string>;
  readonly secretsProvider: Output<string>;
  readonly identities: Bootstrap["identities"];

  constructor(
    name: string,
    { environment, spec, settings, regions, transforms }: AwsBootstrapArgs,
    opts: ComponentResourceOptions,
  ) {
    super(AwsBootstrap.type, name, { stateRegion: spec.stateRegion }, opts);
    const { stateRegion, trust, tags, protect, rotationDays, logDays } = spec;
    const there = { ...settings, regions: { primary: stateRegion } };
    const provider = new Provider(
      `${name}-aws`,
      { region: stateRegion, allowedAccountIds: [settings.account] },
      { parent: this },
    );
    const inside = { parent: this, provider };
    const keyed = { settings: there, transforms: { ...(transforms?.key && { key: transforms.key }) } };
    // Of the settings above, whose primary region is the state's.
    const key = { dataClass: "platform", region: "primary", rotationDays, tags, protect } as const;
    const stateKey = new AwsKey(`${name}-state`, { ...keyed, spec: { ...key, users: ["buckets"] } }, inside);
    const secretsKey = new AwsKey(`${name}-secrets`, { ...keyed, spec: { ...key, users: [] } }, inside);
    const accessLogs = new AwsAccessLogs(
      `${name}-access`,
      { spec: { logDays, tags, protect }, settings: there },
      inside,
    );
    const wish = { dataClass: "confidential", retentionDays: 0, keepVersions: leastStateVersions } as const;
    const state = new AwsObjectStore(
      `${name}-bucket`,
      {
        spec: { wish, purpose: "files", accessLogs, key: stateKey, tags, protect },
        settings: there,
        transforms: {
          lifecycle: () => decideStateLifecycle(spec),
          ...(transforms?.bucket && { bucket: transforms.bucket }),
        },
      },
      inside,
    );
    // https://www.pulumi.com/docs/iac/concepts/state-and-backends/#aws-s3
    this.stateUrl = interpolate`s3://${state.bucket}?region=${stateRegion}`;
    // https://www.pulumi.com/docs/iac/concepts/secrets/#aws-key-management-service-kms
    this.secretsProvider = interpolate`awskms:///${secretsKey.id}?region=${stateRegion}`;
    this.identities =
      trust === undefined
        ? undefined
        : createCiIdentities(
            name,
            { environment, trust, spec, settings, regions, state, stateKey, secretsKey, transforms },
            this,
          );
    this.registerOutputs({ stateUrl: this.stateUrl, secretsProvider: this.secretsProvider });
  }
}

/** Earlier versions go by age, counted from when they were replaced; the newest of them stay. https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
export function decideStateLifecycle({ keepVersionDays }: Pick<BootstrapSpec, "keepVersionDays">): LifecycleRule[] {
  const all = { status: "Enabled", filter: { prefix: "" } };
  return [
    { id: "abort-uploads", ...all, abortIncompleteMultipartUpload: { daysAfterInitiation: keptDays.abandonedUpload } },
    {
      id: "keep-versions",
      ...all,
      noncurrentVersionExpiration: { noncurrentDays: keepVersionDays, newerNoncurrentVersions: leastStateVersions },
    },
    { id: "drop-empty-markers", ...all, expiration: { expiredObjectDeleteMarker: true } },
  ];
}
