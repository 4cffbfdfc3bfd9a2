import { Provider } from "@pulumi/aws/provider.js";
import { Provider as RandomProvider } from "@pulumi/random/provider.js";
import { ComponentResource, output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { planProgram } from "../../../../plan/host.ts";
import { isObject, type PlannedResource, type PlannedValue } from "../../../../plan/planned-resource.ts";
import type { BucketWish, PostgresWish } from "../../../../environments/schema/stores/stores.ts";
import { decideAddresses } from "../../../kit/network/addresses.ts";
import type { Tags } from "../../../kit/tags.ts";
import { AwsKey } from "../rights/keys.ts";
import { AwsNetwork } from "../network/network.ts";
import { nameLimits } from "../names.ts";
import { AwsObjectStore } from "../objects/object-store.ts";
import { leastStorageGiB } from "./database-args.ts";
import { AwsPostgres } from "./postgres/postgres.ts";
import { AwsRegistry } from "../registry/registry.ts";
import type { AwsSettings } from "../settings.ts";

const settings: AwsSettings = {
  name: "aws",
  account: "123456789012",
  regions: { primary: "eu-west-1" },
  deployers: ["arn:aws:iam::123456789012:role/deployer"],
};
const tags: Tags = {
  environment: "shop-prod",
  system: "shop",
  tier: "production",
  owner: "platform",
  "cost-centre": "shop",
  "managed-by": "landbridge",
};
const bucket: BucketWish = { dataClass: "internal", retentionDays: 0, keepVersions: 5 };
const postgres: PostgresWish = {
  kind: "postgres",
  placement: "managed",
  size: "large",
  dataClass: "personal",
  version: "17",
  replicas: 2,
  storageGiB: 100,
  pitrDays: 14,
};

interface Changes {
  readonly bucket?: Partial<BucketWish>;
  readonly postgres?: Partial<PostgresWish>;
  readonly protect?: boolean;
  readonly key?: boolean;
  readonly name?: string;
}

async function planOf(changes: Changes = {}) {
  const { protect = true, name = "shop-prod" } = changes;
  const repositories = ["commerce/order", "report"];
  const common = { tags, protect };
  const plan = await planProgram(() => {
    const providers = [new Provider("aws", { region: "eu-west-1" }), new RandomProvider("random")];
    const root = new ComponentResource("landbridge:test:Root", name, {}, { providers });
    const opts = { parent: root };
    const key = new AwsKey(
      `${name}-key-personal`,
      { spec: { dataClass: "personal", users: ["buckets", "databases"], rotationDays: 90, ...common }, settings },
      opts,
    );
    const withKey = { ...common, key: changes.key === false ? undefined : key };
    const addresses = decideAddresses("10.20.0.0/14");
    const network = new AwsNetwork(
      `${name}-network`,
      {
        spec: {
          addresses,
          peers: [],
          doors: [],
          nat: "single",
          privateDoors: false,
          logDays: 30,
          flowLogShare: 1,
          ...common,
        },
        settings,
      },
      opts,
    );
    new AwsObjectStore(
      `${name}-bucket-audit`,
      { spec: { wish: { ...bucket, ...changes.bucket }, purpose: "files", network, ...withKey }, settings },
      opts,
    );
    const { host } = new AwsRegistry(
      `${name}-registry`,
      { spec: { repositories, ...plainRegistry, ...withKey }, settings },
      opts,
    );
    const wish = { ...postgres, ...changes.postgres };
    const spec = { wish, highlyAvailable: true, backupDays: 30, logDays: 30, network, ...withKey };
    const { admin } = new AwsPostgres(`${name}-orders`, { spec, settings }, opts);
    return { host, admin: output(admin.user) };
  });
  return { ...plan, byUrn: new Map(plan.resources.map((resource) => [resource.urn, resource])) };
}

type Plan = Awaited<ReturnType<typeof planOf>>;

let whole: Promise<Plan> | undefined;
const wholePlan = (): Promise<Plan> => (whole ??= planOf());

const ofType = ({ resources }: Plan, type: string): PlannedResource[] =>
  resources.filter((resource) => resource.type === type);

function one(plan: Plan, type: string, end = ""): PlannedResource {
  const [found, ...others] = ofType(plan, type).filter(({ name }) => name.endsWith(end));
  if (found === undefined || others.length > 0) throw new Error(`${1 + others.length} of ${type} end in ${end}`);
  return found;
}

const plainRegistry = { scanning: true, replicateTo: [], mirrors: [] };

/** Types and names of everything that a resource waits for, near and far. */
function waitsFor({ byUrn }: Plan, resource: PlannedResource): string[] {
  const found = new Set<PlannedResource>();
  const visit = ({ dependencies }: PlannedResource): void => {
    for (const dependency of dependencies.map((urn) => byUrn.get(urn))) {
      if (dependency === undefined || found.has(dependency)) continue;
      found.add(dependency);
      visit(dependency);
    }
  };
  visit(resource);
  return [...found].map(({ type, name }) => `${type} ${name}`);
}

function at(value: PlannedValue | undefined, path: string): PlannedValue | undefined {
  return path
    .split(".")
    .reduce<PlannedValue | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

function text(value: PlannedValue | undefined): string {
  if (typeof value !== "string") throw new Error("a name is text");
  return value;
}

// Array.isArray alone would make anything of a list's items.
function isList(value: PlannedValue | undefined): value is readonly PlannedValue[] {
  return Array.isArray(value);
}

function list(value: PlannedValue | undefined): readonly PlannedValue[] {
  return isList(value) ? value : [];
}

const instanceType = "aws:rds/instance:Instance";

describe("keys", () => {
  // https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
  it("rotate every 90 days, the fewest that AWS takes, and can be brought back for 30", async () => {
    const { inputs, protect } = one(await wholePlan(), "aws:kms/key:Key");
    expect({ ...inputs, protect }).toMatchObject({
      enableKeyRotation: true,
      rotationPeriodInDays: 90,
      deletionWindowInDays: 30,
      protect: true,
    });
  });

  it("are found by an alias that a new key takes over", async () => {
    const { inputs } = one(await wholePlan(), "aws:kms/alias:Alias");
    expect(inputs["name"]).toBe("alias/shop-prod-key-personal");
  });

  const uses: readonly (readonly [type: string, path: string, end: string])[] = [
    ["aws:ecr/repository:Repository", "encryptionConfigurations", "commerce-order"],
    ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "rules", ""],
    [instanceType, "kmsKeyId", "primary"],
    [instanceType, "performanceInsightsKmsKeyId", "replica-1"],
    ["aws:cloudwatch/logGroup:LogGroup", "kmsKeyId", "primary-log-postgresql"],
  ];

  it.each(uses)("encrypt %s at %s", async (type, path, end) => {
    expect(JSON.stringify(at(one(await wholePlan(), type, end).inputs, path))).toContain("shop-prod-key-personal-key");
    const without = JSON.stringify(at(one(await planOf({ key: false }), type, end).inputs, path) ?? "");
    expect(without).not.toContain("kms");
  });
});

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/
describe("buckets", () => {
  const locked = planOf({ bucket: { retentionDays: 30 } });
  const before = async (type: string, end: string): Promise<string[]> => {
    const plan = await locked;
    return waitsFor(plan, one(plan, type, end)).map((line) => line.replace(/^.*-audit-/, ""));
  };

  it("are closed before anybody writes a policy, and encrypted before anything is kept", async () => {
    expect(await before("aws:s3/bucketPolicy:BucketPolicy", "")).toContain("public-access");
    expect(await before("aws:s3/bucketVersioning:BucketVersioning", "")).toEqual(
      expect.arrayContaining(["public-access", "ownership", "policy", "encryption"]),
    );
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html
  it("keep versions before objects are locked, and both before anything expires", async () => {
    const lock = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
    expect(await before(lock, "")).toContain("versioning");
    expect(await before("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "")).toEqual(
      expect.arrayContaining(["versioning", "lock"]),
    );
  });

  it("are made for locks where there is a retention, since it can't be said later", async () => {
    const made = async (plan: Promise<Plan>) => one(await plan, "aws:s3/bucket:Bucket").inputs["objectLockEnabled"];
    expect([await made(locked), await made(wholePlan())]).toEqual([true, false]);
    expect(
      one(await locked, "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration").inputs["rule"],
    ).toEqual({ defaultRetention: { mode: "GOVERNANCE", days: 30 } });
    expect(ofType(await wholePlan(), "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration")).toEqual([]);
  });

  it("refuse connections in the clear, access lists and the public", async () => {
    const plan = await wholePlan();
    expect(one(plan, "aws:s3/bucketPolicy:BucketPolicy").inputs["policy"]).toMatch(
      /"Effect":"Deny","Principal":"\*","Action":"s3:\*".*"aws:SecureTransport":"false"/,
    );
    expect(one(plan, "aws:s3/bucketOwnershipControls:BucketOwnershipControls").inputs["rule"]).toEqual({
      objectOwnership: "BucketOwnerEnforced",
    });
    expect(one(plan, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });
});

// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
describe("the registry", () => {
  it("has a repository for each image, below the host that images are pulled from", async () => {
    const plan = await wholePlan();
    expect(plan.outputs["host"]).toBe("123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop-prod-registry");
    expect(
      ofType(plan, "aws:ecr/repository:Repository")
        .map(({ inputs }) => inputs["name"])
        .sort(),
    ).toEqual(["shop-prod-registry/commerce/order", "shop-prod-registry/report"]);
  });

  it("keeps tags where they are, scans, and drops what lost its tag after two weeks", async () => {
    const plan = await wholePlan();
    for (const { inputs } of ofType(plan, "aws:ecr/repository:Repository")) {
      expect(inputs).toMatchObject({
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
      });
    }
    expect(ofType(plan, "aws:ecr/lifecyclePolicy:LifecyclePolicy").length).toBe(2);
    expect(JSON.stringify(one(plan, "aws:ecr/lifecyclePolicy:LifecyclePolicy", "order-expiry").inputs)).toContain(
      '\\"tagStatus\\":\\"untagged\\"',
    );
  });

  it("gives up its images only where nothing is protected", async () => {
    const forced = async (plan: Promise<Plan>) =>
      ofType(await plan, "aws:ecr/repository:Repository").map(({ inputs }) => inputs["forceDelete"]);
    expect(await forced(wholePlan())).toEqual([false, false]);
    expect(await forced(planOf({ protect: false }))).toEqual([true, true]);
  });

  it("has names that ECR takes, at the longest image that the schema lets pass", async () => {
    const image = `${"a".repeat(100)}/${"b".repeat(99)}`;
    const spec = { repositories: [image], ...plainRegistry, tags, protect: true };
    const { resources } = await planProgram(() => {
      const providers = [new Provider("aws", { region: "eu-west-1" })];
      new AwsRegistry(`${"e".repeat(60)}-registry`, { spec, settings }, { providers });
    });
    const [repository] = resources.filter(({ type }) => type === "aws:ecr/repository:Repository");
    const name = text(repository?.inputs["name"]);
    expect(name).toMatch(/^[a-z0-9]+(?:[._-][a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/);
    expect(name.length).toBeLessThanOrEqual(nameLimits.repository);
  });
});

// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_PostgreSQL.html
describe("databases", () => {
  const instances = async (plan = wholePlan()) => ofType(await plan, instanceType);
  const primaryOf = async (plan = wholePlan()) => one(await plan, instanceType, "primary").inputs;

  it("have private addresses, in the subnets without a way out, and are called by nodes and pods alone", async () => {
    const plan = await wholePlan();
    for (const { inputs } of await instances()) expect(inputs["publiclyAccessible"]).toBe(false);
    expect(JSON.stringify(one(plan, "aws:rds/subnetGroup:SubnetGroup").inputs["subnetIds"])).toMatch(/-data-/);
    const group = one(plan, "aws:ec2/securityGroup:SecurityGroup", "orders-clients").inputs;
    const { nodes, pods } = decideAddresses("10.20.0.0/14");
    expect(group["ingress"]).toMatchObject([
      { protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: [nodes, pods] },
    ]);
    expect(group["egress"]).toEqual([]);
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
  it("refuse what isn't encrypted", async () => {
    const { inputs } = one(await wholePlan(), "aws:rds/parameterGroup:ParameterGroup");
    expect(inputs["parameters"]).toContainEqual({ name: "rds.force_ssl", value: "1", applyMethod: "immediate" });
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBParameterGroup.html
  it("take what needs a restart only with one", async () => {
    const { inputs } = one(await wholePlan(), "aws:rds/parameterGroup:ParameterGroup");
    expect(
      list(inputs["parameters"])
        .filter((parameter) => at(parameter, "applyMethod") === "pending-reboot")
        .map((parameter) => at(parameter, "name")),
    ).toEqual(["rds.logical_replication", "shared_preload_libraries"]);
  });

  // https://www.postgresql.org/docs/18/runtime-config-logging.html#GUC-LOG-CONNECTIONS
  it.each([
    ["16", "1"],
    ["17", "1"],
    ["18", "all"],
  ] as const)("log connections of version %s by %s", async (version, value) => {
    const plan = await planOf({ postgres: { version } });
    const { inputs } = one(plan, "aws:rds/parameterGroup:ParameterGroup");
    expect(inputs["family"]).toBe(`postgres${version}`);
    expect(inputs["parameters"]).toContainEqual({ name: "log_connections", value, applyMethod: "immediate" });
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html
  it("give replicas nothing that they have from their primary", async () => {
    for (const { inputs } of (await instances()).filter(({ name }) => name.includes("-replica-"))) {
      expect(inputs["replicateSourceDb"]).toBe("shop-prod-orders-primary");
      for (const own of [
        "allocatedStorage",
        "backupRetentionPeriod",
        "dbSubnetGroupName",
        "engine",
        "engineVersion",
        "finalSnapshotIdentifier",
        "kmsKeyId",
        "password",
        "username",
      ])
        expect([own, inputs[own]]).toEqual([own, undefined]);
      expect(inputs).toMatchObject({ skipFinalSnapshot: true, storageEncrypted: true, multiAz: false });
    }
    expect((await instances()).length).toBe(3);
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage
  it("never ask for a volume that RDS doesn't have, nor for speed that small ones don't take", async () => {
    const small = await primaryOf(planOf({ postgres: { storageGiB: 1 } }));
    expect(small).toMatchObject({ allocatedStorage: leastStorageGiB, maxAllocatedStorage: 80, storageType: "gp3" });
    const large = await primaryOf(planOf({ postgres: { storageGiB: 16384 } }));
    expect(large).toMatchObject({ allocatedStorage: 16384, maxAllocatedStorage: 65536 });
    for (const { inputs } of await instances())
      expect([inputs["iops"], inputs["storageThroughput"]]).toEqual([undefined, undefined]);
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html
  it("are backed up before they are maintained, and can be restored as far back as there are backups", async () => {
    expect(await primaryOf()).toMatchObject({
      backupRetentionPeriod: 30,
      backupWindow: "02:00-03:00",
      maintenanceWindow: "sun:03:30-sun:04:30",
      copyTagsToSnapshot: true,
    });
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html
  it("leave a last snapshot under a name that is new each time, where they are protected", async () => {
    expect(await primaryOf()).toMatchObject({
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: expect.stringMatching(/^shop-prod-orders-primary-final-.*#hex}$/) as unknown,
      deletionProtection: true,
      deleteAutomatedBackups: false,
    });
    const open = await planOf({ protect: false });
    expect(await primaryOf(Promise.resolve(open))).toMatchObject({
      skipFinalSnapshot: true,
      deletionProtection: false,
    });
    expect(ofType(open, "random:index/randomId:RandomId")).toEqual([]);
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
  it("find the groups of their logs made, with a key and an end", async () => {
    const plan = await wholePlan();
    for (const resource of await instances()) {
      const groups = waitsFor(plan, resource).filter((line) => line.startsWith("aws:cloudwatch/logGroup:LogGroup "));
      expect(groups).toEqual(
        expect.arrayContaining(
          ["postgresql", "upgrade"].map((log) => `aws:cloudwatch/logGroup:LogGroup ${resource.name}-log-${log}`),
        ),
      );
      const names = ["postgresql", "upgrade"].map((log) => {
        const { inputs } = one(plan, "aws:cloudwatch/logGroup:LogGroup", `${resource.name}-log-${log}`);
        expect(inputs["retentionInDays"]).toBe(30);
        return inputs["name"];
      });
      const identifier = text(resource.inputs["identifier"]);
      expect(names).toEqual([`/aws/rds/instance/${identifier}/postgresql`, `/aws/rds/instance/${identifier}/upgrade`]);
    }
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
  it("may report before they are asked to", async () => {
    const plan = await wholePlan();
    for (const resource of await instances()) {
      expect(waitsFor(plan, resource)).toContainEqual(
        expect.stringMatching(/RolePolicyAttachment shop-prod-orders-mon/),
      );
      expect(resource.inputs["monitoringInterval"]).toBe(60);
    }
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.html
  it("keep a week of insights, all that the standard mode has", async () => {
    for (const { inputs } of await instances())
      expect(inputs).toMatchObject({ databaseInsightsMode: "standard", performanceInsightsRetentionPeriod: 7 });
  });

  it("have an admin whose password is secret, and whose name isn't reserved", async () => {
    const plan = await wholePlan();
    const { username, password } = await primaryOf();
    expect([username, password]).toEqual(["landbridge", { "landbridge:secret": true }]);
    expect(plan.outputs["admin"]).toBe("landbridge");
  });

  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
  it("have names that RDS takes, however long the environment's", async () => {
    for (const { inputs } of await instances(planOf({ name: "e".repeat(38) }))) {
      expect(inputs["identifier"]).toMatch(/^[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]$/);
    }
  });
});
