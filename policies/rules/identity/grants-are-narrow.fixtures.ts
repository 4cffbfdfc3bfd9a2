import { unknownMarker, type PlannedObject, type PlannedResource } from "../../../plan/planned-resource.ts";
import { goodRole } from "../aws-fixture.ts";
import { goodCosmosAccount } from "../cassandra-fixture.ts";
import { type RuleFixtures, changedIn, changes, fixturesOf, fromCloud, outputOf, planned } from "../fixture.ts";
import { grantsAreNarrow } from "./grants-are-narrow.ts";

const good = planned("gcp:projects/iAMMember:IAMMember", {
  role: "roles/artifactregistry.reader",
  member: "user:a@example.com",
});

function document(statement: PlannedObject): PlannedResource {
  return planned("aws:iam/rolePolicy:RolePolicy", { policy: JSON.stringify({ Statement: [statement] }) });
}

const attachment = planned("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
  policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
});

function roleId(guid: string): string {
  return `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
}

function assignment(guid: string): PlannedResource {
  return planned("azure-native:authorization:RoleAssignment", { roleDefinitionId: roleId(guid) });
}

const first: RuleFixtures = {
  rule: grantsAreNarrow,
  holds: {
    "as it should be": [good],
    ...changes([good], { "a role of the project's own": ["role", "projects/example/roles/reader"] }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["role", undefined],
      "is owner": ["role", "roles/owner"],
      "is editor": ["role", "roles/editor"],
      "administers a service": ["role", "roles/container.admin"],
      "may act as any account": ["role", "roles/iam.serviceAccountTokenCreator"],
      "is no role": ["role", "owner"],
    }),
    "a binding of an organisation": [planned("gcp:organizations/iAMBinding:IAMBinding", { role: "roles/owner" })],
  },
  undecided: {
    ...changes([good], { "only the cloud knows": ["role", unknownMarker], "a text of the cloud": ["role", fromCloud] }),
  },
  guards: [
    {
      path: "role",
      absent: "violated",
      bad: ["roles/owner", "roles/editor", "roles/container.admin", "roles/iam.serviceAccountTokenCreator", "owner"],
    },
  ],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    grantsAreNarrow,
    "a role of one's own on Google Cloud",
    [planned("gcp:projects/iAMCustomRole:IAMCustomRole", { permissions: ["storage.buckets.get", "dns.changes.list"] })],
    [
      {
        path: "permissions",
        absent: "violated",
        bad: [
          ["resourcemanager.projects.setIamPolicy"],
          ["storage.buckets.get", "iam.serviceAccounts.actAs"],
          ["iam.serviceAccounts.getAccessToken"],
          ["iam.serviceAccountKeys.create"],
          ["iam.roles.update"],
          ["deploymentmanager.deployments.create"],
          ["orgpolicy.policy.set"],
          ["*"],
          [7],
        ],
        good: [["iam.serviceAccounts.create", "storage.buckets.setIamPolicy"]],
      },
    ],
  ),
  fixturesOf(
    grantsAreNarrow,
    "a policy's text on AWS",
    [
      document({
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: outputOf("aws:s3/bucket:Bucket", "arn"),
      }),
    ],
    [
      {
        path: "policy",
        absent: "violated",
        bad: [
          "{}}",
          JSON.stringify({ Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }),
          JSON.stringify({ Statement: { Effect: "Allow", Action: ["s3:GetObject", "iam:*"], Resource: "*" } }),
          JSON.stringify({ Statement: [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }] }),
          JSON.stringify({ Statement: [{ Effect: "Allow", Resource: "*" }] }),
          JSON.stringify({ Statement: [{ Effect: "Allow", Action: [7], Resource: "*" }] }),
        ],
        good: [JSON.stringify({ Statement: [{ Effect: "Deny", NotAction: "s3:*", Resource: "*" }] })],
      },
    ],
  ),
  fixturesOf(
    grantsAreNarrow,
    "one of AWS's own policies",
    [attachment],
    [
      {
        path: "policyArn",
        absent: "violated",
        bad: [
          "arn:aws:iam::aws:policy/AdministratorAccess",
          "arn:aws:iam::aws:policy/job-function/SystemAdministrator",
          "*",
        ],
        good: ["arn:aws:iam::123456789012:policy/own", outputOf("aws:iam/policy:Policy", "arn")],
      },
    ],
  ),
  fixturesOf(
    grantsAreNarrow,
    "a role on AWS",
    [goodRole],
    [
      {
        path: "managedPolicyArns",
        absent: "holds",
        bad: [["arn:aws:iam::aws:policy/AdministratorAccess"], "all"],
        good: [["arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"]],
      },
      {
        path: "inlinePolicies",
        absent: "holds",
        bad: [[{ policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "*:*" }] }) }], [{}]],
      },
    ],
  ),
  fixturesOf(
    grantsAreNarrow,
    "a role on Azure",
    [assignment("7f951dda-4ed3-4680-a7ca-43fe172d538d")],
    [{ path: "roleDefinitionId", absent: "violated", bad: ["Owner", roleId("8e3af657-a8ff-443c-a75c-2fe8c4bcb635")] }],
    {
      holds: {
        "in a subscription that the cloud knows": changedIn(
          [assignment("7f951dda-4ed3-4680-a7ca-43fe172d538d")],
          ["roleDefinitionId", `${fromCloud}${roleId("7f951dda-4ed3-4680-a7ca-43fe172d538d")}`],
        ),
      },
      violated: { "a contributor": [assignment("b24988ac-6180-42a0-ab88-20f7382dd24c")] },
    },
  ),
  fixturesOf(
    grantsAreNarrow,
    "keys of an account of Cosmos DB",
    [goodCosmosAccount],
    [{ path: "disableKeyBasedMetadataWriteAccess", absent: "violated", bad: [false, "true"] }],
    { holds: { "another account": [{ ...goodCosmosAccount, name: "other" }] } },
  ),
  fixturesOf(
    grantsAreNarrow,
    "a role of one's own on Azure",
    [
      planned("azure-native:authorization:RoleDefinition", {
        permissions: [{ actions: ["Microsoft.Compute/disks/read"] }],
      }),
    ],
    [
      {
        path: "permissions",
        absent: "holds",
        bad: [
          [{ actions: ["*"] }],
          [{ actions: ["Microsoft.Authorization/roleAssignments/write"] }],
          [{ actions: ["*/write"] }],
          [{ actions: [7] }],
        ],
      },
    ],
  ),
];
