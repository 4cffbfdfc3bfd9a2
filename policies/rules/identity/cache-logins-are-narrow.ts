import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { at, expectValue, hiddenBecause, inputsOf, isAbsent, isList, judged, type Finding } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Who logs in to a managed cache has a password, and may do nothing that is dangerous to all. */
export const cacheLoginsAreNarrow: ResourceRule = {
  id: "PK-IAM-022",
  name: "cache-logins-are-narrow",
  says: "Who logs in to a managed cache has a password, and may do nothing that is dangerous to all.",
  why: "One service that may do everything can empty the cache, list what others keep there, and lock them out.",
  fix: "Give `passwords`, take away `-@dangerous -@admin` after `+@all`, and put no user `default` of AWS's own into a group.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["AC-6", "IA-2", "CC6.3"],
  source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html",
  ...judgedByType({
    "aws:elasticache/user:User": judgeUser,
    "aws:elasticache/userGroup:UserGroup": judgeGroup,
  }),
};

function judgeUser(user: PlannedResource): Judgement {
  const rules = at(inputsOf(user), "accessString");
  const findings = expectValue(
    rules,
    "off, or rights without what is dangerous to all",
    (value) => typeof value === "string" && (isOff(words(value)) || partsOf(value).every(isNarrow)),
  );
  const off = typeof rules.value === "string" && isOff(words(rules.value));
  return judged([...findings, ...(off ? [] : expectPassword(user))], "it may do what its service needs, by a password");
}

/** What nobody can see here is given all the same. An identity of AWS's is as good. */
function expectPassword(user: PlannedResource): readonly Finding[] {
  const inputs = inputsOf(user);
  const none = expectValue(at(inputs, "noPasswordRequired"), "false", (value) => value === false, "holds");
  const mode = at(inputs, "authenticationMode");
  const passwords = at(inputs, "passwords");
  const written = at(inputs, "passwordsWo");
  if (isAbsent(passwords) && !isAbsent(written)) return none;
  if (isAbsent(passwords) && !isAbsent(mode))
    return [
      ...none,
      ...expectValue(at(mode, "type"), "password or iam", (value) => value === "password" || value === "iam"),
    ];
  if (hiddenBecause(passwords.value) !== undefined) return none;
  return [...none, ...expectValue(passwords, "one or two", (value) => isList(value) && value.length > 0)];
}

/** A group with AWS's own `default` lets everybody do everything. */
function judgeGroup(group: PlannedResource): Judgement {
  const own = (value: unknown) => typeof value === "string" && value.toLowerCase() === "default";
  return judged(
    expectValue(
      at(inputsOf(group), "userIds"),
      "users with passwords",
      (value) => isList(value) && value.length > 0 && !value.some(own),
    ),
    "none of its users is AWS's own",
  );
}

/** The rules, and each other set of them in parentheses, which stands for itself. */
function partsOf(rules: string): readonly (readonly string[])[] {
  return rules.split(/[()]/).map(words);
}

function words(rules: string): readonly string[] {
  return rules.toLowerCase().trim().split(/\s+/);
}

/** Who is neither on nor off is off. */
function isOff(rules: readonly string[]): boolean {
  return rules.findLast((word) => word === "on" || word === "off") !== "on";
}

/** Of each of the server's lists of what is dangerous, the last word counts. https://valkey.io/topics/acl/#command-categories */
function isNarrow(rules: readonly string[]): boolean {
  if (rules.includes("nopass")) return false;
  return ["dangerous", "admin"].every((list) => {
    const last = rules.findLast((word) =>
      [`+@${list}`, `-@${list}`, "+@all", "-@all", "allcommands", "nocommands"].includes(word),
    );
    return last === undefined || last.startsWith("-") || last === "nocommands";
  });
}
