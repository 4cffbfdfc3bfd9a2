import { Trail, type TrailArgs } from "@pulumi/aws/cloudtrail/trail.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { AuditTrail, AuditTrailSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import { tagsOf } from "../tags.ts";

/** What a caller may change on the children below. */
export interface AwsAuditTrailTransforms {
  readonly trail?: Transform<TrailArgs>;
}

/** What a trail is made from. */
export interface AwsAuditTrailArgs {
  readonly spec: AuditTrailSpec;
  readonly transforms?: AwsAuditTrailTransforms | undefined;
}

/**
 * Records of every call that changes something in the account and of every read of a secret or a setting, of all regions,
 * signed by digests, in a bucket that keeps them for their time. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
 */
export class AwsAuditTrail extends Component implements AuditTrail {
  static readonly type = "landbridge:aws:AuditTrail";

  constructor(name: string, { spec, transforms }: AwsAuditTrailArgs, opts: ComponentResourceOptions) {
    super(AwsAuditTrail.type, name, {}, opts);
    new Trail(autoNamed(`${name}-trail`, nameLimits.trail), transformed(transforms?.trail, trailArgs(spec)), {
      parent: this,
      protect: spec.protect,
    });
    this.registerOutputs({});
  }
}

function trailArgs({ store, key, tags }: AuditTrailSpec): TrailArgs {
  return {
    // Known only after its policy lets CloudTrail in.
    s3BucketName: store.bucket,
    ...(key === undefined ? {} : { kmsKeyId: key.id }),
    isMultiRegionTrail: true,
    includeGlobalServiceEvents: true,
    enableLogFileValidation: true,
    enableLogging: true,
    advancedEventSelectors: [
      {
        name: "Changes",
        fieldSelectors: [
          { field: "eventCategory", equals: ["Management"] },
          { field: "readOnly", equals: ["false"] },
        ],
      },
      {
        name: "Reads",
        fieldSelectors: [
          { field: "eventCategory", equals: ["Management"] },
          { field: "readOnly", equals: ["true"] },
          // Each object that is read is a call to KMS: they are most of all events, and the buckets' own logs have them.
          // What changes a key, or asks for its deletion, is above.
          { field: "eventSource", notEquals: ["kms.amazonaws.com", "rdsdata.amazonaws.com"] },
        ],
      },
    ],
    tags: tagsOf(tags),
  };
}
