import { describe, expect, it } from "vitest";
import { planEnvironment } from "../../../../../plan/plan-environment.ts";
import type { PlannedResource } from "../../../../../plan/planned-resource.ts";
import { custom } from "../../../../plan.fixture.ts";
import { checkAws } from "../../check.ts";
import { awsEnvironment } from "../../environment.fixture.ts";

const environment = awsEnvironment({
  stores: {
    ledger: {
      kind: "mysql",
      placement: "managed",
      size: "large",
      replicas: 1,
      dataClass: "personal",
      secondaryRegion: true,
    },
    archive: {
      kind: "mysql",
      placement: "managed",
      engine: "mariadb",
      version: "11.4",
      size: "large",
      replicas: 0,
      dataClass: "personal",
    },
    notes: { kind: "mysql", placement: "managed", size: "small", replicas: 0 },
  },
  domains: {},
});
const plan = planEnvironment(environment, { layer: "cloud" });
const named = async (name: string): Promise<PlannedResource> => custom((await plan).resources, `shop-prod-${name}`);
const inputsOf = async (name: string) => (await named(name)).inputs;

/** What AWS's documentation asks of a property, or says of its values. */
type Fact = readonly [says: string, resource: string, inputs: Readonly<Record<string, unknown>>];

const facts: readonly Fact[] = [
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html
  ["runs MySQL of the version with long support", "ledger-primary", { engine: "mysql", engineVersion: "8.4" }],
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MariaDB.Concepts.VersionMgmt.html
  ["runs the MariaDB that is wished for", "archive-primary", { engine: "mariadb", engineVersion: "11.4" }],
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html
  ["has a standby in another zone", "ledger-primary", { multiAz: true }],
  ["has a port of its own", "ledger-primary", { port: 3306 }],
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
  ["takes a gp3 volume of 20 GiB at least", "ledger-primary", { storageType: "gp3", allocatedStorage: 20 }],
  ["has an admin that RDS takes", "ledger-primary", { username: "landbridge" }],
  ["encrypts its volume", "ledger-primary", { storageEncrypted: true }],
  ["is reached from inside only", "ledger-primary", { publiclyAccessible: false }],
  ["leaves a last snapshot", "ledger-primary", { skipFinalSnapshot: false }],
  ["keeps backups, and with them its log of writes", "ledger-primary", { backupRetentionPeriod: 30 }],
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html
  ["hands over its logs", "ledger-primary", { enabledCloudwatchLogsExports: ["audit", "error", "slowquery"] }],
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
  ["lets people in by tokens of IAM's", "ledger-primary", { iamDatabaseAuthenticationEnabled: true }],
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Engines.html
  ["gathers what it waits for", "ledger-primary", { performanceInsightsEnabled: true }],
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_MySQL.Replication.ReadReplicas.html
  ["follows by the primary's name", "ledger-replica-0", { replicateSourceDb: "shop-prod-ledger-primary" }],
  ["has a family that fits", "ledger-parameters", { family: "mysql8.4" }],
  ["has a family that fits", "archive-parameters", { family: "mariadb11.4" }],
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MySQL.Options.AuditPlugin.html
  ["is for the engine", "ledger-options", { engineName: "mysql", majorEngineVersion: "8.4", skipDestroy: true }],
  ["is for the engine", "archive-options", { engineName: "mariadb", majorEngineVersion: "11.4" }],
];

describe("MySQL and MariaDB on RDS", () => {
  it.each(facts)("%s: %s", async (_says, resource, inputs) => {
    expect(await inputsOf(resource)).toMatchObject(inputs);
  });

  // Not on the two smallest machines. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Engines.html
  it("gathers nothing on a machine that RDS refuses that on", async () => {
    const notes = await inputsOf("notes-primary");
    expect(notes["instanceClass"]).toBe("db.t4g.micro");
    expect(Object.keys(notes).filter((key) => key.includes("Insights"))).toEqual([]);
    expect((await inputsOf("ledger-primary"))["databaseInsightsMode"]).toBe("standard");
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.html
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQL.BinaryFormat.html
  it("refuses connections in the clear, and writes binary logs by row", async () => {
    for (const store of ["ledger", "archive"]) {
      expect((await inputsOf(`${store}-parameters`))["parameters"]).toEqual(
        expect.arrayContaining([
          { name: "require_secure_transport", value: "1", applyMethod: "immediate" },
          { name: "binlog_format", value: "ROW", applyMethod: "immediate" },
        ]),
      );
    }
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-replication-gtid.html
  it("has GTIDs where the engine is told of them, with the next restart", async () => {
    const names = async (store: string) => JSON.stringify((await inputsOf(`${store}-parameters`))["parameters"]);
    expect(await names("ledger")).toContain('{"applyMethod":"pending-reboot","name":"gtid-mode","value":"ON"}');
    expect(await names("archive")).not.toContain("gtid");
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MySQL.Options.AuditPlugin.html
  it("writes down who connects and who changes tables or rights", async () => {
    const setting = { name: "SERVER_AUDIT_EVENTS", value: "CONNECT,QUERY_DDL,QUERY_DCL" };
    expect((await inputsOf("archive-options"))["options"]).toEqual([
      { optionName: "MARIADB_AUDIT_PLUGIN", optionSettings: [setting] },
    ]);
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
  it("has groups for its logs before RDS would make them without a key and for ever", async () => {
    const { dependencies } = await named("ledger-primary");
    const groups = dependencies.map((urn) => urn.split("::").at(-1)).filter((name) => name?.includes("-log-"));
    expect(groups.sort()).toEqual(["audit", "error", "slowquery"].map((log) => `shop-prod-ledger-primary-log-${log}`));
    expect(await inputsOf("ledger-primary-log-audit")).toMatchObject({
      name: "/aws/rds/instance/shop-prod-ledger-primary/audit",
    });
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.XRgn.html
  it("has a follower in the second region with settings of its own there", async () => {
    const { resources } = await plan;
    const regionOf = ({ provider }: PlannedResource) => resources.find(({ urn }) => urn === provider)?.inputs["region"];
    for (const name of ["ledger-secondary-server", "ledger-secondary-parameters", "ledger-secondary-options"])
      expect([name, regionOf(await named(name))]).toEqual([name, "eu-central-1"]);
    expect((await inputsOf("ledger-secondary-server"))["replicateSourceDb"]).toMatch(/ledger-primary#arn}$/);
  });

  it("protects what holds data", async () => {
    for (const name of ["ledger-primary", "ledger-replica-0", "archive-primary"]) {
      const { protect, inputs } = await named(name);
      expect({ name, protect, deletionProtection: inputs["deletionProtection"] }).toEqual({
        name,
        protect: true,
        deletionProtection: true,
      });
    }
  });
});

describe("the check for AWS", () => {
  const pathsOf = (stores: Parameters<typeof awsEnvironment>[0]) =>
    checkAws(awsEnvironment(stores)).map(({ path }) => path);

  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
  it("fails a database that RDS keeps to itself, and two dashes in a server's name", () => {
    const store = { kind: "mysql", placement: "managed" } as const;
    expect(pathsOf({ stores: { innodb: store, "a--b": store, orders: store }, domains: {} })).toEqual([
      "stores.a--b",
      "stores.innodb",
    ]);
  });
});
