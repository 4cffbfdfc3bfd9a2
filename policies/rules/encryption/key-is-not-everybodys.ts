import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { statementsOf, textsAt } from "../../facts/policy-document.ts";
import {
  at,
  entriesOf,
  expectValue,
  inputsOf,
  isAbsent,
  judged,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** No key and no secret is open to everybody, and none can lock its owner out. */
export const keyIsNotEverybodys: ResourceRule = {
  id: "PK-ENC-008",
  name: "key-is-not-everybodys",
  says: "No key and no secret is open to everybody, and none can lock its owner out.",
  why: "Who may use the key may read whatever it encrypted.",
  fix: {
    aws: "Name principals in `policy`, or bind * to the account by kms:CallerAccount; leave `bypassPolicyLockoutSafetyCheck` at false.",
    azure:
      "Set `enableRbacAuthorization: true`, and `publicNetworkAccess: Disabled` or `networkAcls.defaultAction: Deny`.",
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-12", "AC-3"],
  source: {
    aws: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
    azure: "https://learn.microsoft.com/azure/key-vault/general/network-security",
  },
  ...judgedByType({
    "aws:kms/key:Key": judgeKmsKey,
    "aws:kms/keyPolicy:KeyPolicy": judgeKmsKey,
    "aws:secretsmanager/secretPolicy:SecretPolicy": judgeSecretPolicy,
    "azure-native:keyvault:Vault": judgeVault,
  }),
};

/** Without a policy the account's own rights decide. */
function judgeKmsKey(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const { statements, findings } = statementsOf(at(inputs, "policy"));
  return judged(
    [
      ...findings,
      ...statements.flatMap(expectClosed),
      ...["bypassPolicyLockoutSafetyCheck"].flatMap((key) =>
        expectValue(at(inputs, key), "false", (value) => value === false, "holds"),
      ),
    ],
    "the key isn't everybody's",
  );
}

function judgeSecretPolicy(resource: PlannedResource): Judgement {
  const { statements, findings } = statementsOf(at(inputsOf(resource), "policy"));
  return judged([...findings, ...statements.flatMap(expectClosed)], "the secret isn't everybody's");
}

/** Conditions that keep everybody else's accounts out. */
const binding = [
  "kms:CallerAccount",
  "aws:PrincipalAccount",
  "aws:PrincipalOrgID",
  "aws:SourceAccount",
  "aws:PrincipalArn",
];

function expectClosed(statement: Place): readonly Finding[] {
  if (at(statement, "Effect").value === "Deny") return [];
  if (!isAbsent(at(statement, "NotPrincipal"))) return [violated(`${statement.path} is open to all but some`)];
  const principal = at(statement, "Principal");
  const aws = at(principal, "AWS");
  const isOpen = principal.value === "*" || (aws.misplaced !== true && textsAt(aws)?.includes("*") === true);
  if (!isOpen) return [];
  const { entries, findings } = entriesOf(at(statement, "Condition"));
  if (findings.length > 0) return findings;
  const bound = entries.some(
    ([operator, place]) =>
      /^(?:StringEquals|ArnEquals|ArnLike|StringLike)$/.test(operator) &&
      binding.some((key) => isNamed(at(place, key))),
  );
  return bound ? [] : [violated(`${principal.path} is * without a condition on the caller's account`)];
}

function isNamed(place: Place): boolean {
  const texts = textsAt(place);
  return texts !== undefined && texts.length > 0 && !texts.some((text) => text === "" || text.startsWith("*"));
}

function judgeVault(resource: PlannedResource): Judgement {
  const properties = at(inputsOf(resource), "properties");
  const closed = expectValue(at(properties, "publicNetworkAccess"), "Disabled", isDisabled);
  const filtered = expectValue(at(properties, "networkAcls", "defaultAction"), "Deny", (value) => value === "Deny");
  return judged(
    [
      // The default is access policies, which a contributor of the vault may change.
      ...expectValue(at(properties, "enableRbacAuthorization"), "true", (value) => value === true),
      ...(closed.length === 0 ? [] : filtered),
    ],
    "the vault isn't everybody's",
  );
}

function isDisabled(value: unknown): boolean {
  return typeof value === "string" && value.toLowerCase() === "disabled";
}
