import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { serverParameter } from "../../facts/companions.ts";
import { isReplica } from "../../facts/databases.ts";
import {
  at,
  expectNamed,
  expectValue,
  inputsOf,
  isAbsent,
  isList,
  itemsOf,
  judged,
  notApplicable,
  textAt,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import type { Judgement } from "../../rule.ts";
import { expectCompanion, type Companion, type Stack } from "../../stack.ts";

/** What a MySQL server on Azure has to be told, one parameter each. */
const parameters = ["audit_log_enabled", "slow_query_log"];

/** Its parameters, as a rule looks for them. */
export const mysqlServerParameters: readonly Companion[] = parameters.map((name) => serverParameter(name, "mysql"));

/** A flag of Cloud SQL turns its audit plug-in on, another the log of slow statements. */
export function judgeCloudMysql(resource: PlannedResource): Judgement {
  const flags = at(inputsOf(resource), "settings", "databaseFlags");
  return judged(expectOn(flags, ["cloudsql_mysql_audit", "slow_query_log"]), "what happens is logged");
}

/** Whether a server of RDS runs MySQL or MariaDB. A replica doesn't say; of all engines here only these have options. */
export function isRdsMysql(resource: PlannedResource): boolean {
  const inputs = inputsOf(resource);
  const engine = at(inputs, "engine");
  if (isReplica(resource) && isAbsent(engine)) return !isAbsent(at(inputs, "optionGroupName"));
  return /^(?:mysql|mariadb)$/.test(textAt(engine) ?? "");
}

/** RDS hands over what its audit plug-in writes, which is an option and not a parameter. */
export function judgeRdsMysql(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const wanted = ["audit", "error"];
  return judged(
    [
      ...expectValue(
        at(inputs, "enabledCloudwatchLogsExports"),
        `a list with ${wanted.join(" and ")}`,
        (value) => isList(value) && wanted.every((log) => value.includes(log)),
      ),
      ...expectNamed(at(inputs, "parameterGroupName"), "a parameter group"),
      ...expectNamed(at(inputs, "optionGroupName"), "an option group"),
    ],
    "what happens is logged",
  );
}

/** Parameters of MySQL and MariaDB. */
export function judgeMysqlParameters(resource: PlannedResource): Judgement {
  return judged(expectOn(at(inputsOf(resource), "parameters"), ["slow_query_log"]), "what happens is logged");
}

/** Options of MySQL and MariaDB. */
export function judgeOptionGroup(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const engine = textAt(at(inputs, "engineName"));
  if (engine !== undefined && !/mysql|mariadb/.test(engine)) return notApplicable("it isn't for MySQL or MariaDB");
  const options = at(inputs, "options");
  const { items, findings } = itemsOf(options);
  const audit = items.some((item) => textAt(at(item, "optionName")) === "MARIADB_AUDIT_PLUGIN");
  const missing = audit || findings.length > 0 ? [] : [violated(`${options.path} has no MARIADB_AUDIT_PLUGIN`)];
  return judged([...findings, ...missing], "who does what is logged");
}

/** A MySQL server on Azure. */
export function judgeAzureMysql(server: PlannedResource, stack: Stack): Judgement {
  if (isReplica(server)) return notApplicable("a replica takes its primary's parameters over");
  return judged(
    mysqlServerParameters.flatMap((parameter) =>
      expectCompanion(stack, server, parameter, (configuration) =>
        expectValue(at(inputsOf(configuration), "value"), "ON", isOn),
      ),
    ),
    "what happens is logged",
  );
}

function expectOn(list: Place, names: readonly string[]): Finding[] {
  const { items, findings } = itemsOf(list);
  const wrong = names.flatMap((name) => {
    const flag = items.find((item) => textAt(at(item, "name")) === name);
    if (flag !== undefined) return expectValue(at(flag, "value"), `on, for ${name}`, isOn);
    return findings.length > 0 ? [] : [violated(`${list.path} has no ${name}; it must be on`)];
  });
  return [...findings, ...wrong];
}

function isOn(value: unknown): boolean {
  return typeof value === "string" && /^(?:1|on)$/i.test(value);
}
