import { describe, expect, it } from "vitest";
import { planEnvironment } from "../../../../../plan/plan-environment.ts";
import { custom } from "../../../../plan.fixture.ts";
import { sizes } from "../../../../kit/sizes.ts";
import { checkCapabilities } from "../../../../../stacks/capabilities.ts";
import { checkAzure } from "../../check.ts";
import { azureEnvironment } from "../../environment.fixture.ts";
import { mysqlParameters } from "./mysql-args.ts";
import { decideMysqlMachine, mysqlMachines } from "./mysql-machines.ts";

const ledger = {
  kind: "mysql",
  placement: "managed",
  size: "large",
  replicas: 1,
  dataClass: "personal",
  secondaryRegion: true,
} as const;
const environment = azureEnvironment({ stores: { ledger }, domains: {} });
const plan = planEnvironment(environment, { layer: "cloud" });
const named = async (name: string) => custom((await plan).resources, `shop-prod-${name}`);
const inputsOf = async (name: string) => (await named(name)).inputs;

/** What Azure's documentation asks of a property, or says of its values. */
type Fact = readonly [says: string, resource: string, inputs: Readonly<Record<string, unknown>>];

const facts: readonly Fact[] = [
  // https://learn.microsoft.com/azure/mysql/concepts-version-policy
  ["runs the version with long support", "ledger-primary", { version: "8.4" }],
  // https://learn.microsoft.com/azure/mysql/flexible-server/concepts-high-availability
  ["has a standby in another zone", "ledger-primary", { highAvailability: { mode: "ZoneRedundant" } }],
  // https://learn.microsoft.com/azure/mysql/flexible-server/concepts-service-tiers-storage
  [
    "has a machine and a tier that go together",
    "ledger-primary",
    { sku: { name: "Standard_D2ads_v5", tier: "GeneralPurpose" } },
  ],
  [
    "has a disk of 20 GiB at least, which grows",
    "ledger-primary",
    { storage: { storageSizeGB: 20, autoGrow: "Enabled" } },
  ],
  // https://learn.microsoft.com/azure/mysql/flexible-server/concepts-backup-restore
  [
    "keeps backups in its region",
    "ledger-primary",
    { backup: { backupRetentionDays: 30, geoRedundantBackup: "Disabled" } },
  ],
  // https://learn.microsoft.com/azure/mysql/flexible-server/concepts-networking-private-link
  ["is closed to the internet", "ledger-primary", { network: { publicNetworkAccess: "Disabled" } }],
  // https://learn.microsoft.com/azure/mysql/flexible-server/security-customer-managed-key
  ["has our key", "ledger-primary", { dataEncryption: { type: "AzureKeyVault" }, identity: { type: "UserAssigned" } }],
  // https://learn.microsoft.com/azure/mysql/flexible-server/how-to-create-users
  ["has an admin that Azure takes", "ledger-primary", { administratorLogin: "landbridge" }],
  // https://learn.microsoft.com/azure/mysql/flexible-server/concepts-read-replicas
  ["is made from its primary", "ledger-replica-0", { createMode: "Replica" }],
  ["follows from the second region", "ledger-secondary", { createMode: "Replica", location: "northeurope" }],
];

