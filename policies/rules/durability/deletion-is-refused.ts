import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedBoth, type JudgeOne } from "../../by-type.ts";
import { groupLock, lock } from "../../facts/companions.ts";
import { isReplica } from "../../facts/databases.ts";
import { expectLock } from "../../facts/locks.ts";
import { at, expectValue, inputsOf, judged, notApplicable } from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import type { Stack } from "../../stack.ts";

/** The cloud refuses to delete databases and clusters. */
export const deletionIsRefused: Rule = {
  id: "PK-DUR-003",
  name: "deletion-is-refused",
  says: "The cloud refuses to delete databases and clusters.",
  why: "A wrong command, or another tool, deletes what Pulumi knows nothing of. On Azure only a lock refuses that, and it also keeps everything inside from going: so the primaries of PostgreSQL have one, and accounts, brokers and caches, where roles and logins come and go with services, have none. What stands before their deletion is Pulumi's own protection (PK-DUR-004).",
  fix: {
    gcp: "Set `protect: true` in the environment.",
    aws: "Set `protect: true` in the environment, which sets `deletionProtection`.",
    azure: "Set `protect: true` in the environment, which makes a lock of level CanNotDelete on the primary.",
  },
  severity: "critical",
  pack: "reliability",
  levels: levels("off", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CP-9", "A1.2"],
  source: {
    gcp: "https://cloud.google.com/sql/docs/postgres/deletion-protection",
    aws: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
    azure: "https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources",
  },
  ...judgedBoth(
    {
      // True is the provider's default.
      "gcp:container/cluster:Cluster": judgeFlag("holds", "deletionProtection"),
      "gcp:sql/databaseInstance:DatabaseInstance": judgeFlag("violated", "settings", "deletionProtectionEnabled"),
      "aws:eks/cluster:Cluster": judgeFlag("violated", "deletionProtection"),
      "aws:docdb/cluster:Cluster": judgeFlag("violated", "deletionProtection"),
      "aws:rds/cluster:Cluster": judgeFlag("violated", "deletionProtection"),
      "aws:rds/instance:Instance": judgeFlag("violated", "deletionProtection"),
    },
    {
      "azure-native:dbformysql:Server": judgeLock,
      "azure-native:dbforpostgresql:Server": judgeLock,
      "azure-native:mongocluster:MongoCluster": judgeLock,
    },
    [lock, groupLock],
  ),
};

function judgeFlag(whenAbsent: "holds" | "violated", ...path: readonly string[]): JudgeOne {
  return (resource) =>
    judged(
      expectValue(at(inputsOf(resource), ...path), "true", (value) => value === true, whenAbsent),
      "deletion is refused",
    );
}

/**
 * A lock is handed down to whatever is inside: on a cluster it would keep node pools from being replaced, so Azure has
 * nothing for clusters. A replica can be made again.
 */
function judgeLock(resource: PlannedResource, stack: Stack): Judgement {
  if (isReplica(resource)) return notApplicable("a replica can be made again from its primary");
  return judged(expectLock(stack, resource), "a lock refuses deletion");
}
