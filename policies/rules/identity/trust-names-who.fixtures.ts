import type { PlannedObject } from "../../../plan/planned-resource.ts";
import { goodRole } from "../aws-fixture.ts";
import { fixturesOf, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { trustNamesWho } from "./trust-names-who.ts";

const provider = "arn:aws:iam::123456789012:oidc-provider/oidc.example.com";

function trust(statement: PlannedObject): string {
  return JSON.stringify({ Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...statement }] });
}

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    trustNamesWho,
    "a role on AWS",
    [goodRole],
    [
      {
        path: "assumeRolePolicy",
        absent: "violated",
        bad: [
          "{}}",
          trust({ Principal: "*" }),
          trust({ Principal: { AWS: "*" } }),
          trust({ Principal: { AWS: ["arn:aws:iam::123456789012:root", "*"] } }),
          trust({ NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } }),
          trust({}),
          trust({ Principal: { Service: 7 } }),
          trust({ Principal: { Federated: provider } }),
          trust({ Principal: { Federated: provider }, Condition: { StringEquals: { "oidc.example.com:sub": "a" } } }),
        ],
        good: [
          trust({ Effect: "Deny", Principal: "*" }),
          trust({
            Principal: { Federated: provider },
            Condition: { StringEquals: { "oidc.example.com:sub": "a", "oidc.example.com:aud": "sts.amazonaws.com" } },
          }),
        ],
      },
    ],
  ),
  fixturesOf(
    trustNamesWho,
    "an identity on Azure",
    [
      planned("azure-native:managedidentity:FederatedIdentityCredential", {
        subject: "system:serviceaccount:commerce:order",
        audiences: ["api://AzureADTokenExchange"],
      }),
    ],
    [
      {
        path: "subject",
        absent: "violated",
        bad: ["", "system:serviceaccount:commerce:*"],
        good: ["repo:a/b:ref:refs/heads/main"],
      },
      { path: "audiences", absent: "violated", bad: [[], ["*"], ["api://AzureADTokenExchange", "other"]] },
    ],
  ),
  fixturesOf(
    trustNamesWho,
    "an issuer on Google Cloud",
    [
      planned("gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", {
        attributeCondition: "assertion.repository == 'example/platform'",
      }),
    ],
    [
      {
        path: "attributeCondition",
        absent: "violated",
        bad: ["", "true"],
        good: ["attribute.ref == 'refs/heads/main'"],
      },
    ],
  ),
  fixturesOf(
    trustNamesWho,
    "who may act as an account on Google Cloud",
    [
      planned("gcp:serviceaccount/iAMMember:IAMMember", {
        member: `principalSet://iam.googleapis.com/${fromCloud}/attribute.repository/example/platform`,
      }),
    ],
    [
      {
        path: "member",
        absent: "violated",
        bad: ["allUsers", "", `principalSet://iam.googleapis.com/${fromCloud}/*`],
        good: ["serviceAccount:example.svc.id.goog[commerce/order]"],
      },
    ],
    { undecided: { "the cloud's to say": [planned("gcp:serviceaccount/iAMMember:IAMMember", { member: fromCloud })] } },
  ),
];
