import { awsKeyOfPlan } from "../aws-fixture.ts";
import { fixturesOf, planned, type RuleFixtures } from "../fixture.ts";
import { auditTrailIsWhole } from "./audit-trail-is-whole.ts";

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    auditTrailIsWhole,
    "Google Cloud",
    [planned("gcp:projects/iAMAuditConfig:IAMAuditConfig", { auditLogConfigs: [{ logType: "ADMIN_READ" }] })],
    [
      { path: "auditLogConfigs", absent: "violated", bad: [[], "all"] },
      { path: "auditLogConfigs[0].exemptedMembers", absent: "holds", bad: [["user:ann@example.com"]] },
    ],
  ),
  fixturesOf(
    auditTrailIsWhole,
    "AWS",
    [
      planned("aws:cloudtrail/trail:Trail", {
        isMultiRegionTrail: true,
        enableLogFileValidation: true,
        enableLogging: true,
        kmsKeyId: awsKeyOfPlan,
      }),
    ],
    [
      { path: "isMultiRegionTrail", absent: "violated", bad: [false, "true"] },
      { path: "enableLogFileValidation", absent: "violated", bad: [false] },
      { path: "enableLogging", absent: "holds", bad: [false] },
      { path: "includeGlobalServiceEvents", absent: "holds", bad: [false] },
      { path: "kmsKeyId", absent: "violated", bad: ["alias/aws/cloudtrail"] },
    ],
  ),
  fixturesOf(
    auditTrailIsWhole,
    "Azure",
    [
      planned("azure-native:monitor:SubscriptionDiagnosticSetting", {
        logs: ["Administrative", "Policy", "Security"].map((category) => ({ category, enabled: true })),
      }),
    ],
    [
      { path: "logs", absent: "violated", bad: [[], "all"] },
      { path: "logs[2].enabled", absent: "violated", bad: [false] },
      { path: "logs[0].category", absent: "violated", bad: ["Alert"], hidden: "violated" },
    ],
    {
      holds: {
        "with more": [
          planned("azure-native:monitor:SubscriptionDiagnosticSetting", {
            logs: ["Security", "Alert", "Policy", "Administrative"].map((category) => ({ category, enabled: true })),
          }),
        ],
      },
    },
  ),
];
