import { describe, expect, it } from "vitest";
import { placeholder, type PlannedResource } from "../../../../../plan/planned-resource.ts";
import { ancestors, planLayer, resourceNamed, type LayerPlan } from "../../../layer.fixture.ts";
import { queriedWarehouse } from "../../../wishes.fixture.ts";
import { awsEnvironment } from "../../environment.fixture.ts";
import { checkWarehouses } from "./warehouse-check.ts";
import { decideLayerStatements } from "./warehouse-layers.ts";

const { warehouses, services } = queriedWarehouse;

const environment = (changes: Parameters<typeof awsEnvironment>[0] = {}) =>
  awsEnvironment({ stores: {}, domains: { commerce: { owner: "commerce", services } }, warehouses, ...changes });

let planned: Promise<LayerPlan> | undefined;
const plan = () => (planned ??= planLayer(environment()));

async function only(type: string, of: Promise<LayerPlan> = plan()): Promise<PlannedResource> {
  const [found, ...others] = (await of).resources.filter((resource) => resource.type === type);
  if (found === undefined || others.length > 0) throw new Error(`${others.length + 1} resources are of ${type}`);
  return found;
}

const namespaceType = "aws:redshiftserverless/namespace:Namespace";
const workgroupType = "aws:redshiftserverless/workgroup:Workgroup";
const statementType = "aws:redshiftdata/statement:Statement";

// https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateNamespace.html
describe("Redshift's namespace", () => {
  it("holds data and its administrator's password under the key, which nobody has seen", async () => {
    const { inputs, protect } = await only(namespaceType);
    expect(inputs).toMatchObject({
      namespaceName: "shop-prod-warehouse-analytics",
      dbName: "analytics",
      manageAdminPassword: true,
      kmsKeyId: expect.stringContaining("shop-prod-key-confidential") as unknown,
      adminPasswordSecretKmsKeyId: expect.stringContaining("shop-prod-key-confidential") as unknown,
    });
    expect(inputs).not.toHaveProperty("adminUserPassword");
    expect(protect).toBe(true);
  });

  // https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-monitoring.html
  it("writes who logs in, who is changed and every statement to groups that are there first, under the key", async () => {
    const namespace = await only(namespaceType);
    const groups = [...ancestors(await plan(), namespace)].filter(
      ({ type, name }) => type === "aws:cloudwatch/logGroup:LogGroup" && name.includes("-warehouse-"),
    );
    expect(groups.map(({ inputs }) => inputs["name"]).sort()).toEqual([
      "/aws/redshift/shop-prod-warehouse-analytics/connectionlog",
      "/aws/redshift/shop-prod-warehouse-analytics/useractivitylog",
      "/aws/redshift/shop-prod-warehouse-analytics/userlog",
    ]);
    for (const { inputs } of groups) expect(inputs["kmsKeyId"]).toContain("shop-prod-key-confidential");
  });
});

// https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateWorkgroup.html
describe("Redshift's workgroup", () => {
  it("has private addresses in three zones, answers over TLS only, and logs statements", async () => {
    const { inputs } = await only(workgroupType);
    expect(inputs).toMatchObject({ publiclyAccessible: false, enhancedVpcRouting: true, port: 5439 });
    expect(inputs["subnetIds"]).toHaveLength(3);
    expect(inputs["configParameters"]).toEqual(
      expect.arrayContaining([
        { parameterKey: "require_ssl", parameterValue: "true" },
        { parameterKey: "enable_user_activity_logging", parameterValue: "true" },
      ]),
    );
  });

  // Redshift has one more by now, `enable_large_strings_opt_in`, with which no `up` after the first would end.
  // https://github.com/hashicorp/terraform-provider-aws/issues/49939
  it("isn't changed for parameters that Redshift adds by itself", async () => {
    expect((await only(workgroupType)).ignoreChanges).toEqual(["configParameters"]);
  });

  // https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-enabling-cluster.html
  it("loads from buckets by the network's door to S3, whose ways its subnets have, and goes nowhere else", async () => {
    const { resources } = await plan();
    const door = resourceNamed(resources, "shop-prod-network-door-s3");
    const routes = resourceNamed(resources, "shop-prod-network-data", "aws:ec2/routeTable:RouteTable");
    expect(door.inputs["routeTableIds"]).toContain(placeholder(routes.urn, "id"));
    expect(resourceNamed(resources, "shop-prod-warehouse-analytics-clients").inputs["egress"]).toEqual([
      {
        description: "S3, by its door",
        protocol: "tcp",
        fromPort: 443,
        toPort: 443,
        prefixListIds: [placeholder(door.urn, "prefixListId")],
      },
    ]);
  });

  // https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-capacity.html
  it.each([
    ["small", 8, 32],
    ["medium", 32, 128],
    ["large", 128, 512],
  ] as const)("of size %s begins with %d RPU and ends with %d, in eights", async (size, base, most) => {
    const sized = planLayer(environment({ warehouses: { analytics: { ...warehouses.analytics, size } } }));
    const { baseCapacity, maxCapacity } = (await only(workgroupType, sized)).inputs;
    expect([baseCapacity, maxCapacity]).toEqual([base, most]);
    expect([base % 8, most % 8]).toEqual([0, 0]);
  });

  // https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroup-max-rpu.html
  it("refuses queries once a day has cost what was wished for", async () => {
    expect((await only("aws:redshiftserverless/usageLimit:UsageLimit")).inputs).toMatchObject({
      usageType: "serverless-compute",
      period: "daily",
      amount: 2 * 16,
      breachAction: "deactivate",
    });
  });
});

