import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType, type JudgeOne } from "../../by-type.ts";
import { isReplica } from "../../facts/databases.ts";
import { at, expectValue, inputsOf, judged, notApplicable } from "../../read.ts";
import { levels, type Context, type Judgement, type ResourceRule } from "../../rule.ts";

/** Databases are backed up daily: 7 days are kept, 30 in production. */
export const databaseIsBackedUp: ResourceRule = {
  id: "PK-DUR-001",
  name: "database-is-backed-up",
  says: "Databases are backed up daily: 7 days are kept, 30 in production. PK-DUR-012 says which of those in the cluster have to be.",
  why: "A mistake is often found weeks later; replicas repeat it at once.",
  fix: {
    gcp: "Set `settings.backupConfiguration: { enabled: true, backupRetentionSettings: { retainedBackups: 30 } }`.",
    aws: "Set `backupRetentionPeriod: 30`.",
    azure: "Set `backup: { backupRetentionDays: 30 }`.",
    kubernetes:
      "Set `retentionPolicy: 30d` of the ObjectStore or leave it out, and `schedule` of the ScheduledBackup to an hour of every day.",
  },
  severity: "critical",
  pack: "reliability",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CIS-GCP 6.7", "CP-9", "A1.2", "GDPR 32"],
  source: {
    gcp: "https://cloud.google.com/sql/docs/postgres/backup-recovery/backups",
    aws: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
    azure: "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-backup-restore",
    kubernetes: "https://cloudnative-pg.io/plugin-barman-cloud/docs/retention/",
  },
  ...judgedByType({
    "gcp:sql/databaseInstance:DatabaseInstance": judgeCloudSql,
    // None are kept by default, and one day's of a cluster.
    "aws:rds/instance:Instance": judgeDays(0, "backupRetentionPeriod"),
    "aws:docdb/cluster:Cluster": judgeDays(1, "backupRetentionPeriod"),
    "aws:rds/cluster:Cluster": judgeDays(1, "backupRetentionPeriod"),
    "azure-native:cosmosdb:DatabaseAccount": judgeCosmos,
    "azure-native:dbformysql:Server": judgeDays(7, "backup", "backupRetentionDays"),
    "azure-native:dbforpostgresql:Server": judgeDays(7, "backup", "backupRetentionDays"),
    "kubernetes:barmancloud.cnpg.io/v1:ObjectStore": judgeArchive,
    "kubernetes:postgresql.cnpg.io/v1:ScheduledBackup": judgeSchedule,
  }),
};

function judgeCloudSql(resource: PlannedResource, { tier }: Context): Judgement {
  if (isReplica(resource)) return notApplicable("a replica has no backups of its own");
  const backups = at(inputsOf(resource), "settings", "backupConfiguration");
  const least = tier === "production" ? 30 : 7;
  return judged(
    [
      ...expectValue(at(backups, "enabled"), "true", (value) => value === true),
      // Seven are kept by default.
      ...expectValue(
        at(backups, "backupRetentionSettings", "retainedBackups"),
        `${least} or more`,
        (value) => typeof value === "number" && value >= least,
        least <= 7 ? "holds" : "violated",
      ),
    ],
    "backups are made and kept",
  );
}

function judgeDays(byDefault: number, ...path: readonly string[]): JudgeOne {
  return (resource, { tier }) => {
    if (isReplica(resource)) return notApplicable("a replica has no backups of its own");
    const least = tier === "production" ? 30 : 7;
    return judged(
      expectValue(
        at(inputsOf(resource), ...path),
        `${least} days or more`,
        (value) => typeof value === "number" && value >= least,
        least <= byDefault ? "holds" : "violated",
      ),
      "backups are made and kept",
    );
  };
}

/** By default a backup every four hours, of which two are kept. Continuous ones are a tier of their own, of 7 or 30 days. */
function judgeCosmos(resource: PlannedResource, { tier }: Context): Judgement {
  const least = tier === "production" ? 30 : 7;
  const policy = at(inputsOf(resource), "backupPolicy");
  const days = at(policy, "periodicModeProperties", "backupRetentionIntervalInHours");
  const findings =
    at(policy, "type").value === "Continuous"
      ? expectValue(
          at(policy, "continuousModeProperties", "tier"),
          `Continuous${least}Days`,
          (value) => value === "Continuous30Days" || value === `Continuous${least}Days`,
          // Thirty is the default.
          "holds",
        )
      : expectValue(days, `${least * 24} hours or more`, (value) => typeof value === "number" && value >= least * 24);
  return judged(findings, "backups are made and kept");
}

const daysOf: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30 };

/** Without a policy nothing is ever deleted. */
function judgeArchive(resource: PlannedResource, { tier }: Context): Judgement {
  const least = tier === "production" ? 30 : 7;
  const isLong = (value: unknown): boolean => {
    const [, count = "", unit = ""] = typeof value === "string" ? (/^(\d+)([dwm])$/.exec(value) ?? []) : [];
    return Number(count) * (daysOf[unit] ?? 0) >= least;
  };
  const policy = at(inputsOf(resource), "spec", "retentionPolicy");
  return judged(expectValue(policy, `${least}d or more`, isLong, "holds"), "backups are kept");
}

/** Six fields, of which the last three are days and months. */
function judgeSchedule(resource: PlannedResource): Judgement {
  const spec = at(inputsOf(resource), "spec");
  return judged(
    [
      ...expectValue(
        at(spec, "schedule"),
        "an hour of every day",
        (value) => typeof value === "string" && /^\S+ \S+ \S+ \* \* \*$/.test(value),
      ),
      ...expectValue(at(spec, "suspend"), "false or left out", (value) => value === false, "holds"),
    ],
    "a backup is made each day",
  );
}
