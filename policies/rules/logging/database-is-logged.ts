import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedBoth } from "../../by-type.ts";
import { diagnosticSetting, serverParameter } from "../../facts/companions.ts";
import { isReplica } from "../../facts/databases.ts";
import { expectLogged } from "../../diagnostics.ts";
import {
  at,
  expectNamed,
  expectValue,
  inputsOf,
  isList,
  itemsOf,
  judged,
  notApplicable,
  textAt,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { expectCompanion, type Stack } from "../../stack.ts";
import {
  judgeAzureMysql,
  judgeCloudMysql,
  judgeMysqlParameters,
  judgeOptionGroup,
  isRdsMysql,
  judgeRdsMysql,
  mysqlServerParameters,
} from "./database-is-logged.mysql.ts";

/** Databases log connections, checkpoints, waits for locks and audited statements. */
export const databaseIsLogged: Rule = {
  id: "PK-LOG-004",
  name: "database-is-logged",
  says: "Databases log connections, checkpoints, waits for locks and audited statements.",
  why: "Without them nobody can say who read what, or why it was slow.",
  fix: {
    gcp: "Set the flags log_connections, log_disconnections, log_checkpoints, log_lock_waits and cloudsql.enable_pgaudit to on; of MySQL cloudsql_mysql_audit and slow_query_log.",
    aws: "Name a parameter group with these parameters on and pgaudit in `shared_preload_libraries`, and export the log postgresql; for MySQL and MariaDB name an option group with MARIADB_AUDIT_PLUGIN, and export audit and error.",
    azure:
      "Make a `Configuration` for each of these parameters, and pgaudit in `shared_preload_libraries`; of MySQL audit_log_enabled and slow_query_log.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GCP 6.2.2", "CIS-GCP 6.2.3", "AU-12"],
  source: {
    gcp: "https://cloud.google.com/sql/docs/postgres/flags",
    aws: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.pgaudit.html",
    azure: "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-audit",
  },
  ...judgedBoth(
    {
      "gcp:sql/databaseInstance:DatabaseInstance": judgeCloudSql,
      "aws:docdb/cluster:Cluster": judgeDocuments,
      "aws:docdb/clusterParameterGroup:ClusterParameterGroup": judgeDocumentParameters,
      "aws:rds/clusterParameterGroup:ClusterParameterGroup": judgeParameters,
      "aws:rds/cluster:Cluster": judgeRds("dbClusterParameterGroupName"),
      "aws:rds/instance:Instance": judgeRds("parameterGroupName"),
      "aws:rds/optionGroup:OptionGroup": judgeOptionGroup,
      "aws:rds/parameterGroup:ParameterGroup": judgeParameters,
      "aws:redshiftserverless/namespace:Namespace": judgeNamespace,
    },
    {
      "azure-native:dbformysql:Server": judgeAzureMysql,
      "azure-native:dbforpostgresql:Server": judgeFlexibleServer,
      "azure-native:mongocluster:MongoCluster": judgeMongoCluster,
      "azure-native:synapse:Workspace": (workspace, stack) =>
        judged(expectLogged(stack, workspace, [["BuiltinSqlReqsEnded"]]), "what happens is logged"),
    },
    [serverParameter("log_connections"), ...mysqlServerParameters, diagnosticSetting],
  ),
};

const logged = ["log_connections", "log_disconnections", "log_checkpoints", "log_lock_waits"];

function judgeCloudSql(resource: PlannedResource): Judgement {
  if (textAt(at(inputsOf(resource), "databaseVersion"))?.startsWith("MYSQL") === true) return judgeCloudMysql(resource);
  const list = at(inputsOf(resource), "settings", "databaseFlags");
  return judged(
    expectParameters(list, [...logged, "cloudsql.enable_pgaudit"], (value) => value === "on"),
    "what happens is logged",
  );
}

/** A list of names and values must turn each of some parameters on. */
function expectParameters(list: Place, names: readonly string[], isOn: (value: unknown) => boolean): Finding[] {
  const { items, findings } = itemsOf(list);
  const wrong = names.flatMap((name) => {
    const flag = items.find((item) => textAt(at(item, "name")) === name);
    if (flag !== undefined) return expectValue(at(flag, "value"), `on, for ${name}`, isOn);
    return findings.length > 0 ? [] : [violated(`${list.path} has no ${name}; it must be on`)];
  });
  return [...findings, ...wrong];
}

/** The default group of parameters logs nothing of this; it can't be changed. */
function judgeRds(group: string): (resource: PlannedResource) => Judgement {
  return (resource) => {
    const inputs = inputsOf(resource);
    if (isRdsMysql(resource)) return judgeRdsMysql(resource);
    return judged(
      [
        ...expectValue(
          at(inputs, "enabledCloudwatchLogsExports"),
          "a list with postgresql",
          (value) => isList(value) && value.includes("postgresql"),
        ),
        ...expectNamed(at(inputs, group), "a parameter group"),
      ],
      "what happens is logged",
    );
  };
}

function judgeParameters(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const family = textAt(at(inputs, "family"));
  if (family !== undefined && /^(?:mysql|mariadb)/.test(family)) return judgeMysqlParameters(resource);
  if (family !== undefined && !family.includes("postgres")) return notApplicable("it isn't for PostgreSQL or MySQL");
  const list = at(inputs, "parameters");
  return judged(
    [
      // Since PostgreSQL 18 log_connections names what of a connection is logged.
      ...expectParameters(list, logged, (value) => typeof value === "string" && !/^(?:0|off|false|no|)$/i.test(value)),
      ...expectAudit(list),
    ],
    "what happens is logged",
  );
}

/** The default group of parameters audits nothing; it can't be changed. */
function judgeDocuments(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  return judged(
    [
      ...expectValue(
        at(inputs, "enabledCloudwatchLogsExports"),
        "a list with audit",
        (value) => isList(value) && value.includes("audit"),
      ),
      ...expectNamed(at(inputs, "dbClusterParameterGroupName"), "a parameter group"),
    ],
    "what happens is logged",
  );
}

/** https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html */
function judgeDocumentParameters(resource: PlannedResource): Judgement {
  return judged(
    expectParameters(
      at(inputsOf(resource), "parameters"),
      ["audit_logs"],
      (value) => typeof value === "string" && /^(?:enabled|ddl|all|dml_read|dml_write)(?:,|$)/.test(value),
    ),
    "what happens is logged",
  );
}

/** None is exported by default. https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-monitoring.html */
function judgeNamespace(resource: PlannedResource): Judgement {
  const wanted = ["connectionlog", "useractivitylog", "userlog"];
  return judged(
    expectValue(
      at(inputsOf(resource), "logExports"),
      `a list with ${wanted.join(", ")}`,
      (value) => isList(value) && wanted.every((log) => value.includes(log)),
    ),
    "what happens is logged",
  );
}

function expectAudit(list: Place): Finding[] {
  const { items, findings } = itemsOf(list);
  const library = items.find((item) => textAt(at(item, "name")) === "shared_preload_libraries");
  if (library === undefined)
    return findings.length > 0 ? [] : [violated(`${list.path} has no shared_preload_libraries; it must hold pgaudit`)];
  return expectValue(at(library, "value"), "a list with pgaudit", holdsAudit);
}

function holdsAudit(value: unknown): boolean {
  return typeof value === "string" && /(?:^|,)\s*pgaudit\s*(?:,|$)/i.test(value);
}

function judgeFlexibleServer(server: PlannedResource, stack: Stack): Judgement {
  if (isReplica(server)) return notApplicable("a replica takes its primary's parameters over");
  const expectOne = (parameter: string, wanted: string, holds: (value: unknown) => boolean): readonly Finding[] =>
    expectCompanion(stack, server, serverParameter(parameter), (configuration) =>
      expectValue(at(inputsOf(configuration), "value"), wanted, holds),
    );
  const on = (value: unknown): boolean => value === "on" || value === "ON";
  return judged(
    [
      ...logged.flatMap((parameter) => expectOne(parameter, "on", on)),
      ...expectOne("shared_preload_libraries", "a list with pgaudit", holdsAudit),
    ],
    "what happens is logged",
  );
}

function judgeMongoCluster(cluster: PlannedResource, stack: Stack): Judgement {
  return judged(expectLogged(stack, cluster, [["vCoreMongoRequests"]]), "what happens is logged");
}
