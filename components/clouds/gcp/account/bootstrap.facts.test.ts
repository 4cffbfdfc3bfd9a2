import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { planProgram } from "../../../../plan/host.ts";
import type { PlannedResource } from "../../../../plan/planned-resource.ts";
import { BootstrapLayer } from "../../../../stacks/bootstrap-layer.ts";
import { ancestors, planLayer, resourceNamed } from "../../layer.fixture.ts";
import { decideStateLifecycle } from "./bootstrap.ts";
import { rolesOf } from "./bootstrap-ci.ts";
import { attributeCondition, attributeMapping } from "./bootstrap-claims.ts";
import { ownRoleId, ownRoleNames, permissionsOf } from "./bootstrap-permissions.ts";
import { allUsed, billingRoles, decideUsed, grantedRoles, partRights } from "./bootstrap-rights.ts";
import { checkGcp } from "../check.ts";
import { openGcp } from "../cloud.ts";
import { gcp } from "../entry.ts";
import { gcpEnvironment } from "../environment.fixture.ts";

const ci = { issuer: "github", repository: "shop/platform", branch: "main", environment: "production" } as const;
const environment = gcpEnvironment({
  budget: { monthly: 100, from: "2026-12", notify: ["a@example.org"] },
  bootstrap: { stateRegion: "europe-west4", ci },
});

let planned: ReturnType<typeof planBootstrap> | undefined;

function planBootstrap() {
  return planProgram(
    () => {
      const cloud = openGcp(environment);
      const { name } = environment;
      return { ...new BootstrapLayer(name, { environment, cloud }, { providers: cloud.providers(name, {}) }).outputs };
    },
    { stack: `${environment.name}.bootstrap`, nested: gcp.computed },
  );
}

const plan = () => (planned ??= planBootstrap());

const ofType = async (type: string): Promise<PlannedResource[]> =>
  (await plan()).resources.filter((resource) => resource.type === type);

const named = async (type: string, name: string): Promise<PlannedResource> =>
  resourceNamed((await plan()).resources, name, type);

