import { placeholdersIn, type PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedBoth, type JudgeOne } from "../../by-type.ts";
import { at, expectValue, inputsOf, judged, violated, type Finding } from "../../read.ts";
import { sourceOf, typeOf, type Stack } from "../../stack.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";

/** Nothing opens the cloud with a key that stays the same. */
export const noStandingCloudKeys: Rule = {
  id: "PK-IAM-004",
  name: "no-standing-cloud-keys",
  says: "Nothing opens the cloud with a key that stays the same.",
  why: "A key that was copied once opens the cloud until somebody notices; a token is worthless within the hour.",
  fix: {
    gcp: "Give workloads identities of their own, and make no keys for service accounts.",
    aws: "Use roles; make no users and no access keys.",
    azure: "Set `allowSharedKeyAccess: false` on storage accounts.",
  },
  severity: "high",
  pack: "security",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CC6.1", "IA-5"],
  source: {
    gcp: "https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys",
    aws: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles",
    azure: "https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent",
  },
  ...judgedBoth(
    {
      "gcp:storage/hmacKey:HmacKey": judgeKey("an HMAC key stays the same until it is deleted"),
      "aws:iam/accessKey:AccessKey": judgeKey("an access key stays the same until it is deleted"),
      "aws:iam/user:User": judgeKey("a user is for keys and passwords; a role needs neither"),
      // Secrets Manager makes it and changes it.
      "aws:redshiftserverless/namespace:Namespace": judgeFlag("manageAdminPassword"),
      "azure-native:storage:StorageAccount": judgeAccount,
      "azure-native:synapse:Workspace": judgeFlag("azureADOnlyAuthentication"),
    },
    { "gcp:serviceaccount/key:Key": judgeAccountKey },
    [],
  ),
};

function judgeKey(message: string): JudgeOne {
  return () => judged([violated(message)], "");
}

/** Off by default. */
function judgeFlag(flag: string): JudgeOne {
  return (resource) =>
    judged(
      expectValue(at(inputsOf(resource), flag), "true", (value) => value === true),
      "nobody keeps a password",
    );
}

const accountTypes = ["gcp:serviceaccount/account:Account"];

/** Roles that open nothing but brokers, where a client logs in by a password and the key is that password. */
const brokerRoles = ["roles/managedkafka.client"];

/** An account's key is a password where the account may do nothing but log in to brokers. */
function judgeAccountKey(key: PlannedResource, stack: Stack): Judgement {
  const place = at(inputsOf(key), "serviceAccountId");
  const account = sourceOf(key, place, accountTypes);
  if (account === undefined)
    return judged([violated("a service account's key stays the same until it is deleted")], "");
  const grants = stack.all.filter((resource) => isTo(resource, account));
  const none = grants.length === 0 ? [violated("nothing says what the key opens, and it stays the same")] : [];
  return judged([...none, ...grants.flatMap(expectBrokers)], "the key opens brokers only");
}

function isTo(grant: PlannedResource, account: string): boolean {
  const { value } = at(inputsOf(grant), "member");
  if (typeof value === "string" && placeholdersIn(value).some(({ urn }) => urn === account)) return true;
  const from = (grant.propertyDependencies["member"] ?? []).filter((urn) => accountTypes.includes(typeOf(urn)));
  return from.length === 1 && from[0] === account;
}

function expectBrokers(grant: PlannedResource): readonly Finding[] {
  return expectValue(
    { ...at(inputsOf(grant), "role"), path: `role of ${grant.name}` },
    `${brokerRoles.join(" or ")}, since the account's key stays the same until it is deleted`,
    (value) => typeof value === "string" && brokerRoles.includes(value),
  );
}

function judgeAccount(account: PlannedResource): Judgement {
  // True is the default.
  const shared = at(inputsOf(account), "allowSharedKeyAccess");
  return judged(
    expectValue(shared, "false", (value) => value === false),
    "only tokens open it",
  );
}
