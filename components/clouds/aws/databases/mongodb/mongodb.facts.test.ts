import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { MongodbWish } from "../../../../../environments/schema/stores/mongodb.ts";
import { checkCapabilities } from "../../../../../stacks/capabilities.ts";
import { ancestors } from "../../../layer.fixture.ts";
import { awsEnvironment } from "../../environment.fixture.ts";
import { named, ofType, planOf, wholePlan } from "../../plan.fixture.ts";
import { knownRegions } from "../../zones.ts";
import { documentClasses, documentMemberArgs } from "./mongodb-args.ts";
import { checkMongodb } from "./mongodb-check.ts";
import { documentFacts } from "./mongodb-facts.ts";
import { regionsWithAuthority } from "../authorities/server-authorities.ts";

const clusterType = "aws:docdb/cluster:Cluster";
const memberType = "aws:docdb/clusterInstance:ClusterInstance";

const cluster = async () => named(await wholePlan(), clusterType, "shop-prod-documents-cluster");

const environmentWith = (wish: Partial<MongodbWish>, changes: Parameters<typeof awsEnvironment>[0] = {}) =>
  awsEnvironment({
    stores: { documents: { kind: "mongodb", placement: "managed", ...wish } },
    domains: {},
    ...changes,
  });

// https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateDBCluster.html
describe("a cluster of DocumentDB", () => {
  it("is encrypted, guarded against deletion, backed up for as long as production asks, and leaves a copy", async () => {
    const { inputs, protect } = await cluster();
    expect({ ...inputs, protect }).toMatchObject({
      clusterIdentifier: "shop-prod-documents",
      engine: "docdb",
      // https://docs.aws.amazon.com/documentdb/latest/developerguide/docdb-engine-version-supportability.html
      engineVersion: "8.0.0",
      masterUsername: "landbridge",
      port: 27017,
      storageEncrypted: true,
      backupRetentionPeriod: 30,
      deletionProtection: true,
      skipFinalSnapshot: false,
      enabledCloudwatchLogsExports: ["audit", "profiler"],
      protect: true,
    });
    expect(inputs["kmsKeyId"]).toContain("shop-prod-key-personal-key");
    expect(inputs["finalSnapshotIdentifier"]).toMatch(/^shop-prod-documents-final-/);
  });

  it("leaves no copy behind where nothing is protected", async () => {
    const plan = await planOf(environmentWith({}, { protect: false }));
    const { inputs } = named(plan, clusterType, "shop-prod-documents-cluster");
    expect([inputs["skipFinalSnapshot"], inputs["finalSnapshotIdentifier"]]).toEqual([true, undefined]);
  });

  // https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html
  it("finds the groups of its logs there, with a key and an end", async () => {
    const plan = await wholePlan();
    const before = [...ancestors(plan, await cluster())].map(({ name }) => name);
    for (const log of ["audit", "profiler"]) {
      const { inputs, name } = named(plan, "aws:cloudwatch/logGroup:LogGroup", `shop-prod-documents-log-${log}`);
      expect(inputs).toMatchObject({ name: `/aws/docdb/shop-prod-documents/${log}`, retentionInDays: 30 });
      expect(inputs["kmsKeyId"]).toContain("shop-prod-key-personal-key");
      expect(before).toContain(name);
    }
    expect(JSON.stringify(named(plan, "aws:kms/key:Key", "shop-prod-key-personal-key").inputs["policy"])).toContain(
      "log-group:/aws/docdb/*",
    );
  });

  // https://docs.aws.amazon.com/documentdb/latest/developerguide/cluster_parameter_groups-list_of_parameters.html
  it.each(["5.0", "8.0"] as const)("audits, and asks for TLS 1.2 or above, in version %s", async (version) => {
    const plan = await planOf(environmentWith({ version }));
    const type = "aws:docdb/clusterParameterGroup:ClusterParameterGroup";
    expect(named(plan, type, "shop-prod-documents-parameters").inputs).toMatchObject({
      family: `docdb${version}`,
      parameters: [
        { name: "audit_logs", value: "ddl", applyMethod: "immediate" },
        { name: "profiler", value: "enabled", applyMethod: "immediate" },
        { name: "profiler_threshold_ms", value: "1000", applyMethod: "immediate" },
        { name: "tls", value: "tls1.2+", applyMethod: "pending-reboot" },
      ],
    });
  });

  it("lets nodes and pods in, on its port alone", async () => {
    const { inputs } = named(await wholePlan(), "aws:ec2/securityGroup:SecurityGroup", "shop-prod-documents-clients");
    expect(inputs).toMatchObject({
      egress: [],
      ingress: [{ protocol: "tcp", fromPort: 27017, toPort: 27017, cidrBlocks: expect.any(Array) as unknown }],
    });
  });
});

