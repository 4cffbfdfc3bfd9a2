import { describe, expect, it } from "vitest";
import { planProgram } from "../../../../plan/host.ts";
import type { PlannedResource } from "../../../../plan/planned-resource.ts";
import { CloudLayer } from "../../../../stacks/cloud-layer.ts";
import { autoNameSuffix } from "../../../kit/names.ts";
import { planLayer, resourceNamed } from "../../layer.fixture.ts";
import { checkAzure } from "../check.ts";
import { openAzure } from "../cloud.ts";
import { azure } from "../entry.ts";
import { azureEnvironment } from "../environment.fixture.ts";
import { roles } from "./identity.ts";
import { nameLimits } from "../names.ts";
import { emptyValue } from "./secret-store.ts";

type Environment = ReturnType<typeof azureEnvironment>;

const recoverer = "bbbbbbbb-cccc-4ddd-8eee-ffffffffffff";
const environment = azureEnvironment({
  secretStore: { placement: "managed", administrators: true, rotationDays: 60 },
  vault: { recoverers: [recoverer] },
  domains: {
    commerce: {
      owner: "commerce",
      services: {
        order: {
          image: "commerce/order:1.0.0",
          buckets: { uploads: "read-write", audit: "read" },
          secrets: { TOKEN: { secret: "api-token" } },
        },
      },
    },
  },
});

let planned: Promise<readonly PlannedResource[]> | undefined;

function plan(): Promise<readonly PlannedResource[]> {
  return (planned ??= resourcesOf(environment));
}

const ofType = async (type: string, prefix: string): Promise<PlannedResource[]> =>
  (await plan()).filter((resource) => resource.type === type && resource.name.startsWith(prefix));

const named = async (name: string): Promise<PlannedResource> => resourceNamed(await plan(), name);