describe("MySQL on Azure's flexible server", () => {
  it.each(facts)("%s: %s", async (_says, resource, inputs) => {
    expect(await inputsOf(resource)).toMatchObject(inputs);
  });

  // https://learn.microsoft.com/azure/private-link/private-endpoint-dns
  it("is reached by a door of its own kind, whose names lead to a private address", async () => {
    const door = JSON.stringify(await inputsOf("ledger-primary-door"));
    expect(door).toContain('"groupIds":["mysqlServer"]');
    expect(await inputsOf("names-mysql")).toMatchObject({ privateZoneName: "privatelink.mysql.database.azure.com" });
  });

  // A server takes one change at a time. https://learn.microsoft.com/azure/mysql/flexible-server/concepts-server-parameters
  it("is told its parameters one after the other, by names and values that Azure takes", async () => {
    const last = await named("ledger-slow-query-log");
    expect(last.dependencies.map((urn) => urn.split("::").at(-1))).toContain(
      "shop-prod-ledger-require-secure-transport",
    );
    expect(mysqlParameters).toEqual(expect.arrayContaining([["require_secure_transport", "ON"]]));
    for (const [name, value] of mysqlParameters) {
      expect(name).toMatch(/^[a-z_]+$/);
      expect(value).toMatch(/^(?:ON|OFF|FULL|2|CONNECTION,DCL,DDL)$/);
    }
  });

  // https://learn.microsoft.com/azure/mysql/flexible-server/concepts-audit-logs
  it("has its audit and slow logs kept", async () => {
    expect(await inputsOf("ledger-primary-logs")).toMatchObject({
      logs: [
        { category: "MySqlAuditLogs", enabled: true },
        { category: "MySqlSlowLogs", enabled: true },
      ],
    });
  });

  // https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
  it("is locked last, so that its lock goes first", async () => {
    const { dependencies } = await named("ledger-lock");
    const before = dependencies.map((urn) => urn.split("::").at(-1));
    expect(before).toEqual(
      expect.arrayContaining(["shop-prod-ledger-replica-0-door-names", "shop-prod-ledger-primary-logs"]),
    );
  });
});

describe("a machine for MySQL", () => {
  // https://learn.microsoft.com/azure/mysql/flexible-server/concepts-service-tiers-storage
  it("has at least the size class's CPUs and memory, and is never burstable where a standby or replicas hang on it", () => {
    for (const wanted of Object.values(sizes)) {
      const machine = decideMysqlMachine(wanted, true);
      expect(machine.tier).toBe("GeneralPurpose");
      expect([machine.cpu >= wanted.cpu, machine.memoryGiB >= wanted.memoryGiB]).toEqual([true, true]);
    }
    expect(decideMysqlMachine(sizes.small, false).tier).toBe("Burstable");
  });

  it("is named by its tier's series", () => {
    for (const { name, tier } of mysqlMachines)
      expect([name, tier]).toEqual([name, name.startsWith("Standard_B") ? "Burstable" : "GeneralPurpose"]);
  });

  it("isn't burstable for a server that has only a follower elsewhere", async () => {
    const stores = { notes: { ...ledger, size: "small", replicas: 0 } } as const;
    const development = azureEnvironment({ stores, domains: {}, tier: "development", protect: false });
    const { resources } = await planEnvironment(development, { layer: "cloud" });
    expect(custom(resources, "shop-prod-notes-primary").inputs).toMatchObject({ sku: { tier: "GeneralPurpose" } });
  });
});

describe("the check for Azure", () => {
  const at = (primary: "swedencentral" | "spaincentral" | "austriaeast") =>
    checkAzure(
      azureEnvironment({
        cloud: { ...environment.cloud, regions: { primary, secondary: "northeurope" } },
        stores: { ledger },
        domains: {},
      }),
    ).filter(({ path }) => path.startsWith("stores."));

  // https://learn.microsoft.com/azure/mysql/flexible-server/overview#azure-regions
  it("fails a standby where MySQL has none, and a server where Azure has no MySQL", () => {
    expect(at("swedencentral")).toEqual([]);
    expect(at("spaincentral").map(({ path }) => path)).toEqual(["stores.ledger.placement"]);
    expect(at("austriaeast").map(({ path }) => path)).toEqual(["stores.ledger"]);
  });
});

describe("Azure", () => {
  // https://learn.microsoft.com/azure/mariadb/whats-happening-to-mariadb
  it("has no MariaDB any more, and says what to do instead", () => {
    const stores = { archive: { kind: "mysql", placement: "managed", engine: "mariadb" } } as const;
    const [issue, ...others] = checkCapabilities(azureEnvironment({ stores, domains: {} }));
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ path: "stores.archive.engine", value: "mariadb" });
    expect(issue?.wayOut).toContain("engine: mysql");
  });
});
