import { output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { planProgram } from "../../../../../plan/host.ts";
import { planEnvironment } from "../../../../../plan/plan-environment.ts";
import type { PlannedResource } from "../../../../../plan/planned-resource.ts";
import { CloudLayer } from "../../../../../stacks/cloud-layer.ts";
import { decideRequestUnits } from "../../../../kit/databases/cassandra/cassandra.ts";
import { mapValues } from "../../../../kit/records.ts";
import { planLayer } from "../../../layer.fixture.ts";
import { openCloud } from "../../../table.ts";
import { managedHistory } from "../../../wishes.fixture.ts";
import { checkAzure } from "../../check.ts";
import { azureEnvironment } from "../../environment.fixture.ts";
import { nameLimits } from "../../names.ts";
import { mostTables, reservedColumns } from "./cassandra-check.ts";

const { history } = managedHistory;
const reader = { image: "commerce/report:1.0.0", uses: { history: "read" as const } };
const writer = { image: "commerce/order:1.0.0", uses: { history: "read-write" as const } };
const domains = { commerce: { owner: "commerce", services: { order: writer, report: reader } } };
const environment = azureEnvironment({ stores: managedHistory, domains });

let planned: Promise<readonly PlannedResource[]> | undefined;
async function named(name: string): Promise<PlannedResource> {
  const resources = await (planned ??= planLayer(environment).then((plan) => plan.resources));
  const found = resources.find((resource) => resource.custom && resource.name === name);
  if (found === undefined) throw new Error(`nothing is named ${name}`);
  return found;
}

const account = () => named("shop-prod-history-account");

describe("Azure Cosmos DB for Apache Cassandra", () => {
  // https://learn.microsoft.com/azure/cosmos-db/cassandra/consistency-mapping#dynamic-overrides-supported
  it("is strong, since a driver that asks for LOCAL_QUORUM of a weaker account is refused", async () => {
    expect((await account()).inputs).toMatchObject({ consistencyPolicy: { defaultConsistencyLevel: "Strong" } });
  });

  it("is an account of its own with one keyspace, in three zones, with a name of 44 characters at most", async () => {
    const { inputs, protect } = await account();
    expect(inputs).toMatchObject({
      kind: "GlobalDocumentDB",
      databaseAccountOfferType: "Standard",
      capabilities: [{ name: "EnableCassandra" }],
      locations: [{ locationName: "swedencentral", failoverPriority: 0, isZoneRedundant: true }],
    });
    expect(protect).toBe(true);
    expect(nameLimits.cosmosAccount).toBe(44);
    const long = azureEnvironment(
      { stores: { [`h${"x".repeat(28)}`]: history }, domains: {} },
      "shop-production-of-it",
    );
    const { resources } = await planLayer(long);
    const name = resources.find(({ type }) => type.endsWith(":DatabaseAccount"))?.inputs["accountName"];
    // The placeholder stands for eight digits.
    expect((typeof name === "string" ? name : "").replace(/\$\{[^}]*}/, "12345678")).toMatch(
      /^(?=.{3,44}$)[a-z0-9]+(?:-[a-z0-9]+)*$/,
    );
  });

  // https://learn.microsoft.com/azure/cosmos-db/how-to-configure-private-endpoints
  it("is closed to the outside, and reached by a door whose names are in the API's own zone", async () => {
    expect((await account()).inputs).toMatchObject({ publicNetworkAccess: "Disabled", networkAclBypass: "None" });
    expect(JSON.stringify((await named("shop-prod-history-door")).inputs)).toContain('"groupIds":["Cassandra"]');
    expect((await named("shop-prod-names-cassandra")).inputs).toMatchObject({
      privateZoneName: "privatelink.cassandra.cosmos.azure.com",
    });
  });

  // https://learn.microsoft.com/azure/cosmos-db/how-to-setup-customer-managed-keys
  it("encrypts with a key of ours without a version, as an identity that may use it before", async () => {
    const { inputs } = await account();
    expect(inputs["keyVaultKeyUri"]).toMatch(/::shop-prod-key-personal-key#keyUri}$/);
    expect(inputs["defaultIdentity"]).toMatch(/^UserAssignedIdentity=\$\{.*::shop-prod-identity-tables#id}$/);
    expect(inputs["identity"]).toMatchObject({ type: "UserAssigned" });
    const role = await named("shop-prod-key-personal-tables-key-vault-crypto-service-encryption-user");
    expect(role.inputs["principalId"]).toMatch(/::shop-prod-identity-tables#principalId}$/);
  });

  // https://learn.microsoft.com/azure/cosmos-db/periodic-backup-modify-interval-retention
  it("keeps a backup of each day for 30 days, 720 hours being the most, in the zones of its region", async () => {
    expect((await account()).inputs).toMatchObject({
      backupPolicy: {
        type: "Periodic",
        periodicModeProperties: {
          backupIntervalInMinutes: 1440,
          backupRetentionIntervalInHours: 720,
          backupStorageRedundancy: "Zone",
        },
      },
    });
  });

  // https://learn.microsoft.com/azure/cosmos-db/cassandra/support#permission-and-role-management
  it("lets who logs in make no tables, writes down who changes it, and gives readers a key that only reads", async () => {
    expect((await account()).inputs).toMatchObject({
      disableKeyBasedMetadataWriteAccess: true,
      disableLocalAuth: false,
      minimalTlsVersion: "Tls12",
    });
    expect(JSON.stringify((await named("shop-prod-history-logs")).inputs)).toContain("ControlPlaneRequests");
    const { resources } = await planEnvironment(environment);
    const text = (name: string) => JSON.stringify(resources.find((resource) => resource.name === name)?.inputs);
    const deployment = text("shop-prod-commerce-report-deployment");
    for (const variable of ["HOST", "PORT", "KEYSPACE", "DATACENTER", "MECHANISM", "USER"])
      expect(deployment).toContain(`{"name":"HISTORY_${variable}"`);
    expect(deployment).toContain('{"name":"HISTORY_MECHANISM","value":"PLAIN"}');
    expect(deployment).toContain('{"name":"HISTORY_PORT","value":"10350"}');
    expect(deployment).toContain("#writeLocations.0.locationName}");
    // Nobody needs an identity who logs in by a key.
    expect(resources.filter(({ name }) => name.startsWith("shop-prod-identity-commerce"))).toEqual([]);
  });

  // https://github.com/hashicorp/terraform-provider-azurerm/issues/14364
  it("is changed one after the other: its door opens once the tables are there", async () => {
    const { dependencies } = await named("shop-prod-history-door");
    expect(dependencies.map((urn) => urn.split("::").at(-1))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^shop-prod-history-table-/), "shop-prod-history-keyspace"]),
    );
  });

  // https://learn.microsoft.com/azure/cosmos-db/cassandra/support#permission-and-role-management
  it("gives who only reads the key that only reads, and who writes the other", async () => {
    let passwords: Promise<unknown> = Promise.resolve();
    await planProgram(
      async () => {
        const cloud = await openCloud(environment);
        const layer = new CloudLayer(
          "shop-prod",
          { environment, cloud },
          { providers: cloud.providers("shop-prod", {}) },
        );
        const { logins = {} } = layer.outputs.stores.cassandra["history"]?.access ?? {};
        passwords = new Promise((resolve) => {
          output(mapValues(logins, ({ password }) => password)).apply(resolve);
        });
      },
      { stack: "shop-prod" },
    );
    expect(await passwords).toEqual({
      "commerce-order": expect.stringMatching(/primaryMasterKey}$/) as unknown,
      "commerce-report": expect.stringMatching(/primaryReadonlyMasterKey}$/) as unknown,
    });
  });

  // https://learn.microsoft.com/azure/cosmos-db/provision-throughput-autoscale
  it.each([
    ["nano", 1000],
    ["small", 2000],
    ["large", 8000],
    ["2xlarge", 32000],
  ] as const)("sells a keyspace of size %s at most %d request units, in thousands", async (size, units) => {
    expect(decideRequestUnits(size)).toBe(units);
    if (size === "large")
      expect((await named("shop-prod-history-keyspace")).inputs).toMatchObject({
        options: { autoscaleSettings: { maxThroughput: units } },
      });
  });

  // https://learn.microsoft.com/azure/templates/microsoft.documentdb/databaseaccounts/cassandrakeyspaces/tables
  it("writes orders as Asc and Desc, and no end of rows as -1", async () => {
    expect((await named("shop-prod-history-table-orders_by_customer")).inputs).toMatchObject({
      resource: {
        id: "orders_by_customer",
        defaultTtl: 63072000,
        schema: { clusterKeys: [{ name: "placed", orderBy: "Desc" }], partitionKeys: [{ name: "customer" }] },
      },
    });
    expect((await named("shop-prod-history-table-visits")).inputs).toMatchObject({ resource: { defaultTtl: -1 } });
  });

  it.each(reservedColumns)("is refused a column named %s, which an account with our key keeps to itself", (column) => {
    const visits = { columns: { day: "date", [column]: "uuid" }, partitionKey: ["day"] };
    const stores = { history: { ...history, tables: { visits } } };
    expect(checkAzure(azureEnvironment({ stores, domains }))).toMatchObject([
      { path: `stores.history.tables.visits.columns.${column}`, value: column },
    ]);
  });

  it("is refused a name that leaves its door none", () => {
    const stores = { [`h${"x".repeat(29)}`]: history };
    const paths = (name: string) => checkAzure(azureEnvironment({ stores, domains: {} }, name)).map(({ path }) => path);
    expect(paths("e".repeat(36))).not.toContain(`stores.h${"x".repeat(29)}`);
    expect(paths("e".repeat(37))).toContain(`stores.h${"x".repeat(29)}`);
  });

  it("is refused more tables than share the throughput of a keyspace", () => {
    const visits = { columns: { day: "date" }, partitionKey: ["day"] };
    const tables = Object.fromEntries(
      Array.from({ length: mostTables + 1 }, (_, index) => [`visits_${index}`, visits]),
    );
    const stores = { history: { ...history, tables } };
    expect(checkAzure(azureEnvironment({ stores, domains }))).toMatchObject([
      { path: "stores.history.tables", value: "26" },
    ]);
    expect(checkAzure(environment)).toEqual([]);
  });
});