// https://www.pulumi.com/docs/iac/concepts/state-and-backends/#google-cloud-storage
describe("state", () => {
  it("is in a versioned bucket in a region of its own, under a key there, and protected", async () => {
    const { inputs, protect } = await named("gcp:storage/bucket:Bucket", "shop-prod-bootstrap-bucket-gcs");
    expect(inputs).toMatchObject({
      location: "europe-west4",
      versioning: { enabled: true },
      publicAccessPrevention: "enforced",
      uniformBucketLevelAccess: true,
      encryption: { defaultKmsKeyName: expect.stringMatching(/::shop-prod-bootstrap-state-key#id}$/) as unknown },
    });
    expect(protect).toBe(true);
    const rings = await ofType("gcp:kms/keyRing:KeyRing");
    expect(rings.map((ring) => ring.inputs["location"])).toEqual(["europe-west4", "europe-west4"]);
  });

  it("is found by a URL for pulumi login, and its secrets by one for a secrets provider", async () => {
    const { outputs } = await plan();
    expect(outputs["stateUrl"]).toMatch(/^gs:\/\/\$\{[^}]*::shop-prod-bootstrap-bucket-gcs#name}$/);
    expect(outputs["secretsProvider"]).toMatch(/^gcpkms:\/\/\$\{[^}]*::shop-prod-bootstrap-secrets-key#id}$/);
  });

  // https://cloud.google.com/storage/docs/lifecycle#daysSinceNoncurrentTime
  it("keeps earlier versions by the day on which they were replaced, and the newest of them always", () => {
    const [, deletion] = decideStateLifecycle({ keepVersionDays: 90 });
    expect(deletion).toEqual({
      action: { type: "Delete" },
      condition: { daysSinceNoncurrentTime: 90, numNewerVersions: 11, withState: "ARCHIVED" },
    });
  });
});

// https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines
describe("trust in pipelines", () => {
  it("asks one issuer's tokens for the claims of a purpose, and takes none without one", async () => {
    const [provider] = await ofType("gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider");
    expect(provider?.inputs).toMatchObject({
      oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
      attributeCondition: "attribute.purpose != 'nothing'",
      attributeMapping: {
        "google.subject": "assertion.sub",
        "attribute.purpose":
          "(assertion.sub == 'repo:shop/platform:pull_request' || assertion.sub == 'repo:shop/platform:ref:refs/heads/main') ? 'preview' : (assertion.ref == 'refs/heads/main' && assertion.sub == 'repo:shop/platform:environment:production') ? 'up' : 'nothing'",
      },
    });
  });

  it.each(["preview", "up"])("lets jobs for %s act as the account for it and as no other", async (purpose) => {
    const { inputs } = await named("gcp:serviceaccount/iAMMember:IAMMember", `shop-prod-bootstrap-${purpose}-jobs`);
    expect(inputs["role"]).toBe("roles/iam.workloadIdentityUser");
    expect(inputs["serviceAccountId"]).toMatch(new RegExp(`::shop-prod-bootstrap-${purpose}#name}$`));
    expect(inputs["member"]).toMatch(
      new RegExp(`^principalSet://iam\\.googleapis\\.com/\\$\\{[^}]*#name}/attribute\\.purpose/${purpose}$`),
    );
  });

  // https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools.providers
  it("fits into an expression, with the longest names that the schema takes", () => {
    const claims = {
      sub: `repo:${"r".repeat(140)}:environment:${"e".repeat(100)}`,
      ref: `refs/heads/${"b".repeat(100)}`,
    };
    const mapping = attributeMapping({ claims: { preview: [claims, claims], up: [claims] } });
    expect(mapping["attribute.purpose"]?.length).toBeLessThanOrEqual(2048);
    expect(attributeCondition.length).toBeLessThanOrEqual(4096);
  });

  it("is refused where a subject is longer than Google takes", () => {
    const long = gcpEnvironment({
      bootstrap: { stateRegion: "europe-west4", ci: { ...ci, repository: `shop/${"p".repeat(100)}` } },
    });
    expect(checkGcp(long).map(({ path }) => path)).toEqual(["bootstrap.ci.repository"]);
    expect(checkGcp(environment)).toEqual([]);
  });
});

describe("rights of pipelines", () => {
  it("have a row for each part of the SDK that a component of the platform imports", () => {
    expect(Object.keys(partRights).sort()).toEqual(importedParts(new URL("../", import.meta.url)));
  });

  it("read state for a preview, and change it for an up", async () => {
    const roles = async (type: string) => (await ofType(type)).map(({ name, inputs }) => [name, inputs["role"]]);
    expect(await roles("gcp:storage/bucketIAMMember:BucketIAMMember")).toEqual([
      ["shop-prod-bootstrap-preview-state", "roles/storage.objectViewer"],
      ["shop-prod-bootstrap-up-state", "roles/storage.objectUser"],
    ]);
    const keys = await roles("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember");
    expect(keys.filter(([name]) => textOf(name).endsWith("-secrets"))).toEqual([
      ["shop-prod-bootstrap-preview-secrets", "roles/cloudkms.cryptoKeyDecrypter"],
      ["shop-prod-bootstrap-up-secrets", "roles/cloudkms.cryptoKeyEncrypterDecrypter"],
    ]);
  });

  it("change nothing for a preview, and are never those of an owner or editor", async () => {
    const members = await ofType("gcp:projects/iAMMember:IAMMember");
    const rolesFor = (purpose: string) =>
      members
        .filter(({ name }) => name.startsWith(`shop-prod-bootstrap-${purpose}-`))
        .map(({ inputs }) => textOf(inputs["role"]));
    // Who runs queries reads what the datasets let him, which is nothing. https://cloud.google.com/bigquery/docs/access-control
    for (const role of rolesFor("preview")) expect(role).toMatch(/iewer$|reader$|browser$|securityReviewer$|jobUser$/);
    expect(rolesFor("preview").length).toBeGreaterThan(10);
    // Broad by nature: what is inside of clusters, keys of accounts for Kafka, and to act as the accounts of nodes.
    expect(rolesFor("up").filter((role) => /dmin$|serviceAccountUser$/.test(role))).toEqual([
      "roles/container.admin",
      "roles/iam.serviceAccountKeyAdmin",
      "roles/iam.serviceAccountUser",
    ]);
    for (const role of [...rolesFor("up"), ...rolesFor("preview")])
      expect(["roles/owner", "roles/editor", "roles/viewer"]).not.toContain(role);
  });

  // https://cloud.google.com/iam/docs/setting-limits-on-granting-roles
  it("grant what components grant in the project and nothing else, and spare the state and its keys", async () => {
    const of = async (role: string) =>
      (await named("gcp:projects/iAMMember:IAMMember", `shop-prod-bootstrap-up-${role}`)).inputs["condition"];
    expect(await of("grants")).toMatchObject({
      expression:
        'api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly(["roles/artifactregistry.reader", "roles/bigquery.jobUser", "roles/container.defaultNodeServiceAccount", "roles/iam.serviceAccountOpenIdTokenCreator", "roles/managedkafka.client"])',
    });
    // By which whoever runs `up` could give himself the access of any account. https://cloud.google.com/iam/docs/service-agents
    for (const role of grantedRoles)
      expect(role).not.toMatch(/[sS]erviceAgent$|TokenCreator$(?<!OpenIdTokenCreator)|dmin$/);
    expect(await of("buckets")).toMatchObject({
      expression: '!resource.name.startsWith("projects/_/buckets/shop-prod-bootstrap-")',
    });
    expect(await of("keys")).toMatchObject({
      expression:
        '!resource.name.startsWith("projects/shop-prod-1234/locations/europe-west4/keyRings/shop-prod-bootstrap-")',
    });
    expect(await of("platform")).toBeUndefined();
  });

  // https://cloud.google.com/iam/docs/roles-permissions
  it("make what components make, and read, run and grant nothing besides", async () => {
    const roles = await ofType("gcp:projects/iAMCustomRole:IAMCustomRole");
    expect(roles.map(({ inputs }) => inputs["roleId"])).toEqual([
      "shop_prod_up_buckets",
      "shop_prod_up_grants",
      "shop_prod_up_keys",
      "shop_prod_up_platform",
    ]);
    const all = ownRoleNames.flatMap(permissionsOf);
    expect(new Set(all).size).toBe(all.length - 1); // resourcemanager.projects.get is needed on both sides of a condition.
    for (const permission of all) expect(permission).toMatch(/^[a-z]+\.[a-zA-Z]+\.[a-zA-Z]+$/);
    // A zone's own policy is asked for by components, and Google's administrator of DNS may not change it.
    expect(all).toContain("dns.managedZones.setIamPolicy");
    for (const refused of [
      "artifactregistry.repositories.downloadArtifacts",
      "cloudkms.cryptoKeyVersions.destroy",
      "cloudkms.cryptoKeyVersions.useToDecrypt",
      "cloudsql.instances.export",
      "cloudsql.instances.login",
      "iam.roles.create",
      "iam.serviceAccounts.getAccessToken",
      "iam.serviceAccounts.setIamPolicy",
      "managedkafka.clusters.connect",
      "storage.objects.get",
    ])
      expect(all).not.toContain(refused);
    expect(all.filter((permission) => permission.startsWith("resourcemanager.")).sort()).toEqual([
      "resourcemanager.projects.get",
      "resourcemanager.projects.get",
      "resourcemanager.projects.getIamPolicy",
      "resourcemanager.projects.setIamPolicy",
    ]);
  });

  // A new project has it off. https://cloud.google.com/iam/docs/creating-custom-roles#before-you-begin
  it("are made once the API of IAM is on", async () => {
    const { resources } = await plan();
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    for (const role of await ofType("gcp:projects/iAMCustomRole:IAMCustomRole")) {
      const before = [...ancestors({ byUrn }, role)].map(({ inputs }) => inputs["service"]);
      expect(before).toContain("iam.googleapis.com");
    }
  });

  // https://cloud.google.com/iam/docs/quotas#limits
  it("fit into roles of the project's own: 3000 permissions, 64 KiB, an id of 64 characters", () => {
    for (const role of ownRoleNames) {
      expect(permissionsOf(role).length).toBeLessThanOrEqual(3000);
      expect(permissionsOf(role).join("").length).toBeLessThan(60_000);
      expect(ownRoleId("e".repeat(32), role)).toMatch(/^[a-zA-Z0-9_.]{3,64}$/);
      expect(ownRoleId("a-".repeat(40), role)).toMatch(/^[a-zA-Z0-9_.]{3,64}$/);
    }
  });

  it("make keys of accounts only where Kafka is managed, whose logins they are", () => {
    expect(rolesOf("up", ["kafka"])).toContain("roles/iam.serviceAccountKeyAdmin");
    expect(rolesOf("up", ["functions", "warehouses"])).not.toContain("roles/iam.serviceAccountKeyAdmin");
    expect(rolesOf("preview", ["kafka"])).toEqual(rolesOf("preview", []));
  });

  // https://cloud.google.com/run/docs/deploying#required_roles
  it("read images only where functions are, since Cloud Run asks that of whoever deploys", () => {
    expect(rolesOf("up", ["functions"])).toContain("roles/artifactregistry.reader");
    expect(rolesOf("up", ["kafka", "warehouses"])).not.toContain("roles/artifactregistry.reader");
  });

  // https://cloud.google.com/bigquery/docs/reference/rest/v2/projects/getServiceAccount: requires bigquery.jobs.create.
  it("may ask for BigQuery's own account where a warehouse is, in a preview too, which asks as well", () => {
    for (const purpose of ["preview", "up"] as const) {
      expect(rolesOf(purpose, ["warehouses"])).toContain("roles/bigquery.jobUser");
      expect(rolesOf(purpose, ["functions", "kafka"])).not.toContain("roles/bigquery.jobUser");
    }
  });

  it("are decided by what an environment has", () => {
    const none = { stores: {}, events: {}, warehouses: {}, domains: {} };
    expect(decideUsed(gcpEnvironment(none))).toEqual([]);
    const kafka = { events: { kind: "kafka", placement: "managed" } } as const;
    expect(decideUsed(gcpEnvironment({ ...none, stores: kafka }))).toEqual(["kafka"]);
    const functions = { work: { image: "a/b:1", on: { source: "queue", name: "jobs" } } } as const;
    const both = { events: { queues: { jobs: {} }, functions }, warehouses: { analytics: {} } };
    expect(decideUsed(gcpEnvironment({ ...none, ...both }))).toEqual(["functions", "warehouses"]);
  });

  it("are listed in the README for a person too, without one missing or too many", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const [, list = ""] = /needs on the\s+project: ([^.]*(?:\.[a-zA-Z][^.]*)*)\./.exec(readme) ?? [];
    const listed = [...list.matchAll(/`([a-zA-Z.]+)`/g)].map(([, role = ""]) => `roles/${role}`);
    expect(listed).toEqual(rolesOf("up", allUsed));
    for (const role of billingRoles.up) expect(readme).toContain(`\`${role.replace("roles/", "")}\``);
  });

  it("cover every role that the platform grants in the project", async () => {
    const { resources } = await planLayer(environment);
    const granted = resources
      .filter(({ type }) => type === "gcp:projects/iAMMember:IAMMember")
      .map(({ inputs }) => textOf(inputs["role"]));
    expect([...new Set(granted)].sort()).toEqual([...grantedRoles]);
  });

  it("are given before anybody logs in", async () => {
    const { outputs } = await plan();
    const { login } = (outputs as { ci: { up: { login: Record<string, string> } } }).ci.up;
    expect(Object.keys(login).sort()).toEqual(["service_account", "workload_identity_provider"]);
  });
});

// https://cloud.google.com/iam/docs/service-accounts-create
it("names fit, and are different for each purpose, however long the environment's is", async () => {
  const accounts = await ofType("gcp:serviceaccount/account:Account");
  expect(accounts.map(({ inputs }) => inputs["accountId"])).toEqual(["preview-shop-prod", "up-shop-prod"]);
  const long = gcpEnvironment(
    { bootstrap: { stateRegion: "europe-west4", ci }, buckets: {}, stores: {}, domains: {} },
    "e".repeat(32),
  );
  expect(checkGcp(long)).toEqual([]);
  const { resources } = await planProgram(() => {
    const cloud = openGcp(long);
    new BootstrapLayer(long.name, { environment: long, cloud }, { providers: cloud.providers(long.name, {}) });
  });
  const ids = resources.flatMap(({ type, inputs }) =>
    type === "gcp:serviceaccount/account:Account" ? [inputs["accountId"]] : [],
  );
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(textOf(id)).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
});

/** Parts of Google's SDK that components import; what a person brings up, and tests, aside. */
function importedParts(folder: URL): string[] {
  const parts = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/^account.bootstrap|\.test\.ts$|\.fixture\.ts$/.test(file))
    .flatMap((file) =>
      [...readFileSync(new URL(file, folder), "utf8").matchAll(/from "@pulumi\/gcp\/([a-z0-9]+)\//g)].map(
        ([, part]) => part ?? "",
      ),
    );
  return [...new Set(parts)].filter((part) => part !== "types").sort();
}

function textOf(value: unknown): string {
  if (typeof value !== "string") throw new Error("it is no text");
  return value;
}
