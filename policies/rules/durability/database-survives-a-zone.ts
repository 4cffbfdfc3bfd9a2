import { at, expectValue, inputsOf, isAbsent, judged, notApplicable } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Managed databases have a standby in another zone. */
export const databaseSurvivesAZone: ResourceRule = {
  id: "PK-DUR-006",
  name: "database-survives-a-zone",
  says: "Managed databases have a standby in another zone.",
  why: "With one zone the database is down as long as the zone is.",
  fix: "Set `settings.availabilityType: REGIONAL`.",
  severity: "high",
  pack: "reliability",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["CP-2(5)", "CP-10", "A1.1"],
  source: "https://cloud.google.com/sql/docs/postgres/high-availability",
  appliesTo: ["gcp:sql/databaseInstance:DatabaseInstance"],
  judge: (resource) => {
    if (!isAbsent(at(inputsOf(resource), "masterInstanceName")))
      return notApplicable("a replica is the spare of others");
    return judged(
      // The default is ZONAL.
      expectValue(at(inputsOf(resource), "settings", "availabilityType"), "REGIONAL", (value) => value === "REGIONAL"),
      "a standby waits in another zone",
    );
  },
};
