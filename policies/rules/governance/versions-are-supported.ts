import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { aksClusterType } from "../../facts/agent-pools.ts";
import { judgedByType, type JudgeOne } from "../../by-type.ts";
import { isReplica } from "../../facts/databases.ts";
import { at, expectValue, inputsOf, isAbsent, judged, notApplicable, textAt } from "../../read.ts";
import { levels, type Context, type Judgement, type ResourceRule } from "../../rule.ts";

/** Kubernetes and databases run versions that are still mended. */
export const versionsAreSupported: ResourceRule = {
  id: "PK-GOV-002",
  name: "versions-are-supported",
  says: "Kubernetes and databases run versions that are still mended.",
  why: "After the end of support a known hole stays open.",
  fix: "Raise `cluster.kubernetes`, or the store's `version`.",
  severity: "high",
  pack: "security",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SI-2", "CC7.1"],
  source: "https://kubernetes.io/releases/",
  ...judgedByType({
    "gcp:container/cluster:Cluster": judgeKubernetes("minMasterVersion"),
    "gcp:sql/databaseInstance:DatabaseInstance": judgeCloudSql,
    "aws:eks/cluster:Cluster": judgeKubernetes("version"),
    "aws:mq/broker:Broker": judgePatches,
    "aws:rds/cluster:Cluster": judgeRds,
    "aws:rds/instance:Instance": judgeRds,
    [aksClusterType]: judgeKubernetes("kubernetesVersion"),
    "azure-native:dbformysql:Server": (resource, context) =>
      judgeUnlessInherited(resource, "version", /^(\d+\.\d+)(?=$|\.)/, mysql, context),
    "azure-native:dbforpostgresql:Server": (resource, context) =>
      judgeUnlessInherited(resource, "version", /^(\d+)$/, postgres, context),
  }),
};

/** Last day of support by minor version, upstream. https://kubernetes.io/releases/, seen 2026-11-21. */
const kubernetes: Readonly<Record<string, string>> = {
  "1.34": "2026-10-27",
  "1.35": "2027-02-28",
  "1.36": "2027-06-28",
};

/** Last day of support by major version, upstream. https://www.postgresql.org/support/versioning/, seen 2026-11-21. */
const postgres: Readonly<Record<string, string>> = {
  "14": "2026-11-12",
  "15": "2027-11-11",
  "16": "2028-11-09",
  "17": "2029-11-08",
  "18": "2030-11-14",
};

/** Last day of regular support by version, upstream. https://endoflife.date/mysql, seen 2026-11-21. */
const mysql: Readonly<Record<string, string>> = { "8.0": "2026-04-30", "8.4": "2029-04-30" };

/** Last day of the community's support. https://mariadb.org/about/#maintenance-policy, seen 2026-11-21. */
const mariadb: Readonly<Record<string, string>> = {
  "10.6": "2026-07-06",
  "10.11": "2028-02-16",
  "11.4": "2029-05-29",
  "11.8": "2028-06-04",
};

function judgeKubernetes(property: string): JudgeOne {
  return (resource, context) => judgeVersion(resource, property, /^(\d+\.\d+)(?=$|[.-])/, kubernetes, context);
}

/** MySQL writes the dot of its version as a line: `MYSQL_8_4`. */
function judgeCloudSql(resource: PlannedResource, context: Context): Judgement {
  if (textAt(at(inputsOf(resource), "databaseVersion"))?.startsWith("MYSQL") !== true)
    return judgeVersion(resource, "databaseVersion", /^POSTGRES_(\d+)$/, postgres, context);
  const dotted = Object.fromEntries(Object.entries(mysql).map(([version, last]) => [version.replace(".", "_"), last]));
  return judgeVersion(resource, "databaseVersion", /^MYSQL_(\d+_\d+)(?=$|_)/, dotted, context);
}

function judgeRds(resource: PlannedResource, context: Context): Judgement {
  const engine = textAt(at(inputsOf(resource), "engine")) ?? "";
  const table = { mysql, mariadb }[engine];
  if (table !== undefined)
    return judgeUnlessInherited(resource, "engineVersion", /^(\d+\.\d+)(?=$|\.)/, table, context);
  if (/mysql|maria|oracle|sqlserver|db2/.test(engine))
    return notApplicable("the rule knows versions of PostgreSQL, MySQL and MariaDB only");
  return judgeUnlessInherited(resource, "engineVersion", /^(\d+)(?=$|\.)/, postgres, context);
}

/** Amazon MQ names no end of its versions before it is near, and moves brokers on; patches come only to who lets them. */
function judgePatches(resource: PlannedResource): Judgement {
  return judged(
    expectValue(at(inputsOf(resource), "autoMinorVersionUpgrade"), "true", (value) => value === true),
    "its version is mended by itself",
  );
}

function judgeUnlessInherited(
  resource: PlannedResource,
  property: string,
  form: RegExp,
  table: Readonly<Record<string, string>>,
  context: Context,
): Judgement {
  if (isReplica(resource) && isAbsent(at(inputsOf(resource), property)))
    return notApplicable("a replica has its primary's version");
  return judgeVersion(resource, property, form, table, context);
}

function judgeVersion(
  resource: PlannedResource,
  property: string,
  form: RegExp,
  table: Readonly<Record<string, string>>,
  { today }: Context,
): Judgement {
  return judged(
    expectValue(at(inputsOf(resource), property), `a version supported on ${today}`, (value) => {
      const key = typeof value === "string" ? form.exec(value)?.[1] : undefined;
      // A version that isn't in the table is not known to be supported.
      const last = key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
      return last !== undefined && today <= last;
    }),
    "its version is supported",
  );
}
