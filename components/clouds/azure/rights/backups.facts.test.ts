import { describe, expect, it } from "vitest";
import { identitiesOf } from "../../../../stacks/cloud/identities.ts";
import { planLayer } from "../../layer.fixture.ts";
import { checkAzure } from "../check.ts";
import { azure } from "../entry.ts";
import { azureEnvironment } from "../environment.fixture.ts";
import { addingPermission, addingRole } from "./adding-role.ts";
import { roles } from "./identity.ts";

const environment = azureEnvironment({
  stores: {
    orders: {
      kind: "postgres",
      backups: { bucket: "copies", test: "never" },
      restoreFrom: { bucket: "older", store: "old-orders" },
    },
  },
  buckets: { copies: {}, older: {} },
  domains: {},
});
const facts = azure.cluster(environment);

const grants = async () =>
  (await planLayer(environment)).resources
    .filter(
      ({ name, type }) =>
        type.endsWith(":RoleAssignment") && name.startsWith("shop-prod-identity-landbridge-data-orders-"),
    )
    .map(({ inputs }) => [
      /[0-9a-f-]{36}"$/.exec(JSON.stringify(inputs["roleDefinitionId"]))?.[0].slice(0, -1),
      /bucket-([a-z]+)-container/.exec(JSON.stringify(inputs["scope"]))?.[1],
    ])
    .sort();

describe("servers of PostgreSQL in the cluster that are copied to buckets", () => {
  // https://learn.microsoft.com/python/api/azure-identity/azure.identity.managedidentitycredential
  it("are known by their workload's token, which the credential for managed identities takes", () => {
    expect(facts.podIdentity?.barman).toEqual({ azureCredentials: { inheritFromAzureAD: true } });
    expect(facts.podIdentity?.spooledBackups).toBeUndefined();
  });

  // https://learn.microsoft.com/azure/storage/blobs/assign-azure-role-data-access
  it("write one container and read another, which lets them look both up", async () => {
    expect(await grants()).toEqual([
      [roles["storage-blob-data-reader"], "older"],
      [roles["storage-blob-data-contributor"], "copies"],
    ]);
  });
});

describe("nodes of Cassandra in the cluster that are copied to buckets", () => {
  const wishes = {
    stores: {
      history: { kind: "cassandra" as const, size: "medium" as const, tables: {}, backups: { bucket: "copies" } },
    },
    buckets: { copies: {} },
    domains: {},
  };
  const bootstrap = { stateRegion: "northeurope" };

  // https://learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory#permissions-for-blob-service-operations
  it("add blobs and read them by a role of ours, and delete neither them nor their container", async () => {
    const { resources } = await planLayer(azureEnvironment({ ...wishes, bootstrap }));
    const roleOf = (identity: string) =>
      resources
        .filter(({ name }) => name === `shop-prod-identity-landbridge-data-${identity}-bucket-copies`)
        .map(({ inputs }) => /[0-9a-f-]{36}"$/.exec(JSON.stringify(inputs["roleDefinitionId"]))?.[0].slice(0, -1));
    const { cloud } = azureEnvironment(wishes);
    expect(roleOf("history")).toEqual([addingRole("shop-prod", cloud).id]);
    expect(roleOf("history-backup")).toEqual([roles["storage-blob-data-contributor"]]);
    expect(roleOf("history-trial")).toEqual([roles["storage-blob-data-reader"]]);
    expect(JSON.stringify(addingPermission)).not.toMatch(/delete|move|\*|containers\/write/i);
  });

  it("aren't without the account's own stack, which makes that role", () => {
    const paths = (changes: object) => checkAzure(azureEnvironment({ ...wishes, ...changes })).map(({ path }) => path);
    expect(paths({})).toEqual(["bootstrap"]);
    expect(paths({ bootstrap })).toEqual([]);
  });
});

// https://rclone.org/docs/#environment-variables
// https://docs.percona.com/percona-operator-for-mongodb/latest/backups-storage.html
it("lets rclone and Percona's agent log in as who their pods are, without a key, where they can", () => {
  expect(facts.podIdentity?.rclone).toMatchObject({ TYPE: "azureblob", ENV_AUTH: "true" });
  expect(facts.podIdentity?.percona).toBeUndefined();
});

// https://docs.percona.com/percona-backup-mongodb/reference/configuration-options.html
it("gives rights to buckets to the Jobs that dump documents alone, where the agent of members and their operator have no use for any", () => {
  const documents = azureEnvironment({
    stores: { catalogue: { kind: "mongodb", backups: { bucket: "copies" } } },
    buckets: { copies: {} },
    domains: {},
  });
  const names = identitiesOf(documents).map(({ name, serviceAccount }) => [name, serviceAccount]);
  expect(names).toEqual([
    ["landbridge-data-catalogue-backup", "catalogue-backup"],
    ["landbridge-data-catalogue-trial", "catalogue-trial"],
  ]);
  expect(identitiesOf({ ...documents })[0]?.grants).toMatchObject([{ bucket: "copies", access: "read-write" }]);
});
