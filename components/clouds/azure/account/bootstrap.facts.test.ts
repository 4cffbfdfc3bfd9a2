import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { planProgram } from "../../../../plan/host.ts";
import type { PlannedResource } from "../../../../plan/planned-resource.ts";
import { BootstrapLayer } from "../../../../stacks/bootstrap-layer.ts";
import { resourceNamed } from "../../layer.fixture.ts";
import { checkAzure } from "../check.ts";
import { openAzure } from "../cloud.ts";
import { azure } from "../entry.ts";
import { azureEnvironment } from "../environment.fixture.ts";
import { addingPermission, addingRole } from "../rights/adding-role.ts";
import { roles } from "../rights/identity.ts";
import { subjectsOf } from "./bootstrap-ci.ts";
import { accessAdministrator, assignCondition, partActions, upActions } from "./bootstrap-rights.ts";
import { decideStateKeeping } from "./bootstrap-state.ts";
import { resourceProviders } from "./resource-providers.ts";

const ci = { issuer: "github", repository: "shop/platform", branch: "main", environment: "production" } as const;
const environment = azureEnvironment({ bootstrap: { stateRegion: "northeurope", keepVersionDays: 120, ci } });
const scope = "/subscriptions/11111111-2222-4333-8444-555555555555";

let planned: ReturnType<typeof planBootstrap> | undefined;

function planBootstrap() {
  return planProgram(
    () => {
      const cloud = openAzure(environment);
      const { name } = environment;
      return { ...new BootstrapLayer(name, { environment, cloud }, { providers: cloud.providers(name, {}) }).outputs };
    },
    { stack: `${environment.name}.bootstrap`, nested: azure.computed },
  );
}

const plan = () => (planned ??= planBootstrap());

const ofType = async (type: string): Promise<PlannedResource[]> =>
  (await plan()).resources.filter((resource) => resource.type === `azure-native:${type}`);

const named = async (type: string, name: string): Promise<PlannedResource> =>
  resourceNamed((await plan()).resources, name, `azure-native:${type}`);

