import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { planProgram } from "../../../../plan/host.ts";
import type { PlannedResource } from "../../../../plan/planned-resource.ts";
import { BootstrapLayer } from "../../../../stacks/bootstrap-layer.ts";
import { resourceNamed } from "../../layer.fixture.ts";
import { decideStateLifecycle } from "./bootstrap.ts";
import { partServices, platformRegions } from "./bootstrap-rights.ts";
import { linkedServices, passedTo } from "./role-rights.ts";
import { checkAws } from "../check.ts";
import { openAws } from "../cloud.ts";
import { aws } from "../entry.ts";
import { awsEnvironment } from "../environment.fixture.ts";
import { nameLimits } from "../names.ts";
import { ofType as plannedOf, parsed, planOf, text } from "../plan.fixture.ts";

const ci = { issuer: "github", repository: "shop/platform", branch: "main", environment: "production" } as const;
const upRole = "arn:aws:iam::111122223333:role/shop-prod-bootstrap-up";
const usual = awsEnvironment();
const environment = awsEnvironment({
  cloud: { ...usual.cloud, deployers: [...usual.cloud.deployers, upRole] },
  bootstrap: { stateRegion: "eu-central-1", ci },
});

let planned: ReturnType<typeof planBootstrap> | undefined;

function planBootstrap() {
  return planProgram(
    () => {
      const cloud = openAws(environment);
      const { name } = environment;
      return { ...new BootstrapLayer(name, { environment, cloud }, { providers: cloud.providers(name, {}) }).outputs };
    },
    { stack: `${environment.name}.bootstrap`, nested: aws.computed },
  );
}

const plan = () => (planned ??= planBootstrap());

const named = async (type: string, name: string): Promise<PlannedResource> =>
  resourceNamed((await plan()).resources, name, type);

const statement = z.looseObject({
  Sid: z.string(),
  Effect: z.string(),
  Action: z.unknown().optional(),
  Condition: z.unknown().optional(),
});
const document = z.object({ Statement: z.array(statement) });

const statements = async (type: string, name: string, field: string) =>
  document.parse(parsed((await named(type, name)).inputs[field])).Statement;
const trustOf = (purpose: string) =>
  statements("aws:iam/role:Role", `shop-prod-bootstrap-${purpose}`, "assumeRolePolicy");
const rightsOf = (purpose: string) =>
  statements("aws:iam/rolePolicy:RolePolicy", `shop-prod-bootstrap-${purpose}`, "policy");

