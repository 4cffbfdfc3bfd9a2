import { at, expectValue, inputsOf, isAbsent, judged, notApplicable } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Managed databases can be restored to any moment of the last 7 days. */
export const databaseCanBeRestoredToAnyMoment: ResourceRule = {
  id: "PK-DUR-002",
  name: "database-can-be-restored-to-any-moment",
  says: "Managed databases can be restored to any moment of the last 7 days.",
  why: "Between two backups lies a day; a log of writes saves it.",
  fix: "Set `settings.backupConfiguration.pointInTimeRecoveryEnabled: true`.",
  severity: "high",
  pack: "reliability",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CP-9", "CP-10", "A1.2"],
  source: "https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr",
  appliesTo: ["gcp:sql/databaseInstance:DatabaseInstance"],
  judge: (resource) => {
    if (!isAbsent(at(inputsOf(resource), "masterInstanceName")))
      return notApplicable("a replica has no backups of its own");
    const backups = at(inputsOf(resource), "settings", "backupConfiguration");
    return judged(
      [
        ...expectValue(at(backups, "pointInTimeRecoveryEnabled"), "true", (value) => value === true),
        ...expectValue(
          at(backups, "transactionLogRetentionDays"),
          "7 or more",
          (value) => typeof value === "number" && value >= 7,
          // Seven days is the least that an edition has by default.
          "holds",
        ),
      ],
      "any moment can be restored",
    );
  },
};
