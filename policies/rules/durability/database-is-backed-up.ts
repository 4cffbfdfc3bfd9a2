import { at, expectValue, inputsOf, isAbsent, judged, notApplicable } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Managed databases are backed up daily: 7 days are kept, 30 in production. */
export const databaseIsBackedUp: ResourceRule = {
  id: "PK-DUR-001",
  name: "database-is-backed-up",
  says: "Managed databases are backed up daily: 7 days are kept, 30 in production.",
  why: "A mistake is often found weeks later; replicas repeat it at once.",
  fix: "Set `settings.backupConfiguration: { enabled: true, backupRetentionSettings: { retainedBackups: 30 } }`.",
  severity: "critical",
  pack: "reliability",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CIS-GCP 6.7", "CP-9", "A1.2", "GDPR 32"],
  source: "https://cloud.google.com/sql/docs/postgres/backup-recovery/backups",
  appliesTo: ["gcp:sql/databaseInstance:DatabaseInstance"],
  judge: (resource, { tier }) => {
    if (!isAbsent(at(inputsOf(resource), "masterInstanceName")))
      return notApplicable("a replica has no backups of its own");
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
  },
};