// https://www.pulumi.com/docs/iac/concepts/state-and-backends/#azure-blob-storage
describe("state", () => {
  it("is in a region of its own, in three zones, under a key of ours, reached by Entra alone, and protected", async () => {
    const { inputs, protect } = await named("storage:StorageAccount", "shop-prod-bootstrap-bucket-account");
    expect(protect).toBe(true);
    expect(inputs).toMatchObject({
      location: "northeurope",
      sku: { name: "Standard_ZRS" },
      allowSharedKeyAccess: false,
      allowBlobPublicAccess: false,
      minimumTlsVersion: "TLS1_2",
      publicNetworkAccess: "Enabled",
      networkRuleSet: { defaultAction: "Allow" },
      encryption: { keySource: "Microsoft.Keyvault" },
    });
    // A lock would keep the roles of pipelines from being taken away.
    expect(await ofType("authorization:ManagementLockByScope")).toEqual([]);
    const elsewhere = (await plan()).resources.filter(
      ({ inputs: given, type }) =>
        typeof given["location"] === "string" && given["location"] !== "northeurope" && !type.startsWith("pulumi:"),
    );
    expect(elsewhere.map(({ name }) => name)).toEqual([]);
  });

  it("is found by a URL for pulumi login, and its secrets by one for a secrets provider", async () => {
    const { outputs } = await plan();
    expect(outputs["stateUrl"]).toMatch(/^azblob:\/\/\$\{[^}]*#name}\?storage_account=\$\{[^}]*bucket-account#name}$/);
    expect(outputs["secretsProvider"]).toMatch(
      /^azurekeyvault:\/\/\$\{[^}]*secrets-vault#name}\.vault\.azure\.net\/keys\/\$\{[^}]*secrets-key#name}$/,
    );
  });

  // https://github.com/pulumi/pulumi/issues/22338
  it("has secrets under a key that isn't rotated, since Pulumi asks the newest version for what an older one encrypted", async () => {
    const { inputs } = await named("keyvault:Key", "shop-prod-bootstrap-secrets-key");
    expect(inputs["properties"]).toMatchObject({ kty: "RSA", keyOps: ["encrypt", "decrypt"] });
    expect(inputs["properties"]).not.toHaveProperty("rotationPolicy");
  });

  // https://learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview
  it("keeps what the lifecycle deletes for as long again, since Azure counts a version's age from when it was written", async () => {
    expect(decideStateKeeping({ keepVersionDays: 120 })).toMatchObject({
      isVersioningEnabled: true,
      deleteRetentionPolicy: { enabled: true, days: 120 },
    });
    const { inputs } = await named("storage:ManagementPolicy", "shop-prod-bootstrap-bucket-lifecycle");
    expect(JSON.stringify(inputs)).toContain('"version":{"delete":{"daysAfterCreationGreaterThan":120}}');
  });
});

// https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity
describe("trust in pipelines", () => {
  it("compares the whole subject, one credential for each", async () => {
    const credentials = await ofType("managedidentity:FederatedIdentityCredential");
    expect(credentials.map(({ name, inputs }) => [name, inputs["subject"]])).toEqual([
      ["shop-prod-bootstrap-preview-jobs-0", "repo:shop/platform:pull_request"],
      ["shop-prod-bootstrap-preview-jobs-1", "repo:shop/platform:ref:refs/heads/main"],
      ["shop-prod-bootstrap-up-jobs-0", "repo:shop/platform:environment:production"],
    ]);
    for (const { inputs } of credentials)
      expect(inputs).toMatchObject({
        issuer: "https://token.actions.githubusercontent.com",
        audiences: ["api://AzureADTokenExchange"],
      });
  });

  // https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations#concurrent-updates-arent-supported-user-assigned-managed-identities
  it("is set one after the other for an identity", async () => {
    const { dependencies } = await named(
      "managedidentity:FederatedIdentityCredential",
      "shop-prod-bootstrap-preview-jobs-1",
    );
    expect(dependencies.some((urn) => urn.endsWith("::shop-prod-bootstrap-preview-jobs-0"))).toBe(true);
  });

  it("isn't possible by other claims than the subject", () => {
    expect(() => subjectsOf({ claims: { preview: [], up: [{ project_path: "shop/platform" }] } }, "up")).toThrow(
      /subject/,
    );
  });
});

describe("rights of pipelines", () => {
  it("have a row for each part of the SDK that a component of the platform imports", () => {
    expect(Object.keys(partActions).sort()).toEqual(importedParts(new URL("../", import.meta.url)));
  });

  it("are for the services that the log-in says to register, and for groups, which need no registering", () => {
    const services = upActions().map((action) => action.split("/")[0] ?? "");
    // https://github.com/microsoft/MCW-Azure-Synapse-Analytics-and-AI/issues/60
    const behindSynapse = "Microsoft.Sql";
    const registered = [...resourceProviders, "Microsoft.Resources"].sort();
    expect([...new Set([...services, behindSynapse])].sort()).toEqual(registered);
  });

  // https://learn.microsoft.com/azure/event-grid/security-authorization#permissions-for-event-subscriptions
  it("are to subscribe at what events come from, besides at the topic", () => {
    expect(partActions.eventgrid).toEqual([
      "Microsoft.EventGrid/eventSubscriptions/*",
      "Microsoft.EventGrid/systemTopics/*",
    ]);
  });

  it("are never all actions, and none on data", async () => {
    for (const action of upActions()) expect(action).toMatch(/^Microsoft\.[A-Za-z]+\/(?:\*|[A-Za-z/]+\/\*)$/);
    const definitions = await ofType("authorization:RoleDefinition");
    expect(definitions.map(({ name }) => name)).toEqual([
      "shop-prod-bootstrap-adding",
      "shop-prod-bootstrap-decrypt",
      "shop-prod-bootstrap-preview-role",
      "shop-prod-bootstrap-up-role",
    ]);
    for (const { name, inputs } of definitions) {
      const text = JSON.stringify(inputs["permissions"]);
      expect(text).not.toContain('"*"');
      expect(inputs["assignableScopes"]).toEqual([scope]);
      if (!/-(?:adding|decrypt)$/.test(name)) expect(text).toContain('"dataActions":[]');
    }
  });

  it("change nothing for a preview", async () => {
    const { inputs } = await named("authorization:RoleDefinition", "shop-prod-bootstrap-preview-role");
    const [permission] = inputs["permissions"] as { actions: string[] }[];
    for (const action of permission?.actions ?? []) expect(action).toMatch(/\/list[A-Za-z]+\/action$/);
    const assigned = (await ofType("authorization:RoleAssignment"))
      .filter(({ name }) => name.startsWith("shop-prod-bootstrap-preview-"))
      .map(({ name }) => name.replace("shop-prod-bootstrap-preview-", ""));
    expect(assigned).toEqual(["reader", "rights", "secrets", "state"]);
  });

  // https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-examples
  it("assign what components assign and nothing else, neither an owner nor themselves", async () => {
    const { inputs } = await named("authorization:RoleAssignment", "shop-prod-bootstrap-up-access");
    expect(inputs).toMatchObject({
      scope,
      conditionVersion: "2.0",
      roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${accessAdministrator}`,
    });
    const own = addingRole(environment.name, environment.cloud).id;
    const condition = assignCondition(own);
    expect(condition.split(own).length).toBe(3);
    expect(inputs["condition"]).toBe(condition);
    for (const id of Object.values(roles)) expect(condition.split(id).length).toBe(3);
    // Owner, User Access Administrator, and the role itself.
    for (const id of [
      "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
      "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
      accessAdministrator,
    ])
      expect(condition).not.toContain(id);
  });

  it("know the role that only adds by the id under which the account's own stack made it", async () => {
    const { inputs } = await named("authorization:RoleDefinition", "shop-prod-bootstrap-adding");
    expect(inputs["roleDefinitionId"]).toBe(addingRole(environment.name, environment.cloud).id);
    expect(inputs["permissions"]).toMatchObject([addingPermission]);
  });

  // https://learn.microsoft.com/azure/role-based-access-control/custom-roles#custom-role-properties
  it("have ids that Azure takes and that stay the same", async () => {
    const again = await planBootstrap();
    const ids = (resources: readonly PlannedResource[]) =>
      resources.flatMap(({ type, inputs }) =>
        type.endsWith(":RoleDefinition") ? [textOf(inputs["roleDefinitionId"])] : [],
      );
    expect(ids(again.resources)).toEqual(ids((await plan()).resources));
    for (const id of ids(again.resources))
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

it("the region of the state is one with three zones, and not the platform's", () => {
  const paths = (stateRegion: string) =>
    checkAzure(azureEnvironment({ bootstrap: { stateRegion } })).map(({ path }) => path);
  expect(paths("northeurope")).toEqual([]);
  expect(paths("swedencentral")).toEqual(["bootstrap.stateRegion"]);
  expect(paths("northcentralus")).toEqual(["bootstrap.stateRegion"]);
});

/** Parts of Azure's SDK that components import; what a person brings up, and tests, aside. */
function importedParts(folder: URL): string[] {
  const parts = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/^account.bootstrap|\.test\.ts$|\.fixture\.ts$/.test(file))
    .flatMap((file) =>
      [...readFileSync(new URL(file, folder), "utf8").matchAll(/from "@pulumi\/azure-native\/([a-z0-9]+)\//g)].map(
        ([, part]) => part ?? "",
      ),
    );
  return [...new Set(parts)].filter((part) => part !== "types").sort();
}

function textOf(value: unknown): string {
  if (typeof value !== "string") throw new Error("it is no text");
  return value;
}
