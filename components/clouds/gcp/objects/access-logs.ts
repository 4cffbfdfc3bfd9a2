import { ProjectBucketConfig, type ProjectBucketConfigArgs } from "@pulumi/gcp/logging/projectBucketConfig.js";
import { ProjectExclusion } from "@pulumi/gcp/logging/projectExclusion.js";
import { ProjectSink } from "@pulumi/gcp/logging/projectSink.js";
import { IAMAuditConfig } from "@pulumi/gcp/projects/iamauditConfig.js";
import { interpolate, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId.js";
import type { AccessLogs, AccessLogsSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { autoNamed, boundedName } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { nameLimits } from "../names.ts";
import type { Apis } from "../account/services.ts";
import type { GcpSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface GcpAccessLogsTransforms {
  readonly logBucket?: Transform<ProjectBucketConfigArgs>;
}

/** What a place for records of access is made from. */
export interface GcpAccessLogsArgs {
  readonly apis: Apis;
  readonly spec: AccessLogsSpec;
  readonly settings: GcpSettings;
  readonly transforms?: GcpAccessLogsTransforms | undefined;
}

/**
 * Cloud Storage's audit logs of reads and writes, in a log bucket of their own. They say who did what, and come within
 * seconds; usage logs, the older kind, name nobody and may come late or never. They are on for all buckets of a project or
 * for none, so that those of other buckets are let go.
 * https://cloud.google.com/storage/docs/audit-logging
 */
export class GcpAccessLogs extends Component implements AccessLogs {
  static readonly type = "landbridge:gcp:AccessLogs";
  /** Of the log bucket, as sinks write it. */
  readonly id: Output<string>;

  constructor(name: string, { apis, spec, settings, transforms }: GcpAccessLogsArgs, opts: ComponentResourceOptions) {
    super(GcpAccessLogs.type, name, {}, opts);
    const { project, regions } = settings;
    const inside = { parent: this, dependsOn: apis.enable(["logging", "storage"], opts) };
    // A deleted log bucket keeps its name for a week. https://cloud.google.com/logging/docs/buckets#delete-bucket
    const suffix = new RandomId(`${name}-suffix`, { byteLength: suffixBytes }, { parent: this });
    const prefix = boundedName(name, nameLimits.logBucket - suffixBytes * 2 - "-".length);
    const bucketId = interpolate`${prefix}-${suffix.hex}`;
    const bucket = new ProjectBucketConfig(
      `${name}-logs`,
      transformed(transforms?.logBucket, {
        project,
        bucketId,
        location: regions.primary,
        retentionDays: spec.logDays,
        description: name,
      }),
      { ...inside, ...holdsData(spec.protect) },
    );
    const exclusion = new ProjectExclusion(
      autoNamed(`${name}-elsewhere`, nameLimits.logExclusion),
      { project, filter: allAccess, description: "Kept in a log bucket of their own, or not at all" },
      inside,
    );
    const on = new IAMAuditConfig(
      `${name}-on`,
      {
        project,
        service: "storage.googleapis.com",
        auditLogConfigs: [{ logType: "DATA_READ" }, { logType: "DATA_WRITE" }],
      },
      // Nothing is written to the project's log bucket meanwhile, where all of it would be paid for.
      { parent: this, dependsOn: [...inside.dependsOn, exclusion] },
    );
    this.id = afterAll(
      interpolate`logging.googleapis.com/projects/${project}/locations/${regions.primary}/buckets/${bucket.bucketId}`,
      [bucket.urn, on.urn],
    );
    this.registerOutputs({ id: this.id });
  }
}

/** Random bytes in a log bucket's name, each written as two hexadecimal digits. */
const suffixBytes = 4;

const allAccess =
  'log_id("cloudaudit.googleapis.com/data_access") AND protoPayload.serviceName="storage.googleapis.com"';

/**
 * Reads of objects and of lists of them, which the audit trail leaves out: they would be most of it.
 * https://cloud.google.com/storage/docs/audit-logging#methods-by-permission-type
 */
export const readsOfObjects =
  'protoPayload.serviceName="storage.googleapis.com" AND protoPayload.methodName=("storage.objects.get" OR "storage.objects.list")';

/**
 * Sends records of one bucket to their place. https://cloud.google.com/logging/docs/export/configure_export_v2
 */
export function logAccess(name: string, bucket: Output<string>, logs: AccessLogs, parent: Resource): ProjectSink {
  return new ProjectSink(
    autoNamed(name, nameLimits.sink),
    {
      destination: logs.id,
      filter: interpolate`${allAccess} AND resource.type="gcs_bucket" AND resource.labels.bucket_name="${bucket}"`,
      uniqueWriterIdentity: true,
    },
    { parent },
  );
}