// https://docs.aws.amazon.com/documentdb/latest/developerguide/db-instance-classes.html
describe("its members", () => {
  it("are two in production, also where no follower is wished for", async () => {
    const count = async (wish: Partial<MongodbWish>, tier: "production" | "development") =>
      ofType(await planOf(environmentWith(wish, { tier })), memberType).length;
    expect([
      await count({ replicas: 0 }, "production"),
      await count({ replicas: 0 }, "development"),
      await count({ replicas: 2 }, "development"),
    ]).toEqual([2, 1, 3]);
  });

  it.each([
    ["nano", "db.t4g.medium"],
    ["medium", "db.t4g.medium"],
    ["large", "db.r6g.large"],
    ["xlarge", "db.r6g.xlarge"],
    ["2xlarge", "db.r6g.2xlarge"],
  ] as const)("of size %s are %s", (size, instanceClass) => {
    const { wish, tags } = { wish: { ...wishOf(), size }, tags: tagsOf() };
    expect(documentMemberArgs("id", { wish, tags }, "cluster").instanceClass).toBe(instanceClass);
    expect(documentClasses.map(({ name }) => name)).toContain(instanceClass);
  });

  it("have certificates of the authority whose roots clients are given", async () => {
    const [member] = ofType(await wholePlan(), memberType);
    expect(member?.inputs).toMatchObject({ caCertIdentifier: "rds-ca-rsa2048-g1", engine: "docdb" });
  });
});

// https://docs.aws.amazon.com/documentdb/latest/developerguide/ca_cert_rotation.html
describe("authorities", () => {
  it.each(regionsWithAuthority)("of %s is Amazon's own root for RDS there, and lives for decades", (region) => {
    const { authorities = "" } = documentFacts({ regions: { primary: region } });
    const root = new X509Certificate(authorities);
    expect(root.subject).toContain(`CN=Amazon RDS ${region} Root CA RSA2048 G1`);
    expect(root.ca && root.checkIssued(root) && root.verify(root.publicKey)).toBe(true);
    expect(Date.parse(root.validTo)).toBeGreaterThan(Date.parse("2060-01-01"));
  });

  it("are asked for by name in regions of which none is known", () => {
    const unknown = knownRegions.filter((region) => !regionsWithAuthority.includes(region));
    for (const primary of ["eu-west-1", ...unknown]) {
      const issues = checkMongodb({
        ...environmentWith({}),
        cloud: { ...environmentWith({}).cloud, regions: { primary } },
      });
      expect(issues.map(({ path }) => path)).toEqual(unknown.includes(primary) ? ["stores.documents.placement"] : []);
    }
  });
});

describe("the check", () => {
  // https://docs.aws.amazon.com/documentdb/latest/developerguide/limits.html
  it("fails names with two dashes in a row", () => {
    const stores = { "old--documents": { kind: "mongodb" as const, placement: "managed" as const } };
    const issues = checkMongodb(awsEnvironment({ stores, domains: {} }));
    expect(issues).toMatchObject([{ path: "stores.old--documents" }]);
  });

  it("allows data of every class, since there is a customer key", () => {
    expect(checkCapabilities(environmentWith({ dataClass: "personal" }))).toEqual([]);
  });
});

function wishOf(): MongodbWish {
  const wish = environmentWith({}).stores["documents"];
  if (wish?.kind !== "mongodb") throw new Error("the example has documents");
  return wish;
}

function tagsOf() {
  const text = "example";
  return {
    environment: text,
    system: text,
    tier: "production" as const,
    owner: text,
    "cost-centre": text,
    "managed-by": "landbridge" as const,
  };
}
