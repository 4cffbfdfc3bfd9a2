import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { at, expectValue, inputsOf, isAbsent, judged } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Managed caches have replicas in other zones that take over. */
export const cacheSurvivesAZone: ResourceRule = {
  id: "PK-DUR-007",
  name: "cache-survives-a-zone",
  says: "Managed caches have replicas in other zones that take over.",
  why: "Without one all sessions end with the zone.",
  fix: {
    aws: "Set `multiAzEnabled` and `automaticFailoverEnabled` to true, and `replicasPerNodeGroup` to 1 or more.",
    azure: "Leave `highAvailability` at Enabled.",
  },
  severity: "high",
  pack: "reliability",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["CP-10", "A1.1"],
  source: {
    aws: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
    azure: "https://learn.microsoft.com/azure/redis/high-availability",
  },
  ...judgedByType({
    "aws:elasticache/replicationGroup:ReplicationGroup": judgeElastiCache,
    "azure-native:redisenterprise:RedisEnterprise": judgeManagedRedis,
  }),
};

function judgeElastiCache(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const [all, each] = [at(inputs, "numCacheClusters"), at(inputs, "replicasPerNodeGroup")];
  return judged(
    [
      ...["automaticFailoverEnabled", "multiAzEnabled"].flatMap((key) =>
        expectValue(at(inputs, key), "true", (value) => value === true),
      ),
      ...(isAbsent(all)
        ? expectValue(each, "1 or more", (value) => typeof value === "number" && value >= 1)
        : expectValue(all, "2 or more", (value) => typeof value === "number" && value >= 2)),
    ],
    "a replica takes over",
  );
}

function judgeManagedRedis(resource: PlannedResource): Judgement {
  return judged(
    // Enabled is the default, and spreads over zones where the region has any.
    expectValue(at(inputsOf(resource), "highAvailability"), "Enabled", (value) => value === "Enabled", "holds"),
    "a replica takes over",
  );
}
