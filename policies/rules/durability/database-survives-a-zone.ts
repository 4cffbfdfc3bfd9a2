import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedBoth, type JudgeOne } from "../../by-type.ts";
import { clusterInstance, documentMember } from "../../facts/companions.ts";
import { isReplica } from "../../facts/databases.ts";
import { at, expectValue, inputsOf, isAbsent, itemsOf, judged, notApplicable, violated } from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { companionsOf, type Companion, type Stack } from "../../stack.ts";

/** Databases have a standby in another zone. */
export const databaseSurvivesAZone: Rule = {
  id: "PK-DUR-006",
  name: "database-survives-a-zone",
  says: "Databases have a standby in another zone.",
  why: "With one zone the database is down as long as the zone is.",
  fix: {
    gcp: "Set `settings.availabilityType: REGIONAL`.",
    aws: "Set `multiAz: true`; give a cluster two instances.",
    azure: "Set `highAvailability.mode: ZoneRedundant`.",
    kubernetes:
      "Set `replicas: 2` or more in the environment, `nodes: 3` or more of Cassandra, and give its cluster three zones.",
  },
  severity: "high",
  pack: "reliability",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["CP-2(5)", "CP-10", "A1.1"],
  source: {
    gcp: "https://cloud.google.com/sql/docs/postgres/high-availability",
    aws: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html",
    azure: "https://learn.microsoft.com/azure/reliability/reliability-postgresql-flexible-server",
    kubernetes: "https://docs.percona.com/percona-operator-for-mongodb/constraints.html",
  },
  ...judgedBoth(
    {
      // The default is ZONAL.
      "gcp:sql/databaseInstance:DatabaseInstance": judgeSetting("REGIONAL", "settings", "availabilityType"),
      "aws:rds/instance:Instance": judgeSetting(true, "multiAz"),
      // The default is Disabled.
      "azure-native:cosmosdb:DatabaseAccount": judgeCosmos,
      "azure-native:dbformysql:Server": judgeSetting("ZoneRedundant", "highAvailability", "mode"),
      "azure-native:dbforpostgresql:Server": judgeSetting("ZoneRedundant", "highAvailability", "mode"),
      // In another zone where there is room: the most that can be asked for.
      "azure-native:mongocluster:MongoCluster": judgeSetting(
        "ZoneRedundantPreferred",
        "properties",
        "highAvailability",
        "targetMode",
      ),
      "kubernetes:cassandra.datastax.com/v1beta1:CassandraDatacenter": judgeRacks,
      "kubernetes:k8s.mariadb.com/v1alpha1:MariaDB": judgeMariadb,
      "kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB": judgeReplicaSets,
    },
    { "aws:docdb/cluster:Cluster": judgeMembers(documentMember), "aws:rds/cluster:Cluster": judgeAurora },
    [clusterInstance, documentMember],
  ),
};

function judgeSetting(wanted: string | true, ...path: readonly string[]): JudgeOne {
  return (resource) => {
    if (isReplica(resource)) return notApplicable("a replica is the spare of others");
    return judged(
      expectValue(at(inputsOf(resource), ...path), String(wanted), (value) => value === wanted),
      "a standby waits in another zone",
    );
  };
}

/**
 * Aurora keeps its storage in three zones and has as many standbys as it has further instances; a cluster with a class of
 * its own has two. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
 */
function judgeAurora(cluster: PlannedResource, stack: Stack): Judgement {
  if (isReplica(cluster)) return notApplicable("a replica is the spare of others");
  if (!isAbsent(at(inputsOf(cluster), "dbClusterInstanceClass"))) return judged([], "two standbys wait in other zones");
  return judgeMembers(clusterInstance)(cluster, stack);
}

/** Its storage is in three zones; AWS spreads its members over them. https://docs.aws.amazon.com/documentdb/latest/developerguide/replication.html */
function judgeMembers(member: Companion): (cluster: PlannedResource, stack: Stack) => Judgement {
  return (cluster, stack) => {
    const { found, unsure } = companionsOf(stack, cluster, member);
    if (found.length >= 2) return judged([], "a standby waits in another zone");
    return judged(
      unsure.length > 0 ? unsure : [violated(`it has ${found.length} instances; it must have two or more`)],
      "a standby waits in another zone",
    );
  };
}

