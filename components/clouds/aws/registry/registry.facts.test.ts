import { describe, expect, it } from "vitest";
import { checkAws } from "../check.ts";
import { aws } from "../entry.ts";
import { awsEnvironment } from "../environment.fixture.ts";
import { mirrorNamespace } from "../names.ts";
import { loginFields } from "./registry-mirrors.ts";
import { at, named, ofType, parsed, planOf } from "../plan.fixture.ts";

const logins = { "ghcr.io": { user: "bot", password: { secret: "ghcr-token" } } };
const environment = (registry: object, stores = {}) =>
  awsEnvironment({ registry: { placement: "managed", ...registry }, stores, domains: {} });
const planned = (registry: object) =>
  planOf(environment(registry), {}, { config: { "secrets:ghcr-token": "hunter2" } });

const rule = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule";
const repository = "aws:ecr/repository:Repository";

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
describe("mirrors", () => {
  it("have a path of 2 to 30 characters that ECR takes, told apart however long the environment's name is", () => {
    const paths = ["a", "e".repeat(60), "shop--prod"].flatMap((name) =>
      (["docker.io", "ghcr.io", "quay.io", "registry.k8s.io"] as const).map((one) => mirrorNamespace(name, one)),
    );
    for (const path of paths) expect(path).toMatch(/^(?=.{2,30}$)[a-z0-9]+(?:[._-][a-z0-9]+)*$/);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it("log in at ghcr.io by a secret where ECR looks for it, and at the others not at all", async () => {
    const plan = await planned({ mirror: true, logins });
    const rules = ofType(plan, rule);
    expect(rules.map(({ inputs }) => [inputs["upstreamRegistryUrl"], "credentialArn" in inputs])).toEqual([
      ["ghcr.io", true],
      ["quay.io", false],
      ["registry.k8s.io", false],
    ]);
    const kept = named(plan, "aws:secretsmanager/secret:Secret", "shop-prod-registry-ghcr-io-login");
    expect(kept.inputs["namePrefix"]).toMatch(/^ecr-pullthroughcache\//);
    // ECR's own role may read it under AWS's key alone.
    expect(kept.inputs["kmsKeyId"]).toBeUndefined();
    expect(JSON.stringify(plan.resources)).not.toContain("hunter2");
    const value = named(
      plan,
      "aws:secretsmanager/secretVersion:SecretVersion",
      "shop-prod-registry-ghcr-io-login-value",
    );
    expect(rules[0]?.dependencies).toContain(value.urn);
  });

  // https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
  it("log in by the two fields that ECR reads", () => {
    expect(loginFields({ user: "bot", password: "token" })).toEqual({ username: "bot", accessToken: "token" });
  });

  it("have a repository with the registry's key for each image, so that nodes make none", async () => {
    const plan = await planned({ mirror: true, logins });
    const prefix = mirrorNamespace("shop-prod-registry", "quay.io");
    const kafka = ofType(plan, repository).find(({ inputs }) => inputs["name"] === `${prefix}/strimzi/kafka`);
    expect(kafka?.inputs).toMatchObject({
      imageTagMutability: "IMMUTABLE",
      encryptionConfigurations: [{ encryptionType: "KMS" }],
      imageScanningConfiguration: { scanOnPush: true },
    });
    expect(kafka?.dependencies).toContain(named(plan, rule, "shop-prod-registry-quay-io").urn);
  });

  it("are where the cluster is told before they are there", () => {
    const { mirrors = {} } = aws.cluster(environment({ mirror: true, logins }));
    expect(mirrors["quay.io"]).toBe(
      `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${mirrorNamespace("shop-prod-registry", "quay.io")}`,
    );
  });

  it("are refused at ghcr.io without a login", () => {
    expect(checkAws(environment({ mirror: true })).map(({ path }) => path)).toEqual(["registry.mirror"]);
    expect(checkAws(environment({ mirror: true, logins }))).toEqual([]);
  });

  it("are refused a login that ECR takes none for", () => {
    const more = { ...logins, "quay.io": logins["ghcr.io"] };
    expect(checkAws(environment({ mirror: true, logins: more })).map(({ value }) => value)).toEqual(["quay.io"]);
  });
});

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
describe("replicas", () => {
  it("copy what is below the environment's path, and nothing else of the account", async () => {
    const plan = await planned({ replicateTo: ["eu-central-1"] });
    const [setting] = ofType(plan, "aws:ecr/replicationConfiguration:ReplicationConfiguration");
    expect(at(setting?.inputs, "replicationConfiguration.rules")).toEqual([
      {
        destinations: [{ region: "eu-central-1", registryId: "111122223333" }],
        repositoryFilters: [{ filter: "shop-prod-registry/", filterType: "PREFIX_MATCH" }],
      },
    ]);
  });

  it("go to repositories that are there first, of the same name, with tags that never move and a key of that region", async () => {
    const plan = await planned({ replicateTo: ["eu-central-1"] });
    const copies = ofType(plan, repository).filter(({ inputs }) => inputs["region"] === "eu-central-1");
    const images = ofType(plan, repository).filter(({ inputs }) => inputs["region"] === undefined);
    expect(copies.map(({ inputs }) => inputs["name"])).toEqual(images.map(({ inputs }) => inputs["name"]));
    const [setting] = ofType(plan, "aws:ecr/replicationConfiguration:ReplicationConfiguration");
    for (const { urn, inputs } of copies) {
      expect(setting?.dependencies).toContain(urn);
      expect(inputs["imageTagMutability"]).toBe("IMMUTABLE");
    }
    const key = named(plan, "aws:kms/key:Key", "shop-prod-registry-eu-central-1-key");
    expect(key.inputs["region"]).toBe("eu-central-1");
    expect(JSON.stringify(parsed(key.inputs["policy"]))).toContain("ecr.eu-central-1.amazonaws.com");
    expect(JSON.stringify(copies.map(({ inputs }) => inputs["encryptionConfigurations"]))).toContain(key.name);
  });

  it("are refused where the registry is, and where no region is", () => {
    const issues = checkAws(environment({ replicateTo: ["eu-west-1", "europe-west1"] }));
    expect(issues.map(({ path }) => path)).toEqual(["registry.replicateTo[0]", "registry.replicateTo[1]"]);
  });
});
