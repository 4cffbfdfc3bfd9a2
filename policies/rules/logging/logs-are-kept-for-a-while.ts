import { judgedByType, type JudgeOne } from "../../by-type.ts";
import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Logs are kept for 30 days or more, and not for ever. */
export const logsAreKeptForAWhile: ResourceRule = {
  id: "PK-LOG-007",
  name: "logs-are-kept-for-a-while",
  says: "Logs are kept for 30 days or more, and not for ever.",
  why: "An intruder is often noticed after weeks; what is kept for ever costs for ever, and holds what was to be erased.",
  fix: {
    gcp: "Set `retentionDays` to 30 or more.",
    aws: "Set `retentionInDays` to 30 or more.",
    azure: "Set `retentionInDays` to 30 or more.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["AU-11", "GDPR 5"],
  source: {
    gcp: "https://cloud.google.com/logging/docs/store-log-entries",
    aws: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    azure: "https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure",
  },
  ...judgedByType({
    // 30 is the default.
    "gcp:logging/projectBucketConfig:ProjectBucketConfig": judgeDays("holds", "retentionDays"),
    // For ever is the default, also written as 0.
    "aws:cloudwatch/logGroup:LogGroup": judgeDays("violated"),
    // 30 is the default.
    "azure-native:operationalinsights:Workspace": judgeDays("holds"),
  }),
};

function judgeDays(whenAbsent: "holds" | "violated", property = "retentionInDays"): JudgeOne {
  return (resource) =>
    judged(
      expectValue(
        at(inputsOf(resource), property),
        "30 or more, and not for ever",
        (value) => typeof value === "number" && value >= 30,
        whenAbsent,
      ),
      "logs are kept for a while",
    );
}