/** A role assignment as the name of the role and the end of what it is at. */
const grantsOf = async (prefix: string) =>
  (await ofType("azure-native:authorization:RoleAssignment", prefix)).map(({ inputs }) => [
    Object.entries(roles).find(([, id]) => JSON.stringify(inputs["roleDefinitionId"]).endsWith(`${id}"`))?.[0],
    /::([^:#]*)#id}"$/.exec(JSON.stringify(inputs["scope"]))?.[1],
  ]);

// https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity
describe("workloads", () => {
  it("are trusted by the one service account's tokens, signed by the one cluster", async () => {
    const { inputs } = await named("shop-prod-identity-commerce-order-pods");
    expect(inputs).toMatchObject({
      subject: "system:serviceaccount:commerce:order",
      audiences: ["api://AzureADTokenExchange"],
      issuer: expect.stringMatching(/::shop-prod-cluster-aks#oidcIssuerProfile\.issuerURL}$/) as unknown,
    });
    const { inputs: cluster } = await named("shop-prod-cluster-aks");
    expect(cluster).toMatchObject({
      oidcIssuerProfile: { enabled: true },
      securityProfile: { workloadIdentity: { enabled: true } },
    });
  });

  // https://learn.microsoft.com/azure/aks/workload-identity-overview#pod-labels
  it("carry the client id and the label that AKS's webhook looks for, and nothing about a node", () => {
    expect(azure.cluster(environment).podIdentity).toMatchObject({
      annotation: "azure.workload.identity/client-id",
      podLabels: { "azure.workload.identity/use": "true" },
      tokenEndpoints: [],
    });
  });

  // https://learn.microsoft.com/azure/storage/blobs/assign-azure-role-data-access
  it("read or change blobs of the container, not of its account", async () => {
    expect(await grantsOf("shop-prod-identity-commerce-order-")).toEqual([
      ["storage-blob-data-reader", "shop-prod-bucket-audit-container"],
      ["storage-blob-data-contributor", "shop-prod-bucket-uploads-container"],
    ]);
  });

  // https://developer.hashicorp.com/vault/docs/configuration/seal/azurekeyvault#authentication
  it("unseal Vault by a key that is alone in its vault, through a door of its own", async () => {
    expect(await grantsOf("shop-prod-identity-landbridge-vault-")).toEqual([
      ["key-vault-secrets-officer", "shop-prod-secrets-landbridge-vault-recovery"],
      ["key-vault-crypto-service-encryption-user", "shop-prod-key-unseal-vault"],
    ]);
    const { inputs } = await named("shop-prod-identity-landbridge-vault-door");
    expect(JSON.stringify(inputs["privateLinkServiceConnections"])).toMatch(/::shop-prod-key-unseal-vault#id}/);
  });

  it("have identities whose names fit at the longest of everything", async () => {
    const services = { ["s".repeat(30)]: { image: "a/b:1", buckets: { audit: "read" as const } } };
    const longest = longestOf({ ...bare, domains: { ["d".repeat(30)]: { owner: "team", services } } });
    const names = (await resourcesOf(longest))
      .filter(({ type }) => type === "azure-native:managedidentity:UserAssignedIdentity")
      .map(({ name }) => name.length + autoNameSuffix);
    expect(Math.max(...names)).toBe(longest.name.length + "-identity-".length + 61 + "-user".length + autoNameSuffix);
    expect(Math.max(...names)).toBeLessThanOrEqual(nameLimits.identity);
  });
});

// https://learn.microsoft.com/azure/key-vault/general/network-security
describe("secrets", () => {
  it("lie in a vault that is closed to the outside and can't be purged", async () => {
    const { inputs, protect } = await named("shop-prod-secrets-vault");
    expect({ protect, properties: inputs["properties"] }).toMatchObject({
      protect: true,
      properties: {
        publicNetworkAccess: "Disabled",
        enablePurgeProtection: true,
        enableRbacAuthorization: true,
        networkAcls: { bypass: "AzureServices", defaultAction: "Deny" },
      },
    });
  });

  it("are known only after there is a way to them", async () => {
    const { dependencies } = (
      await ofType("azure-native:authorization:RoleAssignment", "shop-prod-identity-landbridge-external")
    )[0] ?? {
      dependencies: [],
    };
    expect(dependencies.some((urn) => urn.endsWith("::shop-prod-secrets-door-names"))).toBe(true);
  });

  // https://github.com/Azure/terraform-provider-azapi/issues/879
  it("stay in their vault, since Resource Manager deletes none", async () => {
    const secrets = await ofType("azure-native:keyvault:Secret", "shop-prod-secrets-");
    expect(secrets.map(({ retainOnDelete }) => retainOnDelete)).toEqual([true, true, true, true]);
  });

  it("have the stack's value where it is set, never in the clear; what somebody else wrote stays", async () => {
    const secrets = await ofType("azure-native:keyvault:Secret", "shop-prod-secrets-");
    expect(
      secrets.map(({ inputs, ignoreChanges }) => [inputs["secretName"], inputs["properties"], ignoreChanges]),
    ).toEqual([
      ["api-token", hidden, []],
      ["landbridge-administrator-ledger", hidden, []],
      ["landbridge-administrator-orders", hidden, []],
      ["landbridge-vault-recovery", { attributes: { enabled: true }, value: emptyValue }, ["properties.value"]],
    ]);
  });

  it("of Vault's recovery are read by the group that may recover it", async () => {
    const [reader, ...others] = await ofType(
      "azure-native:authorization:RoleAssignment",
      "shop-prod-secrets-landbridge-vault-recovery-reader-",
    );
    expect(others).toEqual([]);
    expect(reader?.inputs).toMatchObject({ principalId: recoverer, principalType: "Group" });
  });
});

const hidden = { attributes: { enabled: true }, value: { "landbridge:secret": true } };

// https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
it("Vault's door to its key has a name that fits, or the environment is told to be called shorter", async () => {
  const changes = { ...bare, domains: {}, vault: { recoverers: [recoverer] } };
  const doors = (await resourcesOf(longestOf(changes))).filter(
    ({ type }) => type === "azure-native:network:PrivateEndpoint",
  );
  for (const { name } of doors) expect(name.length + autoNameSuffix).toBeLessThanOrEqual(nameLimits.networkPart);
  expect(checkAzure(azureEnvironment(changes, "e".repeat(42)))).toContainEqual(
    expect.objectContaining({ path: "vault", rule: "makes a name of 81 characters, Azure takes 80" }),
  );
});

/** Nothing whose own names need more room than those that are looked at. */
const bare = { stores: {}, buckets: { audit: {} } };

/** The environment with the longest name that the check lets pass. */
function longestOf(changes: Parameters<typeof azureEnvironment>[0]): Environment {
  const all = Array.from({ length: 60 }, (_, index) => azureEnvironment(changes, "e".repeat(60 - index)));
  const found = all.find((candidate) => checkAzure(candidate).length === 0);
  if (found === undefined) throw new Error("the check lets no name pass");
  return found;
}

async function resourcesOf(wished: Environment): Promise<readonly PlannedResource[]> {
  const { resources } = await planLayer(wished, { config: { "secrets:api-token": "a value" } });
  return resources;
}

it("recoverers are groups by their object ids", () => {
  const paths = checkAzure(azureEnvironment({ vault: { recoverers: [recoverer, "security@example.org"] } })).map(
    ({ path }) => path,
  );
  expect(paths).toEqual(["vault.recoverers[1]"]);
});

// https://developer.hashicorp.com/vault/docs/configuration/seal/azurekeyvault
it("the key that unseals Vault is found by tenant, vault and name", async () => {
  const { outputs } = await planProgram(
    () => {
      const cloud = openAzure(environment);
      const { name } = environment;
      return new CloudLayer(name, { environment, cloud }, { providers: cloud.providers(name, {}) }).unsealKey?.seal;
    },
    { stack: environment.name, nested: azure.computed },
  );
  expect(Object.keys(outputs).sort()).toEqual([
    "AZURE_TENANT_ID",
    "VAULT_AZUREKEYVAULT_KEY_NAME",
    "VAULT_AZUREKEYVAULT_VAULT_NAME",
    "VAULT_SEAL_TYPE",
  ]);
});
