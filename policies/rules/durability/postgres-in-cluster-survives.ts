import { isObject } from "../../../plan/planned-resource.ts";
import {
  at,
  expectValue,
  inputsOf,
  isAbsent,
  itemsOf,
  judged,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** PostgreSQL in the cluster has three servers, waits for a second copy of each commit, and archives its log. */
export const postgresInClusterSurvives: ResourceRule = {
  id: "PK-DUR-012",
  name: "postgres-in-cluster-survives",
  says: "PostgreSQL in the cluster has three servers, waits for a second copy of each commit, and archives its log.",
  why: "Replicas without a quorum lose commits in a fail-over; without an archive a dropped table is gone everywhere.",
  fix: "Set `replicas: 2` or more and give backups a place to go, or use `placement: managed`.",
  severity: "high",
  pack: "reliability",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["CP-9", "CP-10"],
  source: "https://cloudnative-pg.io/documentation/current/replication/",
  appliesTo: ["kubernetes:postgresql.cnpg.io/v1:Cluster"],
  judge: (resource) => {
    const spec = at(inputsOf(resource), "spec");
    return judged(
      [
        ...expectValue(at(spec, "instances"), "3 or more", (value) => typeof value === "number" && value >= 3),
        // True is the default.
        ...expectValue(at(spec, "enablePDB"), "true or left out", (value) => value === true, "holds"),
        ...expectValue(
          at(spec, "postgresql", "synchronous", "number"),
          "1 or more",
          (value) => typeof value === "number" && value >= 1,
        ),
        ...archives(spec),
      ],
      "it survives a lost server",
    );
  },
};

function archives(spec: Place): Finding[] {
  const inline = at(spec, "backup", "barmanObjectStore");
  if (!isAbsent(inline)) return expectValue(inline, "a place for backups", (value) => isObject(value));
  const { items, findings } = itemsOf(at(spec, "plugins"));
  const archivers = items.map((plugin) => at(plugin, "isWALArchiver"));
  if (archivers.some(({ value }) => value === true)) return [];
  const unclear = archivers.flatMap((place) =>
    expectValue(place, "true or false", (value) => value === false, "holds"),
  );
  return findings.length + unclear.length > 0
    ? [...findings, ...unclear]
    : [violated("spec.plugins has none with isWALArchiver: true; the log isn't archived")];
}