// https://www.pulumi.com/docs/iac/concepts/state-and-backends/#aws-s3
describe("state", () => {
  it("is in a region of its own, by a provider of that region that may use no other account", async () => {
    const { inputs, urn } = await named("pulumi:providers:aws", "shop-prod-bootstrap-aws");
    expect(inputs["region"]).toBe("eu-central-1");
    expect(inputs["allowedAccountIds"]).toContain("111122223333");
    const there = (await plan()).resources.filter(({ type }) => /^aws:(?:s3|kms)\//.test(type));
    expect(there.length).toBeGreaterThan(10);
    for (const { name, provider } of there)
      expect({ name, there: provider?.startsWith(urn) }).toEqual({ name, there: true });
  });

  it("is versioned, encrypted with a key of ours, protected, and says who used it", async () => {
    const { protect } = await named("aws:s3/bucket:Bucket", "shop-prod-bootstrap-bucket-s3");
    const encryption = await named(
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "shop-prod-bootstrap-bucket-encryption",
    );
    expect(protect).toBe(true);
    expect(JSON.stringify(encryption.inputs)).toMatch(/"sseAlgorithm":"aws:kms"/);
    expect(JSON.stringify(encryption.inputs)).toMatch(/::shop-prod-bootstrap-state-key#arn}/);
    const loggings = (await plan()).resources.filter(({ type }) => type === "aws:s3/bucketLogging:BucketLogging");
    expect(loggings.length).toBe(1);
  });

  it("is found by URLs that say the region", async () => {
    const { outputs } = await plan();
    expect(outputs["stateUrl"]).toMatch(/^s3:\/\/\$\{[^}]*bucket-s3#bucket}\?region=eu-central-1$/);
    expect(outputs["secretsProvider"]).toMatch(
      /^awskms:\/\/\/\$\{[^}]*::shop-prod-bootstrap-secrets-key#arn}\?region=eu-central-1$/,
    );
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_NoncurrentVersionExpiration.html
  it("keeps earlier versions by the day on which they were replaced, and the newest of them always", () => {
    const kept = decideStateLifecycle({ keepVersionDays: 90 }).find(({ id }) => id === "keep-versions");
    expect(kept).toMatchObject({ noncurrentVersionExpiration: { noncurrentDays: 90, newerNoncurrentVersions: 10 } });
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
describe("trust in pipelines", () => {
  it("asks tokens for audience, subject and branch, word by word", async () => {
    const host = "token.actions.githubusercontent.com";
    expect((await trustOf("up")).map(({ Condition }) => Condition)).toEqual([
      {
        StringEquals: {
          [`${host}:aud`]: "sts.amazonaws.com",
          [`${host}:sub`]: "repo:shop/platform:environment:production",
          [`${host}:ref`]: "refs/heads/main",
        },
      },
    ]);
    expect((await trustOf("preview")).map(({ Condition }) => Condition)).toEqual(
      ["pull_request", "ref:refs/heads/main"].map((rest) => ({
        StringEquals: { [`${host}:aud`]: "sts.amazonaws.com", [`${host}:sub`]: `repo:shop/platform:${rest}` },
      })),
    );
  });

  it("is in one provider of the account, for AWS's own audience", async () => {
    const { inputs } = await named("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "shop-prod-bootstrap-issuer");
    expect(inputs).toMatchObject({
      url: "https://token.actions.githubusercontent.com",
      clientIdLists: ["sts.amazonaws.com"],
    });
  });

  it("wants the role among those who administer the cluster", () => {
    expect(checkAws(environment)).toEqual([]);
    const others = awsEnvironment({ bootstrap: { stateRegion: "eu-central-1", ci } });
    expect(checkAws(others)).toMatchObject([{ path: "cloud.deployers", wayOut: `add ${upRole}` }]);
  });
});

describe("rights of pipelines", () => {
  it("have a row for each part of the SDK that a component of the platform imports", () => {
    expect(Object.keys(partServices).sort()).toEqual(importedParts(new URL("../", import.meta.url)));
  });

  it("are read-only for a preview, but for nothing", async () => {
    const attached = (await plan()).resources
      .filter(({ type, name }) => type.startsWith("aws:iam/rolePolicyAttachment:") && name.includes("-preview-"))
      .map(({ inputs }) => inputs["policyArn"]);
    expect(attached).toEqual([
      "arn:aws:iam::aws:policy/SecurityAudit",
      "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess",
    ]);
    expect((await rightsOf("preview")).map(({ Sid, Action }) => [Sid, Action])).toEqual([
      ["State", ["s3:GetBucketLocation", "s3:ListBucket"]],
      ["StateFiles", ["s3:GetObject"]],
      ["StateKey", ["kms:Decrypt"]],
      ["StateSecrets", ["kms:Decrypt"]],
    ]);
  });

  it("are never all rights, and end at the platform's regions", async () => {
    const rights = await rightsOf("up");
    for (const { Action } of rights) expect([Action].flat()).not.toContain("*");
    expect(rights.find(({ Sid }) => Sid === "Platform")).toMatchObject({
      Condition: { StringEquals: { "aws:RequestedRegion": ["eu-central-1", "eu-west-1", "us-east-1"] } },
    });
    expect(JSON.stringify(rights.find(({ Sid }) => Sid === "Platform"))).not.toContain("iam:");
  });

  it("reach every region that images, followers and copies are in, and no other", () => {
    const { regions } = environment.cloud;
    const asked = (secondary: object, replicateTo: string[]) => {
      const cloud = { ...environment.cloud, regions: { primary: regions.primary, ...secondary } };
      return platformRegions(awsEnvironment({ cloud, registry: { placement: "managed", replicateTo }, buckets: {} }));
    };
    expect(asked({}, [])).toEqual(["eu-west-1", "us-east-1"]);
    expect(asked({ secondary: "eu-central-1" }, ["eu-north-1", "us-east-1"])).toEqual([
      "eu-central-1",
      "eu-north-1",
      "eu-west-1",
      "us-east-1",
    ]);
  });

  // https://docs.aws.amazon.com/msk/latest/developerguide/msk-topic-operations-information.html
  // https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_id-based-policy-examples.html
  it("are also those that a call to one service needs at another", async () => {
    const allowed = (await rightsOf("up")).filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action);
    expect(allowed.flat()).toEqual(
      expect.arrayContaining([
        "kafka-cluster:*",
        "cloudwatch:DeleteAlarms",
        "cloudwatch:DescribeAlarms",
        "cloudwatch:PutMetricAlarm",
      ]),
    );
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-managing-bypass
  it("shorten no lock, not by a role that they make either, and end no audit trail, which they may make and change", async () => {
    const rights = await rightsOf("up");
    const noBypass = { Effect: "Deny", Action: ["s3:BypassGovernanceRetention"], Resource: "*" };
    expect(rights).toContainEqual(expect.objectContaining(noBypass));
    expect(await statements("aws:iam/policy:Policy", "shop-prod-bootstrap-boundary", "policy")).toContainEqual(
      expect.objectContaining(noBypass),
    );
    expect(rights).toContainEqual(
      expect.objectContaining({
        Effect: "Deny",
        Action: ["cloudtrail:DeleteTrail", "cloudtrail:StopLogging"],
        Resource: "*",
      }),
    );
    const denied = rights.filter(({ Effect }) => Effect === "Deny").flatMap(({ Action }) => Action);
    for (const needed of ["CreateTrail", "PutEventSelectors", "StartLogging", "UpdateTrail"])
      expect(denied.flat()).not.toContain(`cloudtrail:${needed}`);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
  it("make roles within the boundary only, and can't take off the bounds of their own", async () => {
    const rights = await rightsOf("up");
    const bound = rights.filter(({ Action }) => [Action].flat().includes("iam:CreateRole"));
    expect(bound).toMatchObject([
      {
        Resource: "arn:aws:iam::111122223333:role/shop-prod-*",
        Condition: {
          StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/shop-prod-bootstrap-boundary" },
        },
      },
    ]);
    expect(JSON.stringify(rights)).not.toContain("DeleteRolePermissionsBoundary");
    expect(rights.find(({ Sid }) => Sid === "NotItsOwnRights")).toMatchObject({
      Effect: "Deny",
      NotAction: ["iam:Get*", "iam:List*"],
      Resource: [
        "arn:aws:iam::111122223333:role/shop-prod-bootstrap-*",
        "arn:aws:iam::111122223333:policy/shop-prod-bootstrap-*",
      ],
    });
  });

  it("pass roles on to those services that take on roles of the platform", async () => {
    // All that the platform can have roles for, copies of buckets too.
    const buckets = { uploads: { dataClass: "personal", replicate: true } } as const;
    const platform = await planOf({ ...environment, buckets: awsEnvironment({ buckets }).buckets });
    const trusted = plannedOf(platform, "aws:iam/role:Role").flatMap(({ inputs }) =>
      [...text(inputs["assumeRolePolicy"]).matchAll(/"Service":"([^"]*)"/g)].map(([, service]) => service),
    );
    expect([...new Set(trusted)].sort()).toEqual([...passedTo]);
  });

  // AWS's own policies: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
  it("leave within the boundary all that a role of the platform needs, and of other services nothing", async () => {
    const boundary = await statements("aws:iam/policy:Policy", "shop-prod-bootstrap-boundary", "policy");
    const within = boundary
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action }) => [Action].flat().map((action) => String(action)));
    const fits = (action: string): boolean =>
      within.some((one) => one === action || (one.endsWith("*") && action.startsWith(one.slice(0, -1))));
    const buckets = { uploads: { dataClass: "personal", replicate: true } } as const;
    const platform = await planOf({ ...environment, buckets: awsEnvironment({ buckets }).buckets });
    const autoProvision = { cpu: 4000, memoryGiB: 16_000 };
    const growing = await planOf({ ...environment, cluster: { ...environment.cluster, autoProvision } });
    const actionsOf = (policy: string): string[] =>
      document.parse(JSON.parse(policy)).Statement.flatMap(({ Action }) => [Action].flat().map(String));
    const needed = [platform, growing].flatMap((planned) =>
      plannedOf(planned, "aws:iam/rolePolicy:RolePolicy").flatMap(({ inputs }) => actionsOf(text(inputs["policy"]))),
    );
    expect(needed).toContain("iam:PassRole");
    expect(needed.length).toBeGreaterThan(20);
    expect(needed.filter((action) => !fits(action))).toEqual([]);
    const attached = plannedOf(platform, "aws:iam/rolePolicyAttachment:RolePolicyAttachment").map(
      ({ inputs }) => text(inputs["policyArn"]).split("/").at(-1) ?? "",
    );
    const services: Readonly<Record<string, readonly string[]>> = {
      AmazonEBSCSIDriverPolicyV2: ["ec2"],
      AmazonEC2ContainerRegistryPullOnly: ["ecr"],
      AmazonEKSClusterPolicy: ["autoscaling", "ec2", "elasticloadbalancing", "kms"],
      AmazonEKSWorkerNodePolicy: ["ec2", "eks", "eks-auth"],
      AmazonEKS_CNI_Policy: ["ec2"],
      AmazonRDSEnhancedMonitoringRole: ["logs"],
    };
    expect([...new Set(attached)].sort()).toEqual(Object.keys(services));
    for (const service of Object.values(services).flat()) expect(fits(`${service}:Anything`)).toBe(true);
    for (const other of [
      "iam:CreateRole",
      "iam:PutRolePolicy",
      "codebuild:StartBuild",
      "organizations:LeaveOrganization",
      "sts:AssumeRole",
    ])
      expect(fits(other)).toBe(false);
  });

  it("bound every role of the platform, where pipelines bring up, and none where people do", async () => {
    const boundaries = async (of: typeof environment) =>
      new Set(plannedOf(await planOf(of), "aws:iam/role:Role").map(({ inputs }) => inputs["permissionsBoundary"]));
    expect(await boundaries(environment)).toEqual(
      new Set(["arn:aws:iam::111122223333:policy/shop-prod-bootstrap-boundary"]),
    );
    expect(await boundaries(usual)).toEqual(new Set([undefined]));
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
  it("fit into a role, and so do the names", async () => {
    for (const purpose of ["preview", "up"]) {
      const { inputs } = await named("aws:iam/role:Role", `shop-prod-bootstrap-${purpose}`);
      expect(text(inputs["name"]).length).toBeLessThanOrEqual(nameLimits.role);
      expect(inputs["maxSessionDuration"]).toBe(7200);
      expect(text(inputs["assumeRolePolicy"]).length).toBeLessThanOrEqual(2048);
      const policy = await named("aws:iam/rolePolicy:RolePolicy", `shop-prod-bootstrap-${purpose}`);
      // Placeholders are longer than what they stand for.
      expect(text(policy.inputs["policy"]).length).toBeLessThanOrEqual(10_240);
    }
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html
  it("give machines roles of the platform alone, and nothing of the platform gives them any but the cluster's", async () => {
    expect((await rightsOf("up")).find(({ Sid }) => Sid === "MachineProfiles")).toMatchObject({
      Resource: "arn:aws:iam::111122223333:instance-profile/shop-prod-*",
    });
    const boundary = await statements("aws:iam/policy:Policy", "shop-prod-bootstrap-boundary", "policy");
    const passing = boundary.filter(({ Action }) => [Action].flat().includes("iam:PassRole"));
    expect(passing).toMatchObject([
      {
        Resource: "arn:aws:iam::111122223333:role/shop-prod-cluster-*",
        Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
      },
    ]);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
  it("let services have roles of their own, which nobody here makes", async () => {
    const types = (await plan()).resources.map(({ type }) => type);
    expect(types).not.toContain("aws:iam/serviceLinkedRole:ServiceLinkedRole");
    expect(new Set(linkedServices).size).toBe(linkedServices.length);
    const right = (await rightsOf("up")).find(({ Sid }) => Sid === "ServicesOwnRoles");
    expect(right).toMatchObject({ Action: ["iam:CreateServiceLinkedRole"] });
    expect(JSON.stringify(right)).toContain('"spot.amazonaws.com"');
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/slr-replication.html
    expect(JSON.stringify(right)).toContain('"replication.ecr.amazonaws.com"');
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/slr-pullthroughcache.html
    expect(JSON.stringify(right)).toContain('"pullthroughcache.ecr.amazonaws.com"');
  });
});

/** Parts of AWS's SDK that components import; what a person brings up, and tests, aside. */
function importedParts(folder: URL): string[] {
  const parts = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/^account.bootstrap|\.test\.ts$|\.fixture\.ts$/.test(file))
    .flatMap((file) =>
      [...readFileSync(new URL(file, folder), "utf8").matchAll(/from "@pulumi\/aws\/([a-z0-9]+)\//g)].map(
        ([, part]) => part ?? "",
      ),
    );
  return [...new Set(parts)].filter((part) => part !== "types").sort();
}
