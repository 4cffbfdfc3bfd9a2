import { placeholdersIn } from "../../../plan/planned-resource.ts";
import { at, expectValue, isAbsent, violated, type Finding, type Place } from "../../read.ts";
import { statementsOf, textsAt } from "../../facts/policy-document.ts";
import { typeOf } from "../../stack.ts";

/**
 * AWS's own policies that let whoever has them give themselves any other right.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html
 */
const administrative = [
  "AdministratorAccess",
  "AdministratorAccess-Amplify",
  "AdministratorAccess-AWSElasticBeanstalk",
  "AWSOrganizationsFullAccess",
  "IAMFullAccess",
  "PowerUserAccess",
  "SystemAdministrator",
];

/** The findings where one of AWS's own policies is an administrator's. */
export function expectNarrowManagedPolicy(arn: Place): readonly Finding[] {
  const [source] = typeof arn.value === "string" ? placeholdersIn(arn.value) : [];
  // A policy that the plan makes is judged by itself.
  if (source !== undefined && typeOf(source.urn) === "aws:iam/policy:Policy") return [];
  return expectValue(
    arn,
    "a policy that isn't an administrator's",
    (value) =>
      typeof value === "string" &&
      /^arn:aws[\w-]*:iam::(?:aws|\d{12}):policy\/./.test(value) &&
      !administrative.includes(value.split("/").at(-1) ?? ""),
  );
}

/** The findings where a policy allows everything, or to grant anything. */
export function expectNarrowDocument(document: Place): readonly Finding[] {
  if (isAbsent(document)) return [violated(`${document.path} is missing; it must be a policy`)];
  const { statements, findings } = statementsOf(document);
  return [...findings, ...statements.flatMap(expectNarrowStatement)];
}

function expectNarrowStatement(statement: Place): readonly Finding[] {
  if (at(statement, "Effect").value === "Deny") return [];
  // All but a few actions are nearly all.
  if (!isAbsent(at(statement, "NotAction"))) return [violated(`${statement.path} allows all but some actions`)];
  const action = at(statement, "Action");
  return expectValue(action, "actions of one service that don't grant rights", () => {
    const actions = textsAt(action);
    return actions !== undefined && !actions.some(isWide);
  });
}

/** Everything, or all that a service of rights can do. */
function isWide(action: string): boolean {
  return /^(?:\*|\*:.*|(?:iam|organizations|sts):\*)$/i.test(action);
}

/**
 * The findings where SQL grants to everybody, grants what can be handed on, makes a superuser or gives a role of Redshift's own
 * that administers. https://docs.aws.amazon.com/redshift/latest/dg/r_roles-default.html
 */
export function expectNarrowStatementOf(sql: Place): readonly Finding[] {
  return expectValue(
    sql,
    "SQL that grants to roles of ours, nothing that they could hand on",
    (value) => typeof value === "string" && !wideSql.some((pattern) => pattern.test(value)),
  );
}

const wideSql = [
  /\bto\s+public\b/i,
  /\bwith\s+(?:grant|admin)\s+option\b/i,
  /\bcreateuser\b/i,
  /\bsys:(?:superuser|dba|secadmin)\b/i,
];
