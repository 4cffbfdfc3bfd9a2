import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** The cloud refuses to delete databases and clusters. */
export const deletionIsRefused: ResourceRule = {
  id: "PK-DUR-003",
  name: "deletion-is-refused",
  says: "The cloud refuses to delete databases and clusters.",
  why: "A wrong command, or another tool, deletes what Pulumi knows nothing of.",
  fix: "Set `protect: true` in the environment.",
  severity: "critical",
  pack: "reliability",
  levels: levels("off", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CP-9", "A1.2"],
  source: "https://cloud.google.com/sql/docs/postgres/deletion-protection",
  appliesTo: ["gcp:container/cluster:Cluster", "gcp:sql/databaseInstance:DatabaseInstance"],
  judge: (resource) =>
    judged(
      resource.type === "gcp:container/cluster:Cluster"
        ? // True is the provider's default.
          expectValue(at(inputsOf(resource), "deletionProtection"), "true", (value) => value === true, "holds")
        : expectValue(
            at(inputsOf(resource), "settings", "deletionProtectionEnabled"),
            "true",
            (value) => value === true,
          ),
      "deletion is refused",
    ),
};
