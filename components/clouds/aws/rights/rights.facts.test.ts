import { describe, expect, it } from "vitest";
import type { PlannedResource } from "../../../../plan/planned-resource.ts";
import { planLayer, resourceNamed } from "../../layer.fixture.ts";
import { checkAws } from "../check.ts";
import { awsEnvironment } from "../environment.fixture.ts";
import { nameLimits } from "../names.ts";

const recoverer = "arn:aws:iam::111122223333:role/security";
const service = "s".repeat(30);
const environment = awsEnvironment({
  buckets: { uploads: { dataClass: "personal" }, audit: { dataClass: "confidential" }, "up-loads": {} },
  secretStore: { placement: "managed", administrators: true, rotationDays: 60 },
  vault: { recoverers: [recoverer] },
  domains: {
    commerce: {
      owner: "commerce",
      services: {
        order: {
          image: "commerce/order:1.0.0",
          // Told apart by a dash alone.
          buckets: { uploads: "read-write", audit: "read", "up-loads": "read" },
          secrets: { TOKEN: { secret: "api-token" } },
        },
        [service]: { image: "commerce/long:1.0.0", buckets: { audit: "read" } },
      },
    },
  },
});

let planned: Promise<readonly PlannedResource[]> | undefined;

function plan(): Promise<readonly PlannedResource[]> {
  return (planned ??= planLayer(environment, { config: { "secrets:api-token": "a value" } }).then(
    ({ resources }) => resources,
  ));
}

const named = async (name: string, type: string): Promise<PlannedResource> => resourceNamed(await plan(), name, type);

/** An input that has to be text, such as a policy. */
function textAt({ inputs, name }: PlannedResource, key: string): string {
  const value = inputs[key];
  if (typeof value !== "string") throw new Error(`${name} has no text as ${key}`);
  return value;
}

const policyOf = async (identity: string): Promise<string> =>
  textAt(await named(`shop-prod-identity-${identity}-role`, "aws:iam/rolePolicy:RolePolicy"), "policy");

