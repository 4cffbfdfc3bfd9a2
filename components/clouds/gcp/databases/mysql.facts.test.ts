import { describe, expect, it } from "vitest";
import { planEnvironment } from "../../../../plan/plan-environment.ts";
import { custom } from "../../../plan.fixture.ts";
import { checkCapabilities } from "../../../../stacks/capabilities.ts";
import { gcpEnvironment } from "../environment.fixture.ts";

const ledger = {
  kind: "mysql",
  placement: "managed",
  size: "large",
  replicas: 1,
  dataClass: "personal",
  secondaryRegion: true,
} as const;
const environment = gcpEnvironment({ stores: { ledger }, domains: {} });
const plan = planEnvironment(environment, { layer: "cloud" });
const inputsOf = async (name: string) => custom((await plan).resources, `shop-prod-${name}`).inputs;

/** What Google's documentation asks of a property, or says of its values. */
type Fact = readonly [says: string, resource: string, inputs: Readonly<Record<string, unknown>>];

const facts: readonly Fact[] = [
  // https://cloud.google.com/sql/docs/mysql/db-versions
  ["runs the version with long support", "ledger-primary", { databaseVersion: "MYSQL_8_4" }],
  // https://cloud.google.com/sql/docs/mysql/high-availability
  ["has a standby, which takes the binary log", "ledger-primary", { settings: { availabilityType: "REGIONAL" } }],
  // https://cloud.google.com/sql/docs/mysql/backup-recovery/pitr
  [
    "can be restored to any moment by the binary log",
    "ledger-primary",
    { settings: { backupConfiguration: { enabled: true, binaryLogEnabled: true, transactionLogRetentionDays: 7 } } },
  ],
  // https://cloud.google.com/sql/docs/mysql/configure-ssl-instance
  [
    "has a private address and takes TLS only",
    "ledger-primary",
    { settings: { ipConfiguration: { ipv4Enabled: false, sslMode: "ENCRYPTED_ONLY" } } },
  ],
  // https://cloud.google.com/sql/docs/mysql/editions-intro
  ["has a machine of its edition", "ledger-primary", { settings: { edition: "ENTERPRISE", tier: "db-custom-2-8192" } }],
  // https://cloud.google.com/sql/docs/mysql/delete-instance
  ["refuses to be deleted", "ledger-primary", { settings: { deletionProtectionEnabled: true } }],
  // https://cloud.google.com/sql/docs/mysql/replication/cross-region-replicas
  ["follows from the second region", "ledger-secondary", { region: "europe-west4" }],
  // https://cloud.google.com/sql/docs/mysql/users
  ["lets its admin in from every address of the network", "ledger-admin", { name: "landbridge", host: "%" }],
];

describe("MySQL on Cloud SQL", () => {
  it.each(facts)("%s: %s", async (_says, resource, inputs) => {
    expect(await inputsOf(resource)).toMatchObject(inputs);
  });

  // PostgreSQL has the first alone and MySQL the second. https://cloud.google.com/sql/docs/mysql/admin-api/rest/v1/instances#backupconfiguration
  it("isn't told of the log of PostgreSQL", async () => {
    const text = JSON.stringify(await inputsOf("ledger-primary"));
    expect(text).not.toContain("pointInTimeRecoveryEnabled");
  });

  // https://cloud.google.com/sql/docs/mysql/flags#list-flags https://cloud.google.com/sql/docs/mysql/db-audit
  it("has flags of MySQL, the same on its replicas", async () => {
    const flagsOf = async (name: string) => /"databaseFlags":(\[.*?\])/.exec(JSON.stringify(await inputsOf(name)))?.[1];
    const flags = (await flagsOf("ledger-primary")) ?? "";
    expect(flags).toContain('{"name":"cloudsql_mysql_audit","value":"ON"}');
    expect(flags).toContain('{"name":"local_infile","value":"off"}');
    expect(flags).not.toMatch(/pgaudit|log_connections|logical/);
    expect(await flagsOf("ledger-replica-0")).toBe(flags);
  });

  // Enterprise keeps seven. https://cloud.google.com/sql/docs/mysql/editions-intro
  it("takes the edition that keeps as many days of logs as are wished for", async () => {
    const far = gcpEnvironment({
      stores: { ledger: { kind: "mysql", placement: "managed", size: "large", pitrDays: 14 } },
      domains: {},
    });
    const { resources } = await planEnvironment(far, { layer: "cloud" });
    expect(custom(resources, "shop-prod-ledger-primary").inputs).toMatchObject({
      settings: { edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-2" },
    });
  });
});

describe("Google Cloud", () => {
  it("has no MariaDB, and says what to do instead", () => {
    const stores = { archive: { kind: "mysql", placement: "managed", engine: "mariadb" } } as const;
    const [issue, ...others] = checkCapabilities(gcpEnvironment({ stores, domains: {} }));
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ path: "stores.archive.engine", value: "mariadb" });
    expect(issue?.wayOut).toContain("engine: mysql");
  });
});
