import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { statementsOf, textsAt } from "../../facts/policy-document.ts";
import { at, expectValue, inputsOf, isAbsent, isList, judged, violated, type Finding, type Place } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Every role and identity names who may take it on. */
export const trustNamesWho: ResourceRule = {
  id: "PK-IAM-003",
  name: "trust-names-who",
  says: "Every role and identity names who may take it on.",
  why: "A role that trusts everybody is everybody's; one that trusts a token without its subject is any pod's of the issuer.",
  fix: {
    gcp: "Set `attributeCondition`.",
    aws: "Name services or roles in `assumeRolePolicy`, and pin `sub` and `aud` where tokens are trusted.",
    azure: "Set `subject` and `audiences` without wildcards.",
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CC6.1", "IA-2", "AC-3"],
  source: {
    gcp: "https://cloud.google.com/iam/docs/workload-identity-federation#conditions",
    aws: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    azure: "https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
  },
  ...judgedByType({
    "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider": judgePoolProvider,
    "gcp:serviceaccount/iAMMember:IAMMember": judgeImpersonation,
    "aws:iam/role:Role": judgeRole,
    "azure-native:managedidentity:FederatedIdentityCredential": judgeCredential,
  }),
};

/** An issuer vouches for all of its users: the condition says whose token counts. */
function judgePoolProvider(provider: PlannedResource): Judgement {
  return judged(
    expectValue(
      at(inputsOf(provider), "attributeCondition"),
      "a condition on the token",
      (value) => typeof value === "string" && value !== "" && value !== "true",
    ),
    "it names whose tokens count",
  );
}

/** Who may act as an account. A pool's name may be the cloud's to say; that all of a pool are meant can be read. */
function judgeImpersonation(grant: PlannedResource): Judgement {
  const member = at(inputsOf(grant), "member");
  const text = typeof member.value === "string" && member.misplaced !== true ? member.value : "";
  if (text.endsWith("*")) return judged([violated(`${member.path} names all of a pool; it must name some of it`)], "");
  if (/^(?:user|group|serviceAccount|principal|principalSet):./.test(text))
    return judged([], "it names who may act as the account");
  return judged(
    expectValue(member, "somebody by name", () => false),
    "it names who may act as the account",
  );
}

function judgeRole(role: PlannedResource): Judgement {
  const document = at(inputsOf(role), "assumeRolePolicy");
  const { statements, findings } = statementsOf(document);
  const none =
    statements.length === 0 && findings.length === 0 ? [violated(`${document.path} is missing; nobody is named`)] : [];
  return judged([...none, ...findings, ...statements.flatMap(expectNamed)], "it names who may take it on");
}

function expectNamed(statement: Place): readonly Finding[] {
  if (at(statement, "Effect").value === "Deny") return [];
  if (!isAbsent(at(statement, "NotPrincipal"))) return [violated(`${statement.path} trusts all but some`)];
  const principal = at(statement, "Principal");
  if (principal.value === "*") return [violated(`${principal.path} is *; it must name somebody`)];
  const kinds = ["AWS", "Service", "Federated"].filter((kind) => !isAbsent(at(principal, kind)));
  if (kinds.length === 0) return [violated(`${principal.path} is missing; it must name somebody`)];
  return kinds.flatMap((kind) => [
    ...expectNames(at(principal, kind)),
    ...(kind === "Federated" ? expectSubject(at(statement, "Condition")) : []),
  ]);
}

function expectNames(names: Place): readonly Finding[] {
  return expectNoneIn(names, "somebody by name", (name) => name === "*" || name === "");
}

function expectNoneIn(place: Place, wanted: string, isBad: (text: string) => boolean): readonly Finding[] {
  const texts = textsAt(place);
  if (texts === undefined) return expectValue(place, wanted, () => false);
  return texts.length === 0 || texts.some(isBad) ? [violated(`${place.path} must be ${wanted}`)] : [];
}

/** A provider of tokens vouches for many: whose token it must be stands in the condition. */
function expectSubject(condition: Place): readonly Finding[] {
  const text = JSON.stringify(condition.value ?? null);
  return ["sub", "aud"].flatMap((claim) =>
    text.includes(`:${claim}"`) ? [] : [violated(`${condition.path} pins no ${claim} of the token`)],
  );
}

function judgeCredential(credential: PlannedResource): Judgement {
  const inputs = inputsOf(credential);
  return judged(
    [
      ...expectValue(
        at(inputs, "subject"),
        "a subject without wildcards",
        (value) => typeof value === "string" && value !== "" && !value.includes("*"),
      ),
      ...expectValue(
        at(inputs, "audiences"),
        "api://AzureADTokenExchange alone",
        (value) => isList(value) && value.length === 1 && value[0] === "api://AzureADTokenExchange",
      ),
    ],
    "it names whose tokens count",
  );
}