// https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
describe("workloads", () => {
  it("take on a role that only their service account of this cluster may take on", async () => {
    const role = await named("shop-prod-identity-commerce-order-role", "aws:iam/role:Role");
    const trust = textAt(role, "assumeRolePolicy");
    expect(trust).toContain('"Service":"pods.eks.amazonaws.com"');
    expect(trust).toContain('"sts:TagSession"');
    expect(trust).toContain(
      '"aws:RequestTag/eks-cluster-arn":"arn:aws:eks:eu-west-1:111122223333:cluster/shop-prod-cluster"',
    );
    expect(trust).toContain('"aws:RequestTag/kubernetes-namespace":"commerce"');
    expect(trust).toContain('"aws:RequestTag/kubernetes-service-account":"order"');
  });

  it("are tied to it only after its rights are attached", async () => {
    const association = await named(
      "shop-prod-identity-commerce-order-pods",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    );
    expect(association.inputs).toMatchObject({ namespace: "commerce", serviceAccount: "order" });
    expect(
      association.dependencies.some((urn) => urn.endsWith("RolePolicy::shop-prod-identity-commerce-order-role")),
    ).toBe(true);
  });

  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
  it("read or change objects of the named buckets, and never all of anything", async () => {
    const policy = await policyOf("commerce-order");
    expect(policy).toMatch(/"s3:PutObject"\],"Resource":"\$\{[^"]*::shop-prod-bucket-uploads-s3#arn\}\/\*"/);
    expect(policy).toMatch(/"Action":\["s3:GetObject"\],"Resource":"\$\{[^"]*::shop-prod-bucket-audit-s3#arn\}\/\*"/);
    const policies = (await plan()).filter(
      ({ type, name }) => type === "aws:iam/rolePolicy:RolePolicy" && name.startsWith("shop-prod-identity-"),
    );
    expect(policies.length).toBe(4);
    for (const one of policies) expect(textAt(one, "policy")).not.toMatch(/"Resource":"\*"|"Action":"[^"]*\*/);
  });

  // https://developer.hashicorp.com/vault/docs/configuration/seal/awskms#authentication
  it("unseal Vault by the one key, and leave its recovery keys without reading them", async () => {
    const policy = await policyOf("landbridge-vault");
    expect(policy).toMatch(
      /"Action":\["kms:Decrypt","kms:DescribeKey","kms:Encrypt"\],"Resource":"\$\{[^"]*::shop-prod-key-unseal-key#arn\}"/,
    );
    expect(policy).toContain('"secretsmanager:PutSecretValue"');
    expect(policy).not.toContain("GetSecretValue");
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
  it("have roles whose names fit, however long a service's is", async () => {
    expect(checkAws(environment)).toEqual([]);
    const role = await named(`shop-prod-identity-commerce-${service}-role`, "aws:iam/role:Role");
    expect(textAt(role, "name").length).toBeLessThanOrEqual(nameLimits.role);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
  it("have statements named by letters and digits, each once", async () => {
    const sids = [...(await policyOf("commerce-order")).matchAll(/"Sid":"([^"]*)"/g)].map(([, sid]) => sid);
    expect(new Set(sids).size).toBe(6);
    for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
  });
});

// https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
describe("secrets", () => {
  it("are encrypted with the platform's key, which Secrets Manager may be used with", async () => {
    const { inputs, protect } = await named("shop-prod-secrets-api-token", "aws:secretsmanager/secret:Secret");
    expect(inputs["kmsKeyId"]).toMatch(/::shop-prod-key-platform-key#arn}$/);
    expect({ protect, days: inputs["recoveryWindowInDays"] }).toEqual({ protect: true, days: 30 });
    expect(inputs["tags"]).toMatchObject({ environment: "shop-prod", "rotation-days": "60" });
    const key = await named("shop-prod-key-platform-key", "aws:kms/key:Key");
    expect(textAt(key, "policy")).toContain('"kms:ViaService":"secretsmanager.eu-west-1.amazonaws.com"');
  });

  it("have the stack's value where it is set, never in the clear, and none where somebody else writes it", async () => {
    const versions = (await plan()).filter(
      ({ type, name }) =>
        type === "aws:secretsmanager/secretVersion:SecretVersion" && name.startsWith("shop-prod-secrets-"),
    );
    expect(versions.map(({ name, inputs }) => [name, inputs["secretString"]])).toEqual([
      ["shop-prod-secrets-api-token-value", { "landbridge:secret": true }],
      ["shop-prod-secrets-landbridge-administrator-archive-value", { "landbridge:secret": true }],
      ["shop-prod-secrets-landbridge-administrator-ledger-value", { "landbridge:secret": true }],
      ["shop-prod-secrets-landbridge-administrator-orders-value", { "landbridge:secret": true }],
    ]);
  });

  it("of Vault's recovery are read by those who may recover it", async () => {
    const policies = (await plan()).filter(
      ({ type, name }) =>
        type === "aws:secretsmanager/secretPolicy:SecretPolicy" && name.startsWith("shop-prod-secrets-"),
    );
    expect(policies.map(({ name }) => name)).toEqual(["shop-prod-secrets-landbridge-vault-recovery-readers"]);
    expect(JSON.stringify(policies[0]?.inputs)).toContain(
      JSON.stringify(`"Principal":{"AWS":["${recoverer}"]}`).slice(1, -1),
    );
    expect(policies[0]?.inputs["blockPublicPolicy"]).toBe(true);
  });
});

it("recoverers are people or roles that a resource's policy takes", () => {
  const paths = checkAws(
    awsEnvironment({
      vault: { recoverers: [recoverer, "arn:aws:iam::111122223333:group/all", "ada", "arn:aws:iam::*"] },
    }),
  ).map(({ path }) => path);
  expect(paths).toEqual(["vault.recoverers[1]", "vault.recoverers[2]", "vault.recoverers[3]"]);
});