/** Members of a replica set elect another who is written to as long as more than half of them are there. */
function judgeReplicaSets(resource: PlannedResource): Judgement {
  const { items, findings } = itemsOf(at(inputsOf(resource), "spec", "replsets"));
  const sets = items.flatMap((set) => {
    const spread = itemsOf(at(set, "topologySpreadConstraints"));
    const zones = spread.items.map((constraint) => at(constraint, "topologyKey"));
    return [
      ...expectValue(at(set, "size"), "3 or more", (value) => typeof value === "number" && value >= 3),
      ...spread.findings,
      ...(spread.findings.length > 0 || zones.some(({ value }) => value === zoneKey)
        ? []
        : [violated(`${set.path}.topologySpreadConstraints has none with topologyKey ${zoneKey}`)]),
    ];
  });
  const none = items.length === 0 && findings.length === 0 ? [violated("spec.replsets is empty")] : [];
  return judged([...findings, ...sets, ...none], "members are in three zones");
}

/**
 * Each commit is on a majority of servers. A primary that replicas follow isn't enough: the operator may take one that lacks the last commits.
 * https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/galera.md
 */
function judgeMariadb(resource: PlannedResource): Judgement {
  const spec = at(inputsOf(resource), "spec");
  const spread = itemsOf(at(spec, "topologySpreadConstraints"));
  const zones = spread.items.map((constraint) => at(constraint, "topologyKey"));
  return judged(
    [
      ...expectValue(at(spec, "replicas"), "3 or more", (value) => typeof value === "number" && value >= 3),
      ...expectValue(at(spec, "galera", "enabled"), "true", (value) => value === true),
      ...spread.findings,
      ...(spread.findings.length > 0 || zones.some(({ value }) => value === zoneKey)
        ? []
        : [violated(`spec.topologySpreadConstraints has none with topologyKey ${zoneKey}`)]),
    ],
    "servers are in three zones",
  );
}

/**
 * Each row has a copy in each rack, and most of its copies have to be there; no two racks share a zone.
 * https://docs.k8ssandra.io/reference/crd/cass-operator-crds-latest/
 */
function judgeRacks(resource: PlannedResource): Judgement {
  const spec = at(inputsOf(resource), "spec");
  const racks = itemsOf(at(spec, "racks"));
  const affinity = at(spec, "podTemplateSpec", "spec", "affinity", "podAntiAffinity");
  const apart = itemsOf(at(affinity, "requiredDuringSchedulingIgnoredDuringExecution"));
  const zones = apart.items.map((term) => at(term, "topologyKey"));
  return judged(
    [
      ...expectValue(at(spec, "size"), "3 or more", (value) => typeof value === "number" && value >= 3),
      ...racks.findings,
      ...(racks.findings.length > 0 || racks.items.length >= 3
        ? []
        : [violated(`spec.racks are ${racks.items.length}; they must be three`)]),
      ...apart.findings,
      ...(apart.findings.length > 0 || zones.some(({ value }) => value === zoneKey)
        ? []
        : [violated(`no term of ${affinity.path} has topologyKey ${zoneKey}`)]),
    ],
    "racks are in three zones",
  );
}

const zoneKey = "topology.kubernetes.io/zone";

/** An account has copies in other zones where it says so of each of its regions. */
function judgeCosmos(resource: PlannedResource): Judgement {
  const { items, findings } = itemsOf(at(inputsOf(resource), "locations"));
  const regions = items.flatMap((item) => expectValue(at(item, "isZoneRedundant"), "true", (value) => value === true));
  const none =
    items.length === 0 && findings.length === 0 ? [violated("locations is empty; it must name a region")] : [];
  return judged([...findings, ...regions, ...none], "it has copies in other zones");
}
