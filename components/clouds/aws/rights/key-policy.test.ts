import { describe, expect, it } from "vitest";
import type { KeyUser } from "../../../kit/rights/keys.ts";
import { decideKeyPolicy } from "./key-policy.ts";
import type { PolicyStatement } from "./policy-document.ts";
import type { AwsSettings } from "../settings.ts";

const settings: AwsSettings = {
  name: "aws",
  account: "123456789012",
  regions: { primary: "eu-west-1" },
  deployers: ["arn:aws:iam::123456789012:role/deployer"],
};
const everyone: readonly KeyUser[] = [
  "brokers",
  "buckets",
  "caches",
  "cluster",
  "databases",
  "nodes",
  "registry",
  "tables",
];

const forUsers = (...users: KeyUser[]): PolicyStatement[] => decideKeyPolicy(users, settings);

describe("the policy of a key", () => {
  it("lets the account's administrators manage it by their own rights, and nobody else without users", () => {
    expect(forUsers()).toEqual([
      {
        Sid: "Administration",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "kms:*",
        Resource: "*",
      },
    ]);
  });

  // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
  it("names no role, which would have to exist", () => {
    expect(JSON.stringify(forUsers(...everyone))).not.toMatch(/:role\/|:user\//);
  });

  it("lets anyone use it only inside the account and through one service, or a service for things of the account", () => {
    const [, ...services] = forUsers(...everyone);
    const ofAccount = /^arn:aws:(logs|cloudtrail):eu-west-1:123456789012:(log-group:|trail\/)/;
    for (const { Sid, Principal, Condition } of services) {
      const through = { "kms:CallerAccount": "123456789012", "kms:ViaService": expect.any(String) as unknown };
      if (JSON.stringify(Principal) === '{"AWS":"*"}')
        expect({ Sid, Condition }).toMatchObject({ Sid, Condition: { StringEquals: through } });
      else {
        expect({ Sid, Principal }).toEqual({ Sid, Principal: { Service: expect.any(String) as unknown } });
        expect({ Sid, bound: Object.values(Condition?.["ArnLike"] ?? {}) }).toEqual({
          Sid,
          bound: [expect.stringMatching(ofAccount) as unknown],
        });
      }
    }
  });

  it("opens the service of each user and no other", () => {
    const through = (user: KeyUser) => [
      ...new Set(forUsers(user).flatMap(({ Condition }) => Condition?.["StringEquals"]?.["kms:ViaService"] ?? [])),
    ];
    expect(everyone.map((user) => [user, ...through(user)])).toEqual([
      ["brokers", "kafka.eu-west-1.amazonaws.com"],
      ["buckets", "s3.eu-west-1.amazonaws.com"],
      ["caches", "elasticache.eu-west-1.amazonaws.com"],
      ["cluster", "eks.eu-west-1.amazonaws.com"],
      ["databases", "rds.eu-west-1.amazonaws.com"],
      ["nodes", "ec2.eu-west-1.amazonaws.com"],
      ["registry", "ecr.eu-west-1.amazonaws.com"],
      ["tables", "cassandra.eu-west-1.amazonaws.com"],
    ]);
  });

  // https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
  it("lets disks be attached by grants that only AWS's services can use", () => {
    const [grants, ...others] = forUsers("nodes").filter(({ Action }) => Action.includes("kms:CreateGrant"));
    expect(others).toEqual([]);
    expect(grants).toMatchObject({ Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } } });
  });

  it("has one statement of a name, and the same text in whatever order users come", () => {
    const ids = forUsers(...everyone).map(({ Sid }) => Sid);
    expect(ids).toEqual([...new Set(ids)]);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]+$/);
    expect(forUsers(...[...everyone].reverse())).toEqual(forUsers(...everyone));
  });
});
