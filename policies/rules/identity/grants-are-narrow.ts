import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType, type JudgeOne } from "../../by-type.ts";
import { expectNarrowDocument, expectNarrowManagedPolicy, expectNarrowStatementOf } from "./grants-are-narrow.aws.ts";
import { expectNarrowPermissions, expectNarrowRole } from "./grants-are-narrow.azure.ts";
import { at, expectValue, inputsOf, isList, itemsOf, judged, type Finding } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

const judgeGoogle = judgeBy((resource) =>
  expectValue(
    at(inputsOf(resource), "role"),
    "a role for one service that doesn't administer it",
    (value) => typeof value === "string" && !isWide(value),
  ),
);
const judgeCustom = judgeBy((resource) =>
  expectValue(
    at(inputsOf(resource), "permissions"),
    "permissions that give nobody more than they have",
    (value) => isList(value) && value.every((one) => typeof one === "string" && !gives(one)),
  ),
);
const judgeDocument = judgeBy((resource) => expectNarrowDocument(at(inputsOf(resource), "policy")));
const judgeAttachment = judgeBy((resource) => expectNarrowManagedPolicy(at(inputsOf(resource), "policyArn")));

/** Nobody is granted a basic or administrative role on a project. */
export const grantsAreNarrow: ResourceRule = {
  id: "PK-IAM-001",
  name: "grants-are-narrow",
  says: "Nobody is granted a basic or administrative role on a project.",
  why: "Owner and Editor hold thousands of permissions; who gets the account gets the project.",
  fix: {
    gcp: "Grant a role for the one service on the one resource.",
    aws: "Name the actions and resources that are needed, and attach no administrative policy.",
    azure: "Assign a role for the one service on the one resource.",
  },
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  // A pipeline that brings up a platform grants rights, makes accounts and rules clusters: that much is broad by nature.
  exemptible: "bootstrap",
  compliance: ["CIS-GCP 1.5", "CC6.3", "AC-6"],
  source: {
    gcp: "https://cloud.google.com/iam/docs/roles-overview#basic",
    aws: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    azure: "https://learn.microsoft.com/azure/role-based-access-control/best-practices",
  },
  ...judgedByType({
    "gcp:bigquery/datasetIamBinding:DatasetIamBinding": judgeGoogle,
    "gcp:bigquery/datasetIamMember:DatasetIamMember": judgeGoogle,
    "gcp:billing/accountIamMember:AccountIamMember": judgeGoogle,
    "gcp:folder/iAMBinding:IAMBinding": judgeGoogle,
    "gcp:folder/iAMMember:IAMMember": judgeGoogle,
    "gcp:organizations/iAMBinding:IAMBinding": judgeGoogle,
    "gcp:organizations/iAMCustomRole:IAMCustomRole": judgeCustom,
    "gcp:organizations/iAMMember:IAMMember": judgeGoogle,
    "gcp:projects/iAMBinding:IAMBinding": judgeGoogle,
    "gcp:projects/iAMCustomRole:IAMCustomRole": judgeCustom,
    "gcp:projects/iAMMember:IAMMember": judgeGoogle,
    // A statement may grant anything in the warehouse where it is run.
    "aws:redshiftdata/statement:Statement": judgeBy((resource) =>
      expectNarrowStatementOf(at(inputsOf(resource), "sql")),
    ),
    "aws:iam/groupPolicy:GroupPolicy": judgeDocument,
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": judgeAttachment,
    "aws:iam/policy:Policy": judgeDocument,
    "aws:iam/policyAttachment:PolicyAttachment": judgeAttachment,
    "aws:iam/role:Role": judgeBy(expectNarrowInRole),
    "aws:iam/rolePolicy:RolePolicy": judgeDocument,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": judgeAttachment,
    "aws:iam/userPolicy:UserPolicy": judgeDocument,
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": judgeAttachment,
    // Who has a key of an account could also make and drop tables.
    "azure-native:cosmosdb:DatabaseAccount": judgeBy((resource) =>
      expectValue(at(inputsOf(resource), "disableKeyBasedMetadataWriteAccess"), "true", (value) => value === true),
    ),
    "azure-native:authorization:RoleAssignment": judgeBy((resource) =>
      expectNarrowRole(at(inputsOf(resource), "roleDefinitionId")),
    ),
    "azure-native:authorization:RoleDefinition": judgeBy((resource) =>
      expectNarrowPermissions(at(inputsOf(resource), "permissions")),
    ),
  }),
};

function judgeBy(expect: (resource: PlannedResource) => readonly Finding[]): JudgeOne {
  return (resource) => judged(expect(resource), "the role is narrow");
}

/** Roles that can give themselves any other. https://cloud.google.com/iam/docs/best-practices-for-privilege-escalation */
const escalating = [
  "roles/iam.serviceAccountKeyAdmin",
  "roles/iam.serviceAccountTokenCreator",
  "roles/iam.serviceAccountUser",
  "roles/iam.workloadIdentityUser",
];

function isWide(role: string): boolean {
  if (!/^(?:roles|projects\/[^/]+\/roles|organizations\/[^/]+\/roles)\/./.test(role)) return true;
  if (/^roles\/(?:owner|editor|viewer|writer|reader|admin)$/.test(role)) return true;
  return escalating.includes(role) || /admin$/i.test(role);
}

/** Whether a permission lets whoever has it take another's rights, or give rights in a project or above. */
function gives(permission: string): boolean {
  return (
    !/^[a-z][\w-]*\.[\w-]+\.\w+$/i.test(permission) ||
    /^resourcemanager\.\w+\.(?:setIamPolicy|createPolicyBinding|updatePolicyBinding)$/.test(permission) ||
    /^iam\.serviceAccounts\.(?:actAs|get\w*Token|implicitDelegation|setIamPolicy|sign\w+)$/.test(permission) ||
    /^iam\.(?:roles\.(?:create|undelete|update)|serviceAccount(?:Keys|ApiKeyBindings)\.create)$/.test(permission) ||
    /^(?:deploymentmanager\.deployments|cloudbuild\.builds)\.(?:create|update)$/.test(permission) ||
    permission === "orgpolicy.policy.set"
  );
}

/** A role may bring policies of its own, by two older ways. */
function expectNarrowInRole(role: PlannedResource): readonly Finding[] {
  const inline = itemsOf(at(inputsOf(role), "inlinePolicies"));
  const managed = itemsOf(at(inputsOf(role), "managedPolicyArns"));
  return [
    ...inline.findings,
    ...inline.items.flatMap((item) => expectNarrowDocument(at(item, "policy"))),
    ...managed.findings,
    ...managed.items.flatMap(expectNarrowManagedPolicy),
  ];
}