// https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ExecuteStatement.html
describe("Redshift's layers", () => {
  it("are made one statement at a time, in order, by the administrator's secret", async () => {
    const statements = (await plan()).resources.filter(({ type }) => type === statementType);
    expect(statements).toHaveLength(decideLayerStatements("analytics").length);
    for (const { inputs } of statements) {
      expect(inputs["sql"]).not.toContain(";");
      expect(inputs["secretArn"]).toContain("#adminPasswordSecretArn}");
    }
    const last = statements.find(({ name }) => name.endsWith("-gold-writers-tables"));
    if (last === undefined) throw new Error("the last statement isn't there");
    const before = [...ancestors(await plan(), last)].filter(({ type }) => type === statementType);
    expect(before).toHaveLength(statements.length - 1);
  });

  // Redshift forgets a statement after a day: whoever refreshes finds it without its text, and a role can't be made twice.
  // https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_DescribeStatement.html
  it("are never made again, whatever is found of a statement later", async () => {
    for (const { ignoreChanges } of (await plan()).resources.filter(({ type }) => type === statementType))
      expect(ignoreChanges).toEqual(["secretArn", "sql", "workgroupName"]);
  });

  // https://docs.aws.amazon.com/redshift/latest/dg/r_Schemas_and_tables-schema-based-privileges.html
  it("are all that a login may write to: not the schema that every database has", () => {
    expect(decideLayerStatements("sales")[0]?.sql).toBe("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
  });

  // https://docs.aws.amazon.com/redshift/latest/dg/r_GRANT.html
  it("have a role that reads and one that also writes, each to its own schema", () => {
    const bronze = decideLayerStatements("sales").filter(({ role }) => role.startsWith("bronze-"));
    expect(bronze.map(({ sql }) => sql)).toEqual([
      "CREATE SCHEMA IF NOT EXISTS bronze",
      "CREATE ROLE sales_bronze_read",
      "GRANT USAGE ON SCHEMA bronze TO ROLE sales_bronze_read",
      "GRANT SELECT FOR TABLES IN SCHEMA bronze DATABASE sales TO ROLE sales_bronze_read",
      "CREATE ROLE sales_bronze_write",
      "GRANT USAGE, CREATE ON SCHEMA bronze TO ROLE sales_bronze_write",
      "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE FOR TABLES IN SCHEMA bronze DATABASE sales TO ROLE sales_bronze_write",
    ]);
  });
});

// https://docs.aws.amazon.com/redshift/latest/mgmt/redshift-iam-access-federated-db-roles.html
describe("a service's rights to a warehouse", () => {
  it("are to log in as itself, and the roles of its layers in a tag", async () => {
    const { resources } = await plan();
    const role = resources.find(({ name, custom }) => custom && name === "shop-prod-identity-commerce-refine-role");
    expect(role?.inputs["tags"]).toMatchObject({
      RedshiftDbRoles: "analytics_bronze_read:analytics_gold_write:analytics_silver_write",
    });
    const policy = resources.find(
      ({ name, type }) =>
        name === "shop-prod-identity-commerce-refine-role" && type === "aws:iam/rolePolicy:RolePolicy",
    );
    expect(policy?.inputs["policy"]).toMatch(
      /"Action":\["redshift-serverless:GetCredentials"\],"Resource":"\$\{.*#arn}"/,
    );
  });

  it("fit into one tag", () => {
    const all = { bronze: "read", silver: "read", gold: "read" } as const;
    const long = "a-warehouse-of-thirty-letters1";
    const using = (used: Record<string, typeof all>) =>
      checkWarehouses(
        environment({
          domains: {
            commerce: { owner: "commerce", services: { refine: { image: "commerce/refine:1.0.0", warehouses: used } } },
          },
        }),
      ).map(({ path }) => path);
    expect(using({ [long]: all })).toEqual([]);
    expect(using({ [long]: all, [long.replace("1", "2")]: all, [long.replace("1", "3")]: all })).toEqual([
      "domains.commerce.services.refine.warehouses",
    ]);
  });
});
