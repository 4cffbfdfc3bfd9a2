import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { awsKeys, expectKey } from "../../facts/key-reference.ts";
import { at, expectValue, inputsOf, isList, itemsOf, judged, textAt, violated } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** The trail of who changed what in the cloud is whole: every region, nobody left out, and signed where the cloud can. */
export const auditTrailIsWhole: ResourceRule = {
  id: "PK-LOG-003",
  name: "audit-trail-is-whole",
  says: "The trail of who changed what in the cloud is whole: every region, nobody left out, and signed where the cloud can.",
  why: "An intruder works in the region that nobody looks at, and then tidies up.",
  fix: {
    gcp: "Leave out `exemptedMembers`.",
    aws: "Set `isMultiRegionTrail`, `enableLogFileValidation` and `kmsKeyId`.",
    azure: "Send Administrative, Policy and Security.",
  },
  severity: "high",
  pack: "security",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["AU-2", "CC7.2", "GDPR 30"],
  source: {
    gcp: "https://cloud.google.com/logging/docs/audit/configure-data-access",
    aws: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
    azure: "https://learn.microsoft.com/azure/azure-monitor/platform/activity-log",
  },
  ...judgedByType({
    "gcp:projects/iAMAuditConfig:IAMAuditConfig": judgeAuditConfig,
    "aws:cloudtrail/trail:Trail": judgeTrail,
    "azure-native:monitor:SubscriptionDiagnosticSetting": judgeActivity,
  }),
};

function judgeAuditConfig(config: PlannedResource): Judgement {
  const { items, findings } = itemsOf(at(inputsOf(config), "auditLogConfigs"));
  const none =
    items.length === 0 && findings.length === 0 ? [violated("auditLogConfigs is empty; nothing is logged")] : [];
  const exempt = items.flatMap((item) =>
    expectValue(at(item, "exemptedMembers"), "left out", (value) => isList(value) && value.length === 0, "holds"),
  );
  return judged([...findings, ...none, ...exempt], "nobody is left out");
}

function judgeTrail(trail: PlannedResource): Judgement {
  const inputs = inputsOf(trail);
  return judged(
    [
      // Both are off by default.
      ...["isMultiRegionTrail", "enableLogFileValidation"].flatMap((key) =>
        expectValue(at(inputs, key), "true", (value) => value === true),
      ),
      ...["enableLogging", "includeGlobalServiceEvents"].flatMap((key) =>
        expectValue(at(inputs, key), "true", (value) => value === true, "holds"),
      ),
      ...expectKey(at(inputs, "kmsKeyId"), awsKeys),
    ],
    "the trail is whole",
  );
}

function judgeActivity(setting: PlannedResource): Judgement {
  const { items, findings } = itemsOf(at(inputsOf(setting), "logs"));
  const missing = ["Administrative", "Policy", "Security"].flatMap((category) => {
    const item = items.find((each) => textAt(at(each, "category")) === category);
    if (item !== undefined) return expectValue(at(item, "enabled"), `true, for ${category}`, (value) => value === true);
    return findings.length > 0 ? [] : [violated(`logs has no ${category}`)];
  });
  return judged([...findings, ...missing], "the trail is whole");
}
