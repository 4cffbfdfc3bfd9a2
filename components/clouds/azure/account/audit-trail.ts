import {
  SubscriptionDiagnosticSetting,
  type SubscriptionDiagnosticSettingArgs,
} from "@pulumi/azure-native/monitor/subscriptionDiagnosticSetting.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { AuditTrail, AuditTrailSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { boundedName } from "../../../kit/names.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { nameLimits } from "../names.ts";
import { azureObjectStore } from "../objects/object-store.ts";

/** What a caller may change on the children below. */
export interface AzureAuditTrailTransforms {
  readonly setting?: Transform<SubscriptionDiagnosticSettingArgs>;
}

/** What a trail is made from. */
export interface AzureAuditTrailArgs {
  readonly spec: AuditTrailSpec;
  readonly transforms?: AzureAuditTrailTransforms | undefined;
}

/**
 * The subscription's activity log, copied to a container that keeps it for its time. Who read a secret is in the vaults' own logs.
 * https://learn.microsoft.com/azure/azure-monitor/platform/activity-log
 */
export class AzureAuditTrail extends Component implements AuditTrail {
  static readonly type = "landbridge:azure:AuditTrail";

  constructor(name: string, { spec, transforms }: AzureAuditTrailArgs, opts: ComponentResourceOptions) {
    super(AzureAuditTrail.type, name, {}, opts);
    new SubscriptionDiagnosticSetting(
      `${name}-activity`,
      transformed(transforms?.setting, settingArgs(boundedName(name, nameLimits.diagnosticSetting), spec)),
      { parent: this, protect: spec.protect, deleteBeforeReplace: true },
    );
    this.registerOutputs({});
  }
}

/** All that the activity log has; metrics aren't in it. */
const categories = [
  "Administrative",
  "Alert",
  "Autoscale",
  "Policy",
  "Recommendation",
  "ResourceHealth",
  "Security",
  "ServiceHealth",
];

function settingArgs(name: string, { store }: AuditTrailSpec): SubscriptionDiagnosticSettingArgs {
  return {
    name,
    storageAccountId: azureObjectStore(store).accountId,
    logs: categories.map((category) => ({ category, enabled: true })),
  };
}
