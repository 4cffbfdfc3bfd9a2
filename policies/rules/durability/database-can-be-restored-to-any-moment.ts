import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { isReplica } from "../../facts/databases.ts";
import { at, expectValue, inputsOf, judged, notApplicable, textAt, type Finding } from "../../read.ts";
import { levels, type Judgement, type ResourceRule, type Tier } from "../../rule.ts";

/** Managed databases can be restored to any moment of the last 7 days. */
export const databaseCanBeRestoredToAnyMoment: ResourceRule = {
  id: "PK-DUR-002",
  name: "database-can-be-restored-to-any-moment",
  says: "Managed databases can be restored to any moment of the last 7 days.",
  why: "Between two backups lies a day; a log of writes saves it.",
  fix: {
    gcp: "Set `settings.backupConfiguration.pointInTimeRecoveryEnabled: true`, or `binaryLogEnabled` of MySQL.",
    aws: "Set `backupRetentionPeriod` to 7 or more.",
    azure: "Set `backup.backupRetentionDays` to 7 or more.",
  },
  severity: "high",
  pack: "reliability",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CP-9", "CP-10", "A1.2"],
  source: {
    gcp: "https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr",
    aws: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html",
    azure: "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-backup-restore",
  },
  ...judgedByType({
    // Seven days is the default. https://cloud.google.com/bigquery/docs/time-travel
    "gcp:bigquery/dataset:Dataset": (resource, { tier }) =>
      judged(expectTimeTravel(resource, tier), "any moment can be restored"),
    "gcp:sql/databaseInstance:DatabaseInstance": (resource) => judgeUnlessReplica(resource, expectCloudSql),
    // Both log every write as long as they keep backups.
    "aws:rds/instance:Instance": (resource) =>
      judgeUnlessReplica(resource, expectDays(["backupRetentionPeriod"], "violated")),
    "aws:docdb/cluster:Cluster": (resource) =>
      judgeUnlessReplica(resource, expectDays(["backupRetentionPeriod"], "violated")),
    "aws:rds/cluster:Cluster": (resource) =>
      judgeUnlessReplica(resource, expectDays(["backupRetentionPeriod"], "violated")),
    // All of the last 35 days, or none.
    "aws:keyspaces/table:Table": (resource) => judged(expectPitr(resource), "any moment can be restored"),
    // Seven days is the default.
    "azure-native:dbformysql:Server": (resource) =>
      judgeUnlessReplica(resource, expectDays(["backup", "backupRetentionDays"], "holds")),
    "azure-native:dbforpostgresql:Server": (resource) =>
      judgeUnlessReplica(resource, expectDays(["backup", "backupRetentionDays"], "holds")),
  }),
};

/** Text or a number. Outside of production two days are enough, which is the least that there is. */
function expectTimeTravel(resource: PlannedResource, tier: Tier): Finding[] {
  const least = tier === "production" ? 168 : 48;
  const hours = at(inputsOf(resource), "maxTimeTravelHours");
  return expectValue(
    hours,
    `${least} hours or more`,
    (value) => (typeof value === "string" || typeof value === "number") && Number(value) >= least,
    "holds",
  );
}

function expectPitr(resource: PlannedResource): Finding[] {
  const status = at(inputsOf(resource), "pointInTimeRecovery", "status");
  return expectValue(status, "ENABLED", (value) => value === "ENABLED");
}

function judgeUnlessReplica(resource: PlannedResource, expect: (resource: PlannedResource) => Finding[]): Judgement {
  if (isReplica(resource)) return notApplicable("a replica has no backups of its own");
  return judged(expect(resource), "any moment can be restored");
}

function expectCloudSql(resource: PlannedResource): Finding[] {
  const inputs = inputsOf(resource);
  const backups = at(inputs, "settings", "backupConfiguration");
  const mysql = textAt(at(inputs, "databaseVersion"))?.startsWith("MYSQL") === true;
  const log = mysql ? "binaryLogEnabled" : "pointInTimeRecoveryEnabled";
  return [
    ...expectValue(at(backups, log), "true", (value) => value === true),
    // Seven days is the least that an edition has by default.
    ...expectValue(at(backups, "transactionLogRetentionDays"), "7 or more", isWeek, "holds"),
  ];
}

function expectDays(
  path: readonly string[],
  whenAbsent: "holds" | "violated",
): (resource: PlannedResource) => Finding[] {
  return (resource) => expectValue(at(inputsOf(resource), ...path), "7 days or more", isWeek, whenAbsent);
}

function isWeek(value: unknown): boolean {
  return typeof value === "number" && value >= 7;
}
