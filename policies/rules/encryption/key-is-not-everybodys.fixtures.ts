import type { PlannedObject } from "../../../plan/planned-resource.ts";
import { goodKmsKey } from "../aws-fixture.ts";
import { goodVault } from "../azure-fixture.ts";
import { type RuleFixtures, changedAll, fixturesOf, planned } from "../fixture.ts";
import { keyIsNotEverybodys } from "./key-is-not-everybodys.ts";

function policy(statement: PlannedObject): string {
  return JSON.stringify({ Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*", ...statement }] });
}

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    keyIsNotEverybodys,
    "AWS",
    [goodKmsKey],
    [
      {
        path: "policy",
        absent: "holds",
        bad: [
          "{}}",
          policy({ Principal: "*" }),
          policy({ Principal: { AWS: "*" } }),
          policy({
            Principal: { AWS: ["*"] },
            Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
          }),
          policy({ Principal: { AWS: "*" }, Condition: { StringNotEquals: { "kms:CallerAccount": "123456789012" } } }),
          policy({ Principal: { AWS: "*" }, Condition: { StringLike: { "kms:CallerAccount": "*" } } }),
          policy({ NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } }),
        ],
        good: [
          policy({ Principal: { Service: "logs.eu-west-1.amazonaws.com" } }),
          policy({ Principal: { AWS: "*" }, Condition: { StringEquals: { "kms:CallerAccount": "123456789012" } } }),
          policy({ Effect: "Deny", Principal: "*" }),
        ],
      },
      { path: "bypassPolicyLockoutSafetyCheck", absent: "holds", bad: [true] },
    ],
  ),
  fixturesOf(
    keyIsNotEverybodys,
    "Azure",
    [goodVault],
    [
      { path: "properties.enableRbacAuthorization", absent: "violated", bad: [false, "true"] },
      { path: "properties.networkAcls.defaultAction", absent: "violated", bad: ["Allow"] },
    ],
    {
      holds: {
        "has no public address": changedAll(
          [goodVault],
          ["properties.networkAcls", undefined],
          ["properties.publicNetworkAccess", "disabled"],
        ),
      },
    },
  ),

  fixturesOf(
    keyIsNotEverybodys,
    "who may read a secret on AWS",
    [
      planned("aws:secretsmanager/secretPolicy:SecretPolicy", {
        policy: policy({ Principal: { AWS: "arn:aws:iam::123456789012:role/order" } }),
      }),
    ],
    [{ path: "policy", absent: "holds", bad: [policy({ Principal: "*" }), policy({ Principal: { AWS: ["*"] } })] }],
  ),
];
