import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { aksClusterType } from "../../agent-pools.ts";
import { judgedByType, type JudgeOne } from "../../by-type.ts";
import { isReplica } from "../../databases.ts";
import { at, expectValue, inputsOf, isAbsent, judged, notApplicable } from "../../read.ts";
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
    "gcp:sql/databaseInstance:DatabaseInstance": (resource, context) =>
      judgePostgres(resource, "databaseVersion", /^POSTGRES_(\d+)$/, context),
    "aws:eks/cluster:Cluster": judgeKubernetes("version"),
    "aws:rds/cluster:Cluster": judgeRds,
    "aws:rds/instance:Instance": judgeRds,
    [aksClusterType]: judgeKubernetes("kubernetesVersion"),
    "azure-native:dbforpostgresql:Server": judgeFlexibleServer,
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

function judgeKubernetes(property: string): JudgeOne {
  return (resource, context) => judgeVersion(resource, property, /^(\d+\.\d+)(?=$|[.-])/, kubernetes, context);
}

function judgePostgres(resource: PlannedResource, property: string, form: RegExp, context: Context): Judgement {
  return judgeVersion(resource, property, form, postgres, context);
}

function judgeRds(resource: PlannedResource, context: Context): Judgement {
  const engine = at(inputsOf(resource), "engine");
  if (typeof engine.value === "string" && /mysql|maria|oracle|sqlserver|db2/.test(engine.value))
    return notApplicable("the rule knows versions of PostgreSQL only");
  return judgeUnlessInherited(resource, "engineVersion", /^(\d+)(?=$|\.)/, context);
}

function judgeFlexibleServer(resource: PlannedResource, context: Context): Judgement {
  return judgeUnlessInherited(resource, "version", /^(\d+)$/, context);
}

function judgeUnlessInherited(resource: PlannedResource, property: string, form: RegExp, context: Context): Judgement {
  if (isReplica(resource) && isAbsent(at(inputsOf(resource), property)))
    return notApplicable("a replica has its primary's version");
  return judgePostgres(resource, property, form, context);
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
