import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { AccessLogs, AccessLogsSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { AwsObjectStore, type AwsObjectStoreTransforms } from "./object-store.ts";
import type { AwsSettings } from "../settings.ts";

/** What a place for records of access is made from. */
export interface AwsAccessLogsArgs {
  readonly spec: AccessLogsSpec;
  readonly settings: AwsSettings;
  readonly transforms?: AwsObjectStoreTransforms | undefined;
}

/**
 * A bucket for S3's server access logs: one line for each request, within hours and without a promise that none is lost.
 * S3 writes to no bucket with a lock, and to none that encrypts with a customer key.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export class AwsAccessLogs extends Component implements AccessLogs {
  static readonly type = "landbridge:aws:AccessLogs";
  /** The bucket's name, known only after its policy lets S3 in. */
  readonly id: Output<string>;

  constructor(name: string, { spec, settings, transforms }: AwsAccessLogsArgs, opts: ComponentResourceOptions) {
    super(AwsAccessLogs.type, name, {}, opts);
    const { logDays, tags, protect } = spec;
    const wish = { dataClass: "confidential", retentionDays: 0, keepVersions: 1, deleteAfterDays: logDays } as const;
    const bucket = new AwsObjectStore(
      name,
      { spec: { wish, purpose: "access-logs", tags, protect }, settings, transforms },
      { parent: this },
    );
    this.id = bucket.bucket;
    this.registerOutputs({ id: this.id });
  }
}
