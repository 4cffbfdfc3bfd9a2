import { ProjectSink, type ProjectSinkArgs } from "@pulumi/gcp/logging/projectSink.js";
import { IAMAuditConfig } from "@pulumi/gcp/projects/iamauditConfig.js";
import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember.js";
import { interpolate, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { AuditTrail, AuditTrailSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { readsOfObjects } from "../objects/access-logs.ts";
import type { Apis } from "./services.ts";
import type { GcpSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface GcpAuditTrailTransforms {
  readonly sink?: Transform<ProjectSinkArgs>;
}

/** What a trail is made from. */
export interface GcpAuditTrailArgs {
  readonly apis: Apis;
  readonly spec: AuditTrailSpec;
  readonly settings: GcpSettings;
  readonly transforms?: GcpAuditTrailTransforms | undefined;
}

/**
 * Records of who changed what in the project, and of who read secrets, copied to a bucket that keeps them for their time.
 * https://cloud.google.com/logging/docs/audit
 */
export class GcpAuditTrail extends Component implements AuditTrail {
  static readonly type = "landbridge:gcp:AuditTrail";

  constructor(name: string, { apis, spec, settings, transforms }: GcpAuditTrailArgs, opts: ComponentResourceOptions) {
    super(GcpAuditTrail.type, name, {}, opts);
    const dependsOn = apis.enable(["logging", "storage"], opts);
    const inside = { parent: this, dependsOn };
    for (const [service, logTypes] of auditedServices) {
      const auditLogConfigs = logTypes.map((logType) => ({ logType }));
      new IAMAuditConfig(
        `${name}-${service.replace(/\..*/, "")}`,
        { project: settings.project, service, auditLogConfigs },
        inside,
      );
    }
    const sink = new ProjectSink(`${name}-sink`, transformed(transforms?.sink, sinkArgs(spec.store.bucket)), {
      ...inside,
      protect: spec.protect,
    });
    new BucketIAMMember(
      `${name}-writer`,
      { bucket: spec.store.bucket, role: "roles/storage.objectCreator", member: sink.writerIdentity },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/**
 * What is recorded beyond what Google always records, which is every change of a setting: who read rights or took an account's
 * token, read or wrote a secret, looked at keys, changed databases from outside, pushed an image. Named one by one: all
 * services at once would also be each change that a controller makes in Kubernetes, and each object and key that is used.
 * Each setting replaces what the project had for the same service.
 * https://cloud.google.com/logging/docs/audit/configure-data-access
 * https://cloud.google.com/kubernetes-engine/docs/concepts/audit-policy
 * https://cloud.google.com/iam/docs/audit-logging/audit-logging-iamcreds
 */
const auditedServices: readonly (readonly [service: string, logTypes: readonly string[]])[] = [
  ["artifactregistry.googleapis.com", ["DATA_WRITE"]],
  ["cloudkms.googleapis.com", ["ADMIN_READ"]],
  ["cloudresourcemanager.googleapis.com", ["ADMIN_READ"]],
  ["cloudsql.googleapis.com", ["ADMIN_READ", "DATA_WRITE"]],
  ["iam.googleapis.com", ["ADMIN_READ", "DATA_WRITE"]],
  ["secretmanager.googleapis.com", ["ADMIN_READ", "DATA_READ", "DATA_WRITE"]],
];

const kubernetesData = 'log_id("cloudaudit.googleapis.com/data_access") AND protoPayload.serviceName="k8s.io"';

// https://cloud.google.com/logging/docs/export/configure_export_v2#dest-auth
const ownWrites =
  'protoPayload.methodName="storage.objects.create" AND protoPayload.authenticationInfo.principalEmail=~"@gcp-sa-logging\\.iam\\.gserviceaccount\\.com$"';

const auditLogs = ["activity", "data_access", "policy", "system_event"];

function sinkArgs(bucket: Output<string>): ProjectSinkArgs {
  return {
    destination: interpolate`storage.googleapis.com/${bucket}`,
    filter: auditLogs.map((log) => `log_id("cloudaudit.googleapis.com/${log}")`).join(" OR "),
    exclusions: [
      // There where buckets have logs of access, which are kept elsewhere.
      { name: "reads-of-objects", filter: readsOfObjects },
      // Where somebody turned on what this trail leaves out. Changes of settings in the cluster are in another log, and stay.
      { name: "kubernetes-data", filter: kubernetesData },
      // The sink's own hand: each file of records would be the next one's record.
      { name: "own-writes", filter: ownWrites },
    ],
    uniqueWriterIdentity: true,
  };
}
